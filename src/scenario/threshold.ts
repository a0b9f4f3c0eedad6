import { goodputLimit } from "./goodput.ts";

/** A figure of a case, an operation of a mix or a step that a threshold can bound. */
export type Metric =
  | `${"serviceTime" | "waitTime" | "responseTime"}.${
    | "min"
    | "mean"
    | "p50"
    | "p90"
    | "p95"
    | "p99"
    | "p999"
    | "max"}`
  | "throughput"
  | `goodput(${number})`
  | "operations"
  | "dropped"
  | "unsent"
  | "errors.total"
  | "errors.rate"
  | "errors.unknown"
  | "misses.total"
  | "misses.rate"
  | "notApplied.total"
  | "notApplied.rate"
  | "retries.total"
  | "tries.mean"
  | "events.recoveredAfter"
  | "events.depth";

/**
 * A bound that a case must keep: `responseTime.p99 < 20` (milliseconds), `errors.rate < 0.001`, `throughput > 5000`. With
 * a name before, one of an operation of the mix, a step or a task: `read.responseTime.p99 < 5`.
 */
export type Threshold =
  | `${Metric} ${"<" | "<=" | ">" | ">="} ${number}`
  | `${string}.${Metric} ${"<" | "<=" | ">" | ">="} ${number}`;

/** A threshold that ends a case as soon as it does not hold. */
export interface AbortingThreshold {
  /** The bound. */
  readonly threshold: Threshold;
  /** Whether it ends the case: at the end of any second, or of those `after` so many milliseconds. */
  readonly abortOnFail: boolean | { readonly after: number };
}

/** A threshold as settings have it. */
export type ThresholdSetting = Threshold | AbortingThreshold;

/** The text of a threshold. */
export function expressionOf(threshold: ThresholdSetting): string {
  return typeof threshold === "string" ? threshold : threshold.threshold;
}

/** After how many milliseconds of a case a threshold ends it; `undefined` where it does not. */
export function abortsAfter(threshold: ThresholdSetting): number | undefined {
  const { abortOnFail = false } = Object(threshold) as Partial<AbortingThreshold>;
  if (typeof abortOnFail === "object") return abortOnFail.after;
  return abortOnFail ? 0 : undefined;
}

const TIMES = ["serviceTime", "waitTime", "responseTime"] as const;
const STATISTICS = ["min", "mean", "p50", "p90", "p95", "p99", "p999", "max"] as const;
const COUNTS = [
  ...["throughput", "operations", "dropped", "unsent", "errors.total", "errors.rate"],
  ...["errors.unknown"],
  ...["misses.total", "misses.rate", "notApplied.total", "notApplied.rate"],
  ...["retries.total", "tries.mean"],
];

/** What events on nodes did to the load: the longest time to recover, and the deepest dip. */
const OF_EVENTS = ["events.recoveredAfter", "events.depth"];

/** Figures that only whole cases have. */
const OF_CASES = ["throughput", "dropped", ...OF_EVENTS];

/** A threshold, taken apart. */
export interface ParsedThreshold {
  /** The operation of the mix, the step or the task whose figure it is; `undefined` for the case. */
  readonly part: string | undefined;
  readonly metric: string;
  readonly comparison: "<" | "<=" | ">" | ">=";
  readonly bound: number;
}

/** Every metric's name. */
export const METRICS: readonly string[] = [
  ...TIMES.flatMap((time) => STATISTICS.map((statistic) => `${time}.${statistic}`)),
  ...COUNTS,
  ...OF_EVENTS,
];

/** The names of the metrics, in a short form for messages. */
export const METRICS_IN_SHORT: string = `(${TIMES.join("|")}).(${STATISTICS.join("|")}), ${
  ["goodput(MS)", ...COUNTS, ...OF_EVENTS].join(", ")
}`;

/** Whether a figure has this name. */
export function isMetric(name: string): boolean {
  return METRICS.includes(name) || goodputLimit(name) !== undefined;
}

/** The milliseconds of the goodputs that thresholds name, in their order. */
export function goodputLimits(thresholds: readonly ThresholdSetting[]): number[] {
  const limits = thresholds.map((one) =>
    goodputLimit(parseThreshold(expressionOf(one))?.metric ?? "")
  );
  return [...new Set(limits.flatMap((limit) => limit ?? []))];
}

/** Whether an operation of a mix has a metric, or a step, which is always sent when it is due. */
export function isOfParts(metric: string, kind: "operation" | "step"): boolean {
  return !OF_CASES.includes(metric) && goodputLimit(metric) === undefined &&
    (kind === "operation" || !metric.startsWith("waitTime."));
}

/**
 * Takes a threshold apart; `undefined` when it is none. Whether there is such a metric or part is not checked: what comes
 * before a known metric is a part's name.
 */
export function parseThreshold(text: string): ParsedThreshold | undefined {
  const [, figure, comparison, number] =
    /^\s*([^\s<>=]|[^\s<>=][^<>=]*[^\s<>=])\s*(<=|>=|<|>)\s*(\S+)\s*$/.exec(text) ??
      [];
  const bound = Number(number);
  if (figure === undefined || !Number.isFinite(bound) || bound < 0) return undefined;
  const known = METRICS.find((metric) => figure.endsWith(`.${metric}`)) ??
    /\.(goodput\([\d.]+\))$/.exec(figure)?.[1];
  if (known === undefined && !isMetric(figure) && !/^[\w.]+$/.test(figure)) return undefined;
  const metric = known ?? figure;
  return {
    part: known === undefined ? undefined : figure.slice(0, -known.length - 1),
    metric,
    comparison: comparison as ParsedThreshold["comparison"],
    bound,
  };
}

/** What a threshold is judged by: the figures of a case, and of its parts. */
interface Figures {
  readonly mix?: readonly { readonly name: string }[];
  readonly steps?: readonly { readonly name: string }[];
}

/**
 * Judges figures by a threshold. A figure that was not measured is `null`, and passes none.
 *
 * @param threads counts are multiplied by it, as the figures are those of one thread of so many
 */
export function judgeThreshold(
  text: string,
  figures: Figures,
  threads = 1,
): { readonly value: number | null; readonly passed: boolean } {
  const { part, metric = "", comparison = "<", bound = NaN } = parseThreshold(text) ?? {};
  const parts = [...figures.mix ?? [], ...figures.steps ?? []];
  const judged = part === undefined ? figures : parts.find(({ name }) => name === part);
  const own = judged === undefined ? null : figureOf(judged, metric);
  const value = own !== null && isCount(metric) ? own * threads : own;
  return { value, passed: value !== null && COMPARE[comparison](value, bound) };
}

const COMPARE = {
  "<": (value: number, bound: number) => value < bound,
  "<=": (value: number, bound: number) => value <= bound,
  ">": (value: number, bound: number) => value > bound,
  ">=": (value: number, bound: number) => value >= bound,
};

/** Whether a figure is larger the more threads there are. */
function isCount(metric: string): boolean {
  return goodputLimit(metric) !== undefined ||
    COUNTS.includes(metric) && !/\.(rate|mean)$/.test(metric);
}

/** Figures that are not in the result under the name of their metric. */
const FIGURES: Readonly<Record<string, (figures: Readonly<Record<string, unknown>>) => unknown>> = {
  "errors.unknown": ({ errors }) => errors && (Object(errors).unknown ?? 0),
  "errors.rate": ({ errors, operations }) => rate(Object(errors).total, operations),
  "misses.total": ({ misses = 0 }) => misses,
  "misses.rate": ({ misses = 0, reads }) => rate(misses, reads),
  "notApplied.total": ({ notApplied = 0 }) => notApplied,
  "retries.total": ({ retries = 0 }) => retries,
  // Where nothing could be sent again, everything was sent once.
  "tries.mean": ({ tries, operations }) => operations ? Object(tries).mean ?? 1 : undefined,
  "events.recoveredAfter": ({ events }) => longestRecovery(events as Events),
  "events.depth": ({ events }) => deepest(events as Events),
  "notApplied.rate": ({ notApplied = 0, conditional }) => rate(notApplied, conditional),
};

type Events =
  | readonly {
    readonly at: number | null;
    readonly recoveredAfter: number | null;
    readonly dip: { readonly depth: number } | null;
  }[]
  | undefined;

/**
 * The longest time from an event to a recovery. An event from which the load had not recovered when the next one came, as
 * that which undoes it, counts up to the recovery from that one; where there is none, there is no such time.
 */
function longestRecovery(events: Events = []): number | undefined {
  let longest: number | undefined, since: number | undefined;
  for (const { at, recoveredAfter } of events) {
    if (at === null) continue;
    since ??= at;
    if (recoveredAfter === null) continue;
    longest = Math.max(longest ?? 0, at + recoveredAfter - since);
    since = undefined;
  }
  return since === undefined ? longest : undefined;
}

function deepest(events: Events = []): number | undefined {
  const dips = events.flatMap(({ dip }) => dip?.depth ?? []);
  return dips.length === 0 ? undefined : Math.max(...dips);
}

/** The goodput of a limit, which the figures have where a threshold names it. */
function goodputWithin(limit: number): (figures: Readonly<Record<string, unknown>>) => unknown {
  return ({ goodput = [] }) =>
    (goodput as readonly { within: number; throughput: number }[])
      .find(({ within }) => within === limit)?.throughput;
}

function rate(count: unknown, of: unknown): number | undefined {
  return of ? Number(count) / Number(of) : undefined;
}

/** The figure with the name of a metric; `null` where there was nothing to measure. */
function figureOf(figures: object, metric: string): number | null {
  const limit = goodputLimit(metric);
  const own = limit === undefined ? FIGURES[metric] : goodputWithin(limit);
  const figure = own === undefined
    ? metric.split(".").reduce<unknown>((inner, name) => Object(inner)[name], figures)
    : own(figures as Record<string, unknown>);
  // A step is sent when it is due, so its response time is its service time.
  if (figure === undefined && metric.startsWith("responseTime.")) {
    return figureOf(figures, metric.replace("responseTime", "serviceTime"));
  }
  return typeof figure === "number" ? figure : null;
}
