import { z } from "zod";
import { listProblems, ScenarioError } from "../../errors.ts";
import { describeError, integer, positive, wrongFields } from "../check/schema.ts";

/** More than that, and the 53 bits of a random number no longer reach all of them alike. */
export const MAX_COUNT = 1_000_000_000_000;

/** The options that several laws have. */
export const count = integer(1, MAX_COUNT);
export const exponent = positive(10, "a number").default(0.99);
export const flag = z.boolean("must be true or false").default(false);

/** Options by name, and no other ones. */
export function optionsOf<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, "must be an object of options");
}

/** A rule about several fields: asked when each of them is right by itself, whatever is wrong with others. */
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
 * Options with their defaults in place.
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
    `Cannot make keys.${name} as${listProblems(describeError(error, options))}`,
  );
}
