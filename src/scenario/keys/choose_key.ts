import type { InputContext } from "../scenario.ts";

/** Chooses the key of an input, an integer: from its index and its random numbers alone, so the same for any workers. */
export type ChooseKey = (context: Pick<InputContext, "index" | "random">) => number;

/** A number from 0 to below `limit`, each as often as any other. */
export function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}
