import { z } from "zod";
import { listProblems, ScenarioError } from "../../errors.ts";
import { problemsOf, sentenceOf, wrongFields } from "../check/problems.ts";
import { integer, positive } from "../check/schema.ts";

/** The most keys: with more, the 53 bits of a random number would not reach each of them equally often. */
export const MAX_COUNT = 1_000_000_000_000;

/** The options that several distributions have. */
export const count = integer(1, MAX_COUNT);
export const exponent = positive(10, "a number").default(0.99);
export const aboveZero = z.number("must be a number").gt(0, "must be above 0");
export const flag = z.boolean("must be true or false").default(false);

/** A schema of options that refuses all other names. */
export function optionsOf<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, "must be an object of options");
}

/** A rule about several fields, checked when each of them is right by itself, whatever is wrong with other fields. */
export function rule(
  [field, ...others]: readonly [string, ...string[]],
  error: string,
): { path: string[]; error: string; when: (payload: z.core.ParsePayload) => boolean } {
  const when = ({ issues }: z.core.ParsePayload) => {
    const wrong = wrongFields(issues);
    return ![undefined, field, ...others].some((name) => wrong.has(name));
  };
  return { path: [field], error, when };
}

/**
 * Checks options, and fills in their defaults.
 *
 * @throws {ScenarioError} naming everything that is wrong
 */
export function check<S extends z.ZodType>(
  name: string,
  schema: S,
  options: unknown,
): z.output<S> {
  const { data, error } = schema.safeParse(options);
  if (error === undefined) return data as z.output<S>;
  throw new ScenarioError(
    `Cannot make keys.${name} as${listProblems(problemsOf(error, options).map(sentenceOf))}`,
  );
}
