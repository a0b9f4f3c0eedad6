import process from "node:process";

/** What running some operations took. */
export interface Reading {
  /** Microseconds of this thread's CPU time per operation. */
  readonly cpu: number;
  /** Operations per second of wall time. */
  readonly throughput: number;
}

/** Takes one reading. The CPU clock ticks every 10 ms, so there should be a second of work. */
export async function read(operations: number, run: () => Promise<unknown>): Promise<Reading> {
  const cpuBefore = process.threadCpuUsage();
  const startedAt = performance.now();
  await run();
  const elapsed = performance.now() - startedAt;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  return { cpu: (user + system) / operations, throughput: operations / elapsed * 1_000 };
}

/**
 * Measures the ways in turn, round after round, so that what the machine does meanwhile falls on all alike; every other
 * round in the opposite order, so that none always follows the same one. A first round only warms up.
 *
 * @returns for each way, one measurement a round
 */
export async function interleave<Way extends string, T>(
  rounds: number,
  ways: Readonly<Record<Way, () => Promise<T>>>,
): Promise<Record<Way, T[]>> {
  const names = Object.keys(ways) as Way[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Way, T[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const measurement = await ways[name]();
      if (round > 0) measured[name].push(measurement);
    }
  }
  return measured;
}

/** The middle value; of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The mean, also of readings too short for the CPU clock: over many, its ticks even out. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Quotients of what was measured in the same round. */
export function ratios(of: readonly number[], over: readonly number[]): number[] {
  return of.map((value, round) => value / (over[round] ?? NaN));
}

/** One field of every reading. */
export function pick(readings: readonly Reading[], field: keyof Reading): number[] {
  return readings.map((reading) => reading[field]);
}
