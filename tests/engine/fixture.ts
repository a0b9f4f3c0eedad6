import type { Load } from "../../src/engine/load.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import type { Session } from "../../src/scenario/session.ts";

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

/** What a test says of a load. */
export interface LoadParts extends Partial<Omit<Load, "case" | "scenario">> {
  readonly operations?: number;
  readonly poolSize?: number;
  readonly latency?: number;
  /** Gets the session and the index, which is the input unless `makeInput` is given. */
  readonly operation?: (session: Session, input: number) => Promise<unknown>;
}

/** A load of operations that end at once, but for what the test says. */
export function loadOf(
  { operations = 10, poolSize = 1, latency = 0, operation = end, ...parts }: LoadParts,
): Load {
  return {
    case: { parameters: { latency, poolSize }, operations },
    scenario: scenario({
      name: "fake",
      operation: (session, input) => operation(session, Number(input)),
    }),
    session: fakeSession(),
    makeInput: (index) => index,
    warmup: 0,
    classify: (error) => error instanceof Error ? error.name : typeof error,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...parts,
  };
}

function end(): Promise<void> {
  return Promise.resolve();
}

/** One turn of the event loop, in which every promise that can settle does. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A signal that knows how many listeners it has. */
export function countedSignal(): { signal: AbortSignal; listeners(): number } {
  const { signal } = new AbortController();
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
  return { signal, listeners: () => known.size };
}
