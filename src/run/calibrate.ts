import { type ServerThread, startServerThread } from "../embedded/server.ts";
import type { ServiceTimeDistribution } from "../embedded/service_time/distribution.ts";
import { TargetError } from "../errors.ts";
import {
  type CalibratedFigure,
  type CalibrationReport,
  compareCount,
  compareTimes,
  largestError,
  summarize,
  type Trial,
  type Truths,
} from "../result/calibration.ts";
import type { CaseResult } from "../result/case.ts";
import { createAlarm } from "../runtime/alarm.ts";
import { model } from "../scenario/schema/model.ts";
import { scenario } from "../scenario/scenario.ts";
import type { Client, Settings } from "../scenario/settings.ts";
import { measureCeilings } from "./ceilings.ts";
import { run } from "./run.ts";

/** How to calibrate. */
export interface CalibrationOptions {
  /** Which client to calibrate. @default {"driver"} */
  readonly client?: Client;
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** Called with what is tried next. */
  readonly onProgress?: (message: string) => void;
}

/** A way in which the server answers, and the load that measures it. */
export interface Condition {
  readonly name: string;
  readonly distribution: ServiceTimeDistribution;
  /** How often it is tried. The best round counts, as other work of the machine can only make times longer. */
  readonly rounds: number;
  readonly load: Settings;
  /** The true response times where they follow from the stall; otherwise the server knows its own service times. */
  readonly responseTime?: Truths;
}

const Row = model("calibration", { id: "int" }, ["id"]);

/** Operations that make the driver's code fast before anything is compared. */
const WARM_UP = 500;

/** Milliseconds that suffice the client to handle an answer and send the next request. */
const APART = 0.4;

/** The conditions of {@linkcode calibrate}. */
export const CONDITIONS: readonly Condition[] = [
  steady("at once", { kind: "constant", ms: 0 }, 1),
  steady("after 1 ms", { kind: "constant", ms: 1, apart: APART }, 2),
  steady("after 5 ms", { kind: "constant", ms: 5, apart: APART }, 8),
  steady("after 20 ms", { kind: "constant", ms: 20, apart: APART }, 16),
  steady("after 1 ms, 1 % after 50 ms", { kind: "bimodal", ms: 1, slow: 50, share: 0.01 }, 2),
  steady("log-normally around 5 ms", { kind: "lognormal", median: 5, sigma: 0.5 }, 8),
  stalled(2_000),
];

/**
 * Runs cassbench against a server of its own that knows how long each request took, and compares what both say. It takes
 * about 20 seconds.
 *
 * @throws {TargetError} when an operation fails
 */
export async function calibrate(
  { client = "driver", signal: stop = new AbortController().signal, onProgress = () => {} }:
    CalibrationOptions = {},
): Promise<CalibrationReport> {
  const server = await startServerThread();
  const losing = new AbortController();
  server.ended.then((why) => losing.abort(serverEnded(why)));
  const signal = AbortSignal.any([stop, losing.signal]);
  const trials: Trial[] = [];
  try {
    for (const [at, condition] of CONDITIONS.entries()) {
      onProgress(`${at + 1}/${CONDITIONS.length} the server answers ${condition.name}`);
      trials.push(await tryOut(condition, client, server, signal));
    }
    onProgress("what each client can do at most");
    const ceilings = await measureCeilings(server, signal);
    return { trials, calibration: summarize(trials, new Date(), { client, ceilings }) };
  } finally {
    await server.stop();
  }
}

/** Runs cassbench under one condition, and compares the times that it measured with the true ones. */
export async function tryOut(
  condition: Condition,
  client: Client,
  server: ServerThread,
  signal: AbortSignal,
): Promise<Trial> {
  const { name, rounds, responseTime } = condition;
  const time = responseTime ? "responseTime" : "serviceTime";
  const tried: CalibratedFigure[][] = [];
  let [served, measured] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const result = await measure(condition, client, server, signal);
    const { count, p50, p90, p99 } = await server.servedTimes();
    served += count;
    measured += result.operations;
    const times = result[time];
    if (times === null || result.errors.total > 0) throw operationsFailed(result);
    tried.push(compareTimes(time, responseTime ?? { p50, p90, p99 }, times, client));
  }
  const [best = []] = tried.sort((a, b) => largestError(a) - largestError(b));
  return { name, time, figures: [compareCount(served, measured), ...best] };
}

/** Runs one case, whose operations are the first with the service time of the condition. */
async function measure(
  { distribution, load }: Condition,
  client: Client,
  server: ServerThread,
  signal: AbortSignal,
): Promise<CaseResult> {
  const creates = scenario({
    ...load,
    name: "calibration",
    client: [client],
    models: [Row],
    warmup: 0,
    input: ({ index }) => ({ id: index }),
    operation: (session, row) => session.create(Row, row),
    async setup(session) {
      await server.setServiceTime({ kind: "constant", ms: 0 });
      for (let id = 0; id < WARM_UP; id++) await session.create(Row, { id });
      await server.setServiceTime(distribution);
    },
  });
  const target = { contactPoints: [`${server.host}:${server.port}`] };
  const rest = stayAwake();
  const { cases: [measured] } = await run(creates, { target, signal }).finally(rest);
  signal.throwIfAborted();
  return measured!;
}

/** Keeps the processor awake: one that sleeps takes a tenth of a millisecond to wake up, an error that is not cassbench's. */
function stayAwake(): () => void {
  const alarm = createAlarm(() => 0.1);
  alarm.set();
  return alarm.clear;
}

/**
 * A closed load. Its pool is small, so that few requests are handled at the same moment, and large enough to keep the
 * driver's code in the processor's caches: after 5 ms of rest a request takes 0.2 ms longer. An open load would occupy a
 * core.
 */
function steady(name: string, distribution: ServiceTimeDistribution, poolSize: number): Condition {
  return { name, distribution, rounds: 6, load: { poolSizes: [poolSize], operations: 500 } };
}

/** An open load in three parts of equal length. In the second the server stalls, and requests wait for its end. */
export function stalled(ms: number): Condition {
  const percentile = (percent: number) => ms * (1 - 3 * (1 - percent / 100));
  return {
    name: `at once, stalled for ${ms / 1_000} s`,
    distribution: { kind: "stall", from: ms, length: ms },
    rounds: 1,
    load: { rate: [1_000], duration: 3 * ms, poolSizes: [2_500], connections: 3 },
    responseTime: { p90: percentile(90), p99: percentile(99) },
  };
}

function serverEnded(why: string): TargetError {
  return new TargetError(
    `Cannot calibrate as the embedded server ended: ${why}`,
    "please report this: it is a fault of cassbench",
  );
}

function operationsFailed({ errors }: CaseResult): TargetError {
  const [example] = Object.values(errors.examples);
  return new TargetError(
    `Cannot calibrate as ${errors.total} operations failed: ${example}`,
    "close what keeps this machine busy, and try again",
  );
}
