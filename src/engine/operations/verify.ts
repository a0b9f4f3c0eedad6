import { messageOf } from "../../errors.ts";
import { formatPath, showShort } from "../../scenario/check/problems.ts";
import type { Plan } from "../../scenario/planned.ts";
import type { Scenario, VerifyContext } from "../../scenario/scenario.ts";
import { type Difference, differenceOf } from "../../scenario/difference.ts";
import { type MakeInput, seededInputs } from "./inputs.ts";
import { isThenable } from "./promised.ts";

/** Compares what an operation gave with what it must; gives a {@linkcode Mismatch} where they differ, or what was thrown. */
export type Verify = (mixIndex: number, input: unknown, answer: unknown) => Error | undefined;

/** Says that an operation gave something else than it must. The name is the class under which it is counted. */
export class Mismatch extends Error {
  override readonly name = "mismatch";
  constructor({ path, expected, found }: Difference) {
    const where = path.length === 0 ? "" : `${formatPath(path)} to be `;
    super(`expected ${where}${showShort(expected)}: found ${showShort(found)}`);
  }
}

const PROMISED = "Cannot verify an answer as verify() must give a value, not a promise";

/** Prepares the comparisons of a scenario; `undefined` where it makes none. */
export function createVerify(
  { scenario, settings, runSeed = settings.seed }: Plan,
): Verify | undefined {
  const owners = scenario.mix === undefined ? [scenario] : Object.values(scenario.mix);
  if (owners.every(({ verify }) => verify === undefined)) return undefined;
  const made = { populated: populatedInputs(scenario, runSeed) };
  return (mixIndex, input, answer) => {
    const owner = owners[mixIndex];
    if (owner?.verify === undefined) return undefined;
    try {
      const expected = owner.verify(input, made);
      if (isThenable(expected)) throw new TypeError(PROMISED);
      const difference = differenceOf(expected, answer);
      return difference && new Mismatch(difference);
    } catch (error) {
      return error instanceof Error ? error : new Error(messageOf(error));
    }
  };
}

/** Makes the inputs of the scenario's `populate` again. */
function populatedInputs(scenario: Scenario, seed: number): VerifyContext<unknown>["populated"] {
  const { name, populate } = scenario;
  if (populate === undefined) {
    return () => {
      throw new RangeError("Cannot give what was populated as the scenario has no populate");
    };
  }
  const { operations, operation } = populate;
  const filling = { name, input: populate.input.bind(populate), operation };
  let makeInput: MakeInput | undefined;
  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= operations) {
      const rule = `the index must be from 0 to ${operations - 1}: found ${showShort(index)}`;
      throw new RangeError(`Cannot give what was populated as ${rule}`);
    }
    makeInput ??= seededInputs(filling, seed, {});
    return makeInput(index);
  };
}
