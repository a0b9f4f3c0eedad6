import { z } from "zod";
import { DEFAULT_RULES } from "../calls/option_rules.ts";

/** The options that the calls of an operation of a mix, or of a step, can have in common. */
export const callDefaults: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.entries(DEFAULT_RULES).map(([name, { words, holds }]) => [
    name,
    z.custom(holds, `must be ${words}`).optional(),
  ]),
);
