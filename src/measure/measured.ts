import type {
  CaseResult,
  Errors,
  MixResult,
  Schedule,
  Second,
  StepResult,
} from "../result/case.ts";
import type { ClientHealth } from "../result/client_health.ts";
import { mergeGoodput } from "./goodput.ts";
import { mergeIntervals } from "./intervals.ts";
import { mergeOutages } from "./outages.ts";
import { mergeRequestFigures } from "./request_counts.ts";
import { shareOfPage } from "./steps.ts";
import { mostOf, sumOf } from "./sums.ts";
import { addErrors, describeErrors, type ErrorClasses } from "./tally.ts";
import { mergeTimelines } from "./timeline.ts";
import { mergeSummaries } from "./times.ts";

/** What one thread measured of a case, or all together; plain data. */
export type Measured = Omit<
  CaseResult,
  "verdict" | "verified" | "nodes" | "events" | "repetition" | "agents"
>;

/**
 * Successful operations per second. An open load that ran to its end is counted over its schedule's length, as only
 * what was sent in that time is counted; other loads over their wall time.
 */
export function throughputOf(
  succeeded: number,
  { status, schedule, elapsed }: Pick<Measured, "status" | "schedule" | "elapsed">,
): number {
  const time = schedule !== null && status === "completed" ? schedule.length : elapsed;
  return time === 0 ? 0 : succeeded / time * 1_000;
}

/** Merges what several threads measured of one case, as if one had measured everything. */
export function mergeMeasured(parts: readonly Measured[]): Measured {
  const [first, second] = parts as [Measured, ...Measured[]];
  if (second === undefined) return first;
  const figures = mergeFigures(parts);
  const elapsed = mostOf(parts, (part) => part.elapsed);
  const succeeded = sumOf(parts, ({ operations, errors }) => operations - errors.total);
  const status = parts.some(({ status }) => status !== "completed") ? "aborted" : "completed";
  const outages = mergeOutages(parts.flatMap(({ outages = [] }) => outages));
  const schedule = mergeSchedules(parts.map(({ schedule }) => schedule));
  const perSecond = (count: number) => throughputOf(count, { status, schedule, elapsed });
  return {
    ...first,
    ...figures,
    status,
    startedAt: parts.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    dropped: sumOf(parts, ({ dropped }) => dropped),
    refused: sumOf(parts, ({ refused }) => refused),
    schedule,
    elapsed,
    throughput: perSecond(succeeded),
    ...mergeGoodput(parts.map(({ goodput }) => goodput), perSecond),
    injectedLatency: mergeSummaries(parts.map(({ injectedLatency }) => injectedLatency)),
    client: mergeClients(parts.map(({ client }) => client)),
    ...outages.length > 0 && { outages },
    ...parts.some(({ preparedTexts }) => preparedTexts) && {
      preparedTexts: mostOf(parts, ({ preparedTexts = 0 }) => preparedTexts),
    },
    ...mergeEarlyEnds(parts),
    series: mergeSeries(parts.map(({ series }) => series)),
    ...first.intervals &&
      { intervals: mergeIntervals(parts.map(({ intervals = [] }) => intervals)) },
    ...first.mix && { mix: first.mix.map((_, at) => mergeMix(parts, at)) },
    ...mergePages(parts, figures),
    warmup: {
      operations: sumOf(parts, ({ warmup }) => warmup.operations),
      elapsed: mostOf(parts, ({ warmup }) => warmup.elapsed),
    },
  };
}

/** What ended one of the parts ended them all. */
function mergeEarlyEnds(
  parts: readonly Measured[],
): Pick<Measured, "endedBy" | "brokenThreshold"> {
  const { endedBy, brokenThreshold } = parts.find(({ endedBy }) => endedBy) ?? {};
  return { ...endedBy && { endedBy }, ...brokenThreshold && { brokenThreshold } };
}

/** Merges the same second of several threads into one. */
export function mergeSeconds(seconds: readonly Second[]): Second {
  const isOpen = seconds.some(({ responseTime }) => responseTime !== undefined);
  const unknown = sumOf(seconds, ({ unknown = 0 }) => unknown);
  return {
    at: mostOf(seconds, ({ at }) => at),
    operations: sumOf(seconds, ({ operations }) => operations),
    errors: sumOf(seconds, ({ errors }) => errors),
    ...unknown > 0 && { unknown },
    dropped: sumOf(seconds, ({ dropped }) => dropped),
    unsent: sumOf(seconds, ({ unsent }) => unsent),
    inFlight: sumOf(seconds, ({ inFlight }) => inFlight),
    serviceTime: mergeSummaries(seconds.map(({ serviceTime }) => serviceTime)),
    ...isOpen && {
      responseTime: mergeSummaries(seconds.map(({ responseTime = null }) => responseTime)),
    },
  };
}

/** The figures of a load, or of an operation of it. */
export type MixFigures = Omit<MixResult, "name">;

/** Merges the figures of several threads. */
export function mergeFigures(parts: readonly MixFigures[]): MixFigures {
  const unfinished = sumOf(parts, ({ unfinished = 0 }) => unfinished);
  return {
    operations: sumOf(parts, ({ operations }) => operations),
    unsent: sumOf(parts, ({ unsent }) => unsent),
    ...unfinished > 0 && { unfinished },
    errors: mergeErrors(parts.map(({ errors }) => errors)),
    ...mergeRequestFigures(parts),
    serviceTime: mergeSummaries(parts.map(({ serviceTime }) => serviceTime)),
    waitTime: mergeSummaries(parts.map(({ waitTime }) => waitTime)),
    responseTime: mergeSummaries(parts.map(({ responseTime }) => responseTime)),
  };
}

/** Merges what several threads measured of the operation with this index in a mix. */
export function mergeMix(parts: readonly Pick<Measured, "mix">[], at: number): MixResult {
  const own = parts.flatMap(({ mix = [] }) => mix.slice(at, at + 1));
  return { name: own[0]?.name ?? "", ...mergeFigures(own) };
}

/** Merges what there is of pages: their steps by name, their longest chains, and some of the pages over time. */
function mergePages(
  parts: readonly Measured[],
  { serviceTime, responseTime }: Pick<MixFigures, "serviceTime" | "responseTime">,
): Pick<Measured, "steps" | "longestChain" | "timeline"> {
  const steps = Map.groupBy(parts.flatMap(({ steps = [] }) => steps), ({ name }) => name);
  const chains = parts.flatMap(({ longestChain }) => longestChain ?? []);
  const timelines = parts.flatMap(({ timeline }) => timeline ? [timeline] : []);
  const merged = [...steps.values()].map((own) => mergeStep(own, serviceTime?.mean ?? null));
  return {
    ...merged.length > 0 && { steps: merged },
    ...chains[0] && {
      longestChain: { ...chains[0], time: mergeSummaries(chains.map(({ time }) => time)) },
    },
    ...timelines.length > 0 && {
      timeline: mergeTimelines(timelines, responseTime?.p50 ?? 0),
    },
  };
}

function mergeStep(own: readonly StepResult[], meanPage: number | null): StepResult {
  const [first] = own as [StepResult, ...StepResult[]];
  const serviceTime = mergeSummaries(own.map(({ serviceTime }) => serviceTime));
  return {
    ...first,
    operations: sumOf(own, ({ operations }) => operations),
    errors: mergeErrors(own.map(({ errors }) => errors)),
    ...mergeRequestFigures(own),
    serviceTime,
    injectedLatency: mergeSummaries(own.map(({ injectedLatency }) => injectedLatency)),
    share: shareOfPage(serviceTime, meanPage),
  };
}

function mergeErrors(errors: readonly Errors[]): Errors {
  const classes: ErrorClasses = new Map();
  for (const { byClass, examples } of errors) {
    for (const [name, count] of Object.entries(byClass)) {
      addErrors(classes, name, count, examples[name] ?? "");
    }
  }
  const unknown = sumOf(errors, ({ unknown = 0 }) => unknown);
  return {
    total: sumOf(errors, ({ total }) => total),
    ...unknown > 0 && { unknown },
    ...describeErrors(classes),
    serviceTime: mergeSummaries(errors.map(({ serviceTime }) => serviceTime)),
  };
}

/** Merges the shares of several threads of one schedule. */
export function mergeSchedules(schedules: readonly (Schedule | null)[]): Schedule | null {
  const present = schedules.filter((schedule) => schedule !== null);
  const [first] = present;
  if (first === undefined) return null;
  const length = mostOf(present, (schedule) => schedule.length);
  const overrun = mostOf(present, (schedule) => schedule.length + schedule.overrun) - length;
  const sent = sumOf(present, (one) => one.achieved * (one.length + one.overrun));
  return {
    ...first,
    achieved: sent / (length + overrun),
    due: sumOf(present, ({ due }) => due),
    length,
    overrun,
  };
}

/** Takes the busiest thread's figures for all, as that thread is the first to be a limit; what is in flight adds up. */
function mergeClients(clients: readonly ClientHealth[]): ClientHealth {
  const busy = ({ cpu, spinning }: ClientHealth) => cpu - spinning;
  const busiest = clients.reduce((a, b) => busy(b) > busy(a) ? b : a);
  const late = clients.flatMap(({ lateInputs }) => lateInputs ?? []);
  const lags = clients.map(({ eventLoopLag }) => eventLoopLag).filter((lag) => lag !== null);
  return {
    ...busiest,
    cpuTime: sumOf(clients, ({ cpuTime = 0 }) => cpuTime),
    eventLoopLag: lags.length === 0 ? null : {
      p50: mostOf(lags, ({ p50 }) => p50),
      p99: mostOf(lags, ({ p99 }) => p99),
      max: mostOf(lags, ({ max }) => max),
      stalls: mostOf(lags, ({ stalls }) => stalls),
    },
    ...late.length > 0 && {
      lateInputs: {
        count: sumOf(late, ({ count }) => count),
        time: mostOf(late, ({ time }) => time),
      },
    },
    pool: {
      mean: sumOf(clients, ({ pool }) => pool.mean),
      max: sumOf(clients, ({ pool }) => pool.max),
      full: sumOf(clients, ({ pool }) => pool.full) / clients.length,
    },
    driver: { ...busiest.driver, inFlight: mostOf(clients, ({ driver }) => driver.inFlight) },
  };
}

/** Merges the seconds of several threads. They start together, so only the last second of each can end at its own time. */
function mergeSeries(series: readonly (readonly Second[])[]): Second[] {
  const longest = mostOf(series, ({ length }) => length);
  return Array.from({ length: longest }, (_, at) => {
    const seconds = series.flatMap((one) => one.slice(at, at + 1));
    return mergeSeconds(seconds);
  });
}
