import assert from "node:assert/strict";
import type { Load } from "../../src/engine/load.ts";
import { plan } from "../../src/run/plan.ts";
import type { Case, Plan } from "../../src/scenario/planned.ts";
import type { InputContext, Paged, Weighted } from "../../src/scenario/scenario.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import type { Settings } from "../../src/scenario/settings.ts";

/** A session that answers at once. */
export function fakeSession(answers: Partial<Session> = {}): Session {
  const nothing = { rows: [], pageState: undefined };
  return {
    create: () => Promise.resolve(),
    createIfNotExists: () => Promise.resolve(true),
    find: () => Promise.resolve(undefined),
    findAll: () => Promise.resolve(nothing),
    update: () => Promise.resolve(),
    delete: () => Promise.resolve(),
    batch: () => Promise.resolve(),
    execute: () => Promise.resolve(nothing),
    ...answers,
  };
}

/** What a test asks for, one case of it, in place of 10 operations one at a time and without a warm-up. */
export interface Wishes extends Omit<Settings, "latency" | "poolSizes" | "rate" | "warmup"> {
  readonly latency?: number;
  readonly poolSize?: number;
  readonly rate?: number;
  readonly warmup?: number | "default";
  /** Without it, the input is the index. */
  readonly makeInput?: (index: number) => unknown;
  /** Without it, operations end at once. */
  readonly operation?: Weighted<number>["operation"];
  readonly mix?: Readonly<Record<string, Weighted<number>>>;
  readonly steps?: Paged<number>["steps"];
}

/** A load that a plan would make, with a session that answers at once. */
export function loadOf(wishes: Wishes, parts: Partial<Load> = {}): Load {
  const planned = planOf(wishes);
  return {
    plan: planned,
    case: planned.cases[0] as Case,
    share: { worker: 0, workers: 1 },
    session: fakeSession(),
    driverUse: () => ({ inFlight: 0, limit: 2_048 }),
    classify: (error) => error instanceof Error ? error.name : typeof error,
    // As if the server had answered so, as a load is held back otherwise.
    failureKind: () => "answered",
    signal: new AbortController().signal,
    onReady: () => Promise.resolve(performance.now()),
    onProgress: () => {},
    onSecond: () => {},
    ...parts,
  };
}

/** The plan of what a test asks for. */
export function planOf({ makeInput = (index) => index, operation = end, ...wishes }: Wishes): Plan {
  const { latency = 0, poolSize = 1, rate, warmup = 0, mix, steps, ...settings } = wishes;
  const { duration, stages } = settings;
  const parts = {
    name: "fake",
    input: ({ index }: InputContext) => makeInput(index) as number,
    ...duration === undefined && stages === undefined && { operations: 10 },
    ...settings,
    latency: [latency],
    poolSizes: [poolSize],
    ...rate !== undefined && { rate: [rate] },
    ...warmup !== "default" && { warmup },
  };
  if (steps !== undefined) return plan({ ...parts, steps });
  return plan(mix === undefined ? { ...parts, operation } : { ...parts, mix });
}

function end(): Promise<void> {
  return Promise.resolve();
}

/** One turn of the event loop, in which every promise that can settle does. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A signal that knows how many listeners it has. */
export function countedSignal(): { signal: AbortSignal; abort(): void; listeners(): number } {
  const controller = new AbortController();
  const { signal } = controller;
  const known = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: unknown, options?: unknown) => {
    known.add(listener);
    add(type, listener as EventListener, options as AddEventListenerOptions);
  };
  signal.removeEventListener = (type: string, listener: unknown) => {
    known.delete(listener);
    remove(type, listener as EventListener);
  };
  return { signal, abort: () => controller.abort(), listeners: () => known.size };
}

/** The whole numbers from 0 to below `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** Fails unless the counts follow their expectations, by a chi-square test that one in a thousand true laws fails. */
export function assertCounts(counts: readonly number[], expected: readonly number[]): void {
  const chiSquare = counts.reduce((sum, count, at) => {
    const mean = expected[at] ?? NaN;
    return sum + (count - mean) ** 2 / mean;
  }, 0);
  // The 99.9 % quantile, by Wilson and Hilferty's approximation.
  const freedom = counts.length - 1;
  const step = 2 / (9 * freedom);
  const limit = freedom * (1 - step + 3.09 * Math.sqrt(step)) ** 3;
  assert.ok(chiSquare < limit, `chi-square ${chiSquare}, limit ${limit}: ${counts}`);
}

/** Lets every timer fire in the next turn, and tells what was asked for. */
export function collectTimeouts(): { readonly asked: readonly unknown[]; restore(): void } {
  const { setTimeout } = globalThis;
  const asked: unknown[] = [];
  Object.assign(globalThis, {
    setTimeout(run: () => void, ms: number) {
      asked.push(ms);
      return setTimeout(run, 0);
    },
  });
  return { asked, restore: () => void Object.assign(globalThis, { setTimeout }) };
}
