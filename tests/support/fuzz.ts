import assert from "node:assert/strict";
import { type Random, seededRandom } from "./random.ts";

/** How many inputs a fuzz test tries: a few thousand, or as many as `deno task fuzz` asks for. */
export const ROUNDS = Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? 4_000);

/** Milliseconds that one input may take. */
const LIMIT = 1_000;
/** How often an input that took longer is tried again: another program can have had the processor. */
const TRIES = 3;

/** Makes and tries {@linkcode ROUNDS} inputs, each of its own numbers, and names the first that takes too long. */
export async function fuzz(
  seed: number,
  tryOne: (random: Random, round: number) => void | Promise<void>,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const took: number[] = [];
    do {
      const started = performance.now();
      const trying = tryOne(seededRandom(seed * 1e7 + round), round);
      if (trying !== undefined) await trying;
      took.push(performance.now() - started);
    } while (took.at(-1)! > LIMIT && took.length < TRIES);
    assert.ok(took.at(-1)! <= LIMIT, `round ${round} took ${took.join(", ")} ms`);
  }
}
