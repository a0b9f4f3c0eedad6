import type { Measured } from "../../src/measure/measured.ts";
import { createRecorder, type Measurement, type Recorder } from "../../src/measure/recorder.ts";
import type { Second } from "../../src/result/case.ts";
import { HEALTHY } from "../result/fixture.ts";
import { seededRandom } from "../support/random.ts";

/** What became of an operation; instants are milliseconds on the case's clock. */
export interface Ended {
  /** Its place in the mix. */
  readonly operation: number;
  readonly due: number;
  readonly sent: number;
  readonly done: number;
  /** The class of its error, or that it was dropped when it should have been sent. */
  readonly outcome: (typeof OUTCOMES)[number];
}

const OUTCOMES = ["succeeded", "succeeded", "dropped", "unavailable", "clientTimeout"] as const;

/** Random operations of a mix of two within so many milliseconds, in the order in which they ended. */
export function randomStream(seed: number, count: number, length: number): Ended[] {
  const random = seededRandom(seed);
  const before = (instant: number) => exact(instant * (1 - random.number() ** 3));
  const stream = Array.from({ length: count }, () => {
    const done = exact(random.number() * length);
    const sent = before(done);
    const due = before(sent);
    return { operation: random.below(2), due, sent, done, outcome: random.pick(OUTCOMES) };
  });
  return stream.sort((a, b) => a.done - b.done);
}

/** Sums and differences of such instants have no rounding. */
function exact(instant: number): number {
  return Math.round(instant * 1_024) / 1_024;
}

/** Tells a recorder of a stream, as slots would; `shift` gives the instant at which the clock shows a time. */
export function recordStream(
  recorder: Recorder,
  stream: readonly Ended[],
  shift: (shown: number) => number = (shown) => shown,
): void {
  for (const { operation, outcome, ...times } of stream) {
    const by = shift(times.done) - times.done;
    const [due, sent, done] = [times.due + by, times.sent + by, times.done + by];
    if (outcome === "dropped") recorder.drop(operation, done);
    else if (outcome === "succeeded") recorder.succeed(operation, due, sent, done);
    else {recorder.fail(operation, sent, done, {
        errorClass: outcome,
        message: `at ${times.done}`,
        kind: "answered",
        isUnknown: outcome === "clientTimeout",
      });}
  }
}

/** Runs a test on a Linux where the thread has run for so many milliseconds, and may be asked. */
export async function withSchedstat(
  ran: () => number,
  test: () => void | Promise<void>,
): Promise<void> {
  const { readTextFileSync, permissions } = Deno;
  const { querySync } = permissions;
  Deno.readTextFileSync = () => `${Math.round(ran() * 1e6)} 12345 678\n`;
  permissions.querySync = () => ({ state: "granted" }) as Deno.PermissionStatus;
  try {
    await test();
  } finally {
    Deno.readTextFileSync = readTextFileSync;
    permissions.querySync = querySync;
  }
}

/** A recorder of a mix of two and the seconds it told of. */
export function recorderOf(isOpen = true): { recorder: Recorder; told: Second[] } {
  const told: Second[] = [];
  const onSecond = (second: Second) => void told.push(second);
  return { recorder: createRecorder({ isOpen, names: ["read", "write"], onSecond }), told };
}

/** Records a stream on a clock that runs for so many milliseconds. */
export function measure(stream: readonly Ended[], length: number, isOpen = true): Measurement {
  const { recorder } = recorderOf(isOpen);
  recorder.start(0);
  recordStream(recorder, stream);
  recorder.stop(length);
  return recorder.measurement();
}

/** What a thread measured of a stream, on a clock that ran for so many milliseconds. */
export function measuredOf(
  stream: readonly Ended[],
  length: number,
  { isOpen = true, ...parts }: Partial<Measured> & { isOpen?: boolean } = {},
): Measured {
  const { succeeded, meanInFlight: _, ...measurement } = measure(stream, length, isOpen);
  return {
    parameters: { latency: 0, poolSize: 100, workers: 3 },
    startedAt: "2026-11-22T06:25:01.000Z",
    status: "completed",
    ...measurement,
    schedule: null,
    throughput: length === 0 ? 0 : succeeded / length * 1_000,
    injectedLatency: null,
    client: HEALTHY,
    warmup: { operations: 0, elapsed: 0 },
    ...parts,
  };
}

/** Everything that adds up exactly; sums of floating numbers in another order to nine digits. */
export function figures({ client: _, series, ...measured }: Measured): unknown {
  const seconds = series.map(({ inFlight: _, ...second }) => second);
  return JSON.parse(JSON.stringify({ ...measured, series: seconds }, (name, value) => {
    if (name === "examples") return Object.keys(value).sort();
    if (name === "byClass") return Object.entries(value).sort();
    return typeof value === "number" ? Number(value.toPrecision(9)) : value;
  }));
}

/** The sum of a figure of each. */
export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
