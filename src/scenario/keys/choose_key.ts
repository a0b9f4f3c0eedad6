import type { InputContext } from "../scenario.ts";

/**
 * Chooses the key of an input, an integer, from its index and random numbers alone: so any number of workers gives the
 * same keys.
 */
export type ChooseKey = (context: Pick<InputContext, "index" | "random">) => number;

/** An integer from 0 to below `limit`, all equally often. */
export function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}
