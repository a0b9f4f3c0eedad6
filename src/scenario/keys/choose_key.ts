import type { InputContext } from "../scenario.ts";

/** What a distribution uses of an input's context. */
export type KeyContext = Pick<InputContext, "index" | "random"> & Partial<InputContext>;

/**
 * Chooses the key of an input, an integer, from its index, its counts and random numbers alone: so any number of workers
 * gives the same keys.
 */
export type ChooseKey = (context: KeyContext) => number;

/** An integer from 0 to below `limit`, all equally often. */
export function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}
