import type { Faker } from "@faker-js/faker";
import { faker as english } from "@faker-js/faker/locale/en";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { messageOf, ScenarioError } from "../../errors.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { AxisValue } from "../../scenario/settings.ts";
import { mixSeed } from "./choices.ts";
import type { MixOrder } from "./mix_order.ts";

const REFERENCE_DATE = "2026-01-01T00:00:00Z";

/** Makes the input of the operation with this index. It throws a {@linkcode ScenarioError} when `input` throws. */
export type MakeInput = (index: number) => unknown;

/**
 * Prepares a scenario's inputs. Each input depends on seed, index, the scenario's own parameters and the order of its mix
 * alone.
 *
 * @param order tells of the operation whose input is made; an operation of a mix can have inputs of its own
 * @param place where the scenario has this load, for errors
 */
export function seededInputs(
  scenario: Scenario,
  seed: number,
  parameters: Readonly<Record<string, AxisValue>>,
  order?: MixOrder,
  place = "",
): MakeInput {
  let generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  const faker = createFaker(random);
  const counts = order?.counts ?? {};

  function makerOf(owner: InputOwner, what: string, ownSeed: number): MakeInput {
    if (owner.input === undefined) return () => undefined;
    return (index) => {
      generator = xoroshiro128plus(mixSeed(ownSeed, index));
      try {
        return owner.input?.({ faker, random, index, parameters, counts });
      } catch (cause) {
        throw new ScenarioError(
          `Cannot make input ${index} as ${what} input() threw: ${messageOf(cause)}`,
          undefined,
          { cause },
        );
      }
    };
  }

  const makeShared = makerOf(
    scenario,
    place === "" ? "the scenario's" : `${place.slice(0, -1)}'s`,
    seed,
  );
  const makers = Object.entries(scenario.mix ?? {}).map(([name, entry], at) =>
    entry.input && makerOf(entry, `the ${name} operation's`, mixSeed(seed, OWN_INPUTS - at))
  );
  if (order === undefined || makers.every((maker) => maker === undefined)) return makeShared;
  return (index) => {
    const make = makers[order.chosen()];
    return make === undefined ? makeShared(index) : make(order.ownIndex());
  };
}

/** What has an `input`: a scenario, or an operation of a mix. */
type InputOwner = Pick<Scenario, "input">;

/** Seeds the inputs of the first operation of a mix that has its own, and below it the others: indexes that no input has. */
const OWN_INPUTS = -2;

// The class is taken from the prebuilt instance, as importing it by name would load all seventy languages.
function createFaker(random: () => number): Faker {
  const FakerClass = english.constructor as typeof Faker;
  const randomizer = { next: random, seed: () => {} };
  const faker = new FakerClass({ locale: english.rawDefinitions, randomizer });
  faker.setDefaultRefDate(REFERENCE_DATE);
  return faker;
}
