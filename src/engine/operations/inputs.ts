import type { Faker } from "@faker-js/faker";
import { faker as english } from "@faker-js/faker/locale/en";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { messageOf, ScenarioError } from "../../errors.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { AxisValue } from "../../scenario/settings.ts";

const REFERENCE_DATE = "2026-01-01T00:00:00Z";

/** Makes the input of the operation with this index. It throws a {@linkcode ScenarioError} when `input` throws. */
export type MakeInput = (index: number) => unknown;

/**
 * Prepares a scenario's inputs. Each input depends on seed, index and the scenario's own parameters alone.
 */
export function seededInputs(
  scenario: Scenario,
  seed: number,
  parameters: Readonly<Record<string, AxisValue>>,
): MakeInput {
  if (scenario.input === undefined) return () => undefined;
  let generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  const faker = createFaker(random);
  return (index) => {
    generator = xoroshiro128plus(mixSeed(seed, index));
    try {
      return scenario.input?.({ faker, random, index, parameters });
    } catch (cause) {
      throw new ScenarioError(
        `Cannot make input ${index} as the scenario's input() threw: ${messageOf(cause)}`,
        undefined,
        { cause },
      );
    }
  };
}

// The class is taken from the prebuilt instance, as importing it by name would load all seventy languages.
function createFaker(random: () => number): Faker {
  const FakerClass = english.constructor as typeof Faker;
  const randomizer = { next: random, seed: () => {} };
  const faker = new FakerClass({ locale: english.rawDefinitions, randomizer });
  faker.setDefaultRefDate(REFERENCE_DATE);
  return faker;
}

/** Spreads neighbouring indexes over all 32-bit seeds, one to one (the finalizer of MurmurHash3). */
export function mixSeed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) + index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
