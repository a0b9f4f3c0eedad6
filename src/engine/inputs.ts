import type { Faker } from "@faker-js/faker";
import { faker as english } from "@faker-js/faker/locale/en";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { AxisValue, Scenario } from "../scenario/scenario.ts";

const REFERENCE_DATE = "2026-01-01T00:00:00Z";

/** Makes the input of the operation with this index. */
export type MakeInput = (index: number) => unknown;

/** A scenario's inputs: each a pure function of seed, index and the scenario's own parameters. */
export function seededInputs(
  scenario: Scenario,
  seed: number,
  parameters: Readonly<Record<string, AxisValue>>,
): MakeInput {
  if (scenario.input === undefined) return () => undefined;
  let generator = xoroshiro128plus(seed);
  const faker = createFaker(() => generator.next());
  return (index) => {
    generator = xoroshiro128plus(mix(seed, index));
    return scenario.input?.({ faker, index, parameters });
  };
}

// The prebuilt instance's own class: importing it by name would load all seventy languages.
function createFaker(next: () => number): Faker {
  const FakerClass = english.constructor as typeof Faker;
  const randomizer = {
    next: () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53,
    seed: () => {},
  };
  const faker = new FakerClass({ locale: english.rawDefinitions, randomizer });
  faker.setDefaultRefDate(REFERENCE_DATE);
  return faker;
}

/** Spreads neighbouring indexes over all 32-bit seeds, one to one (the finalizer of MurmurHash3). */
function mix(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) + index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
