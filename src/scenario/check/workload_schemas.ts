/** What a scenario does beside its measured load. */
import { z } from "zod";
import { func, integer, positive } from "./schema.ts";
import { MAX_RATE, poolSize } from "./setting_schemas.ts";

const rate = positive(MAX_RATE, "operations per second");

/** What fills the tables. */
export const populate: z.ZodType = z.strictObject({
  operations: integer(1, 1_000_000_000),
  input: func,
  operation: func,
  poolSize: poolSize.optional(),
  rate: rate.optional(),
}, "must be { operations, input, operation, poolSize?, rate? }");

/** What runs beside the measured load, by name; `mix` is the schema of several operations. */
export function loadsWith(mix: z.ZodType): z.ZodType {
  const load = z.strictObject({
    rate: rate.optional(),
    poolSize: poolSize.optional(),
    input: func.optional(),
    operation: func.optional(),
    verify: func.optional(),
    mix: mix.optional(),
  }, "must be { rate or poolSize, input?, operation or mix, verify? }");
  const name = z.string().regex(/^\S(.{0,98}\S)?$/, "must be named by 1 to 100 characters")
    .refine(
      (name) => name !== "main",
      "must not be named main, as the scenario's own load is that",
    );
  return z.record(name, load.superRefine(findMissing), "must be an object of loads");
}

/** What a load lacks, and what contradicts another of its fields. */
function findMissing(
  { rate, poolSize, operation, mix, verify }: Record<string, unknown>,
  context: z.RefinementCtx,
): void {
  const add = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: [field], message });
  if (rate === undefined && poolSize === undefined) {
    add("rate", "must be operations per second where there is no poolSize");
  }
  if (operation === undefined && mix === undefined) {
    add("operation", "must be a function where there is no mix");
  }
  if (operation !== undefined && mix !== undefined) add("mix", "must not stand beside operation");
  if (mix !== undefined && verify !== undefined) {
    add("verify", "must not stand beside mix, whose operations have their own");
  }
  if (mix !== undefined && Object.keys(Object(mix)).length === 0) {
    add("mix", "must hold an operation");
  }
}
