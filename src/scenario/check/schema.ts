/**
 * The kinds of values that fields have. A kind is described in the same words to three readers: the message of a wrong
 * value ("must be …"), the schema's `description`, and through it the documentation.
 */
import { z } from "zod";

/** An integer within bounds. */
export function integer(from: number, to: number): z.ZodType<number> {
  const words = `an integer from ${from} to ${to}`;
  const message = `must be ${words}`;
  return z.int(message).min(from, message).max(to, message).describe(words);
}

/** A number within bounds; `unit` says what it counts. */
export function within(from: number, to: number, unit: string): z.ZodType<number> {
  const words = `${unit} from ${from} to ${to}`;
  const message = `must be ${words}`;
  return z.number(message).min(from, message).max(to, message).describe(words);
}

/** A number above zero; `unit` says what it counts. */
export function positive(to: number, unit: string): z.ZodType<number> {
  const words = `${unit} above 0, up to ${to}`;
  const message = `must be ${words}`;
  return z.number(message).gt(0, message).max(to, message).describe(words);
}

/** One of a few words. */
export function choice(...values: readonly [string, string, ...string[]]): z.ZodType<string> {
  const words = `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
  return z.enum(values, `must be ${words}`).describe(words);
}

/** A list. */
export function listOf(value: z.ZodType): z.ZodArray<z.ZodType> {
  return z.array(value, "must be a list").describe(`a list, each ${value.description}`);
}

/** The values of an axis: a list of at least one, without doubles. */
export function axis(value: z.ZodType): z.ZodType<unknown[]> {
  const values = listOf(value);
  return values.min(1, "must hold a value")
    .refine((values) => new Set(values).size === values.length, "must hold each value once")
    .describe(values.description ?? "");
}

/** A value of the first kind where a test says so, and else of the second: what is wrong with it is told by that kind. */
export function oneOf(
  isFirst: (value: unknown) => boolean,
  first: z.ZodType,
  second: z.ZodType,
): z.ZodType {
  return z.unknown().superRefine((value, context) => {
    const { error } = (isFirst(value) ? first : second).safeParse(value);
    for (const issue of error?.issues ?? []) context.addIssue({ ...issue });
  });
}

/** Whether something is asked for. */
export const flagged: z.ZodType<boolean> = z.boolean("must be true or false")
  .describe("true or false");

/** A function. */
export const func: z.ZodType<() => unknown> = z.custom<() => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

/** How often a request may be sent again. */
export const MAX_RETRIES = 100;

/** Milliseconds to inject. */
export const latency: z.ZodType<number> = within(0, 60_000, "milliseconds");

/** The most milliseconds that something may take. */
export const timeout: z.ZodType<number> = within(1, 3_600_000, "milliseconds");
