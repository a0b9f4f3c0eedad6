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
