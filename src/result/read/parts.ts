/** What the schemas of the document are made of. */
import { z } from "zod";

/** A type without `readonly`, as a schema infers it. */
type Plain<T> = T extends readonly (infer Item)[] ? Plain<Item>[]
  : T extends object ? { -readonly [K in keyof T]: Plain<T[K]> }
  : T;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** The fields that one type has otherwise than the other. */
type Differing<A, B> = {
  [K in keyof A | keyof B]: Equal<Field<A, K>, Field<B, K>> extends true ? never : K;
}[keyof A | keyof B];

type Field<T, K extends PropertyKey> = K extends keyof T ? Pick<T, K> : "none";

/** A schema that reads exactly a type; of another one, the error names the fields that differ. */
type Exactly<T, S extends z.ZodType> = Equal<Plain<T>, Plain<z.output<S>>> extends true ? S
  : { readonly theFieldsDiffer: Differing<Plain<T>, Plain<z.output<S>>> };

/**
 * Ties a schema to the type of what it reads: the compiler refuses one that lacks a field, or has one of another kind, and names
 * it as `theFieldsDiffer`. The name of the schema stands in the JSON Schema.
 *
 * @example
 * ```ts ignore
 * const step = tied<SearchStep>()("SearchStep", z.object({ rate: amount, case: index }));
 * ```
 */
export function tied<T>(): <S extends z.ZodType>(
  name: string,
  schema: S & Exactly<T, S>,
) => z.ZodType<T> {
  return (name, schema) => schema.meta({ id: name }) as unknown as z.ZodType<T>;
}

/** Any number. */
export const number: z.ZodNumber = z.number();

/** A number that cannot be below 0. */
export const amount: z.ZodNumber = z.number().min(0);

/** How many. */
export const count: z.ZodNumber = z.int().min(0);

const INSTANT = "must be an instant such as 2026-11-22T06:25:01.000Z";

/** An instant: ISO 8601, UTC. */
export const instant: z.ZodString = z.string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, { error: INSTANT, abort: true })
  .refine((text) => !Number.isNaN(Date.parse(text)), INSTANT);

/** Any text. */
export const text: z.ZodString = z.string();

/** A list of texts. */
export const texts: z.ZodArray<z.ZodString> = z.array(text);

/** Counts by name. */
export const counts: z.ZodRecord<z.ZodString, z.ZodNumber> = z.record(text, count);

/** A value that an axis can have. */
export const axisValue: z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]> = z.union(
  [text, number, z.boolean()],
  "must be a text, a number, true or false",
);

/** The coordinates of a case. */
export const parameters: z.ZodRecord<z.ZodString, typeof axisValue> = z.record(text, axisValue);
