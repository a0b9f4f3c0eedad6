import type { CaseResult } from "../result/case.ts";
import type { Result } from "../result/document.ts";
import type { TimeSummary } from "../result/time_summary.ts";
import { goodputLimits } from "../result/goodput.ts";
import { csvRows, type CsvValue } from "./csv/cells.ts";

/** A column under its name in the document, and what it holds of a case. */
type Column = readonly [name: string, of: (measured: CaseResult, at: number) => CsvValue];

const TIMES = ["serviceTime", "waitTime", "responseTime", "injectedLatency"] as const;

const FIGURES = [
  ...["count", "min", "mean", "p50", "p90", "p95", "p99", "p999", "max"] as const,
] satisfies (keyof TimeSummary)[];

const COUNTS = ["operations", "dropped", "unsent", "unfinished", "refused"] as const;
const REQUESTS = [
  "reads",
  "misses",
  "conditional",
  "notApplied",
  "retries",
  "speculative",
] as const;

/**
 * Every case of a result as a row of comma-separated values (RFC 4180), with all of its parameters and figures, under
 * the names that they have in the document.
 *
 * @example
 * ```ts
 * import { csv, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1, 10],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(csv(result));
 * ```
 */
export function csv(result: Result): string {
  return csvOf([result]);
}

/** The cases of several results, each as a row with the columns of all. */
export function csvOf(results: readonly Result[]): string {
  const tables = results.map((result) => ({ result, columns: new Map(columnsOf(result)) }));
  const names = [...new Set(tables.flatMap(({ columns }) => [...columns.keys()]))];
  const rows = tables.flatMap(({ result, columns }) =>
    result.cases.map((measured, at) => names.map((name) => columns.get(name)?.(measured, at)))
  );
  return csvRows([names, ...rows]);
}

function columnsOf({ scenario, environment, cases }: Result): Column[] {
  const { target, settings } = environment;
  const every = (value: CsvValue) => () => value;
  return [
    ["scenario", every(scenario.name)],
    ["case", (_, at) => at + 1],
    ["repetition", ({ repetition }) => repetition],
    ...namesIn(cases, ({ parameters }) => parameters).map((name): Column => [
      `parameters.${name}`,
      ({ parameters }) => parameters[name],
    ]),
    ["startedAt", ({ startedAt }) => startedAt],
    ["status", ({ status }) => status],
    ["verdict.valid", ({ verdict }) => verdict.valid],
    ["verdict.reasons", ({ verdict }) => verdict.reasons.map(({ code }) => code).join(" ")],
    ...COUNTS.map((name): Column => [name, (measured) => measured[name] ?? 0]),
    ["elapsed", ({ elapsed }) => elapsed],
    ["throughput", ({ throughput }) => throughput],
    ...goodputLimits(settings.thresholds).map((ms): Column => [
      `goodput(${ms})`,
      ({ goodput = [] }) => goodput.find(({ within }) => within === ms)?.throughput,
    ]),
    ...TIMES.flatMap((time) =>
      FIGURES.map((figure): Column => [
        `${time}.${figure}`,
        (measured) => measured[time]?.[figure],
      ])
    ),
    ...cases.some(({ agents }) => agents) ? AGENTS : [],
    ["schedule.rate", ({ schedule }) => schedule?.rate],
    ["schedule.achieved", ({ schedule }) => schedule?.achieved],
    ["schedule.due", ({ schedule }) => schedule?.due],
    ["client.cpu", ({ client }) => client.cpu],
    ["client.spinning", ({ client }) => client.spinning],
    ["client.cpuTime", ({ client }) => client.cpuTime],
    ["client.eventLoopLag.p99", ({ client }) => client.eventLoopLag?.p99],
    ["client.eventLoopLag.max", ({ client }) => client.eventLoopLag?.max],
    ["client.pool.mean", ({ client }) => client.pool.mean],
    ["client.pool.max", ({ client }) => client.pool.max],
    ["client.pool.full", ({ client }) => client.pool.full],
    ...REQUESTS.map((name): Column => [name, (measured) => measured[name]]),
    ["warmup.operations", ({ warmup }) => warmup.operations],
    ["environment.startedAt", every(environment.startedAt)],
    ["environment.cassbench", every(environment.cassbench)],
    ["environment.deno", every(environment.deno)],
    ["environment.driver", every(environment.driver)],
    ["environment.os", every(environment.os)],
    ["environment.cpus", every(environment.cpus)],
    ["environment.target.kind", every(target.kind)],
    ["environment.target.product", every(target.product)],
    ["environment.target.version", every(target.version)],
    ["environment.target.nodes", every(target.nodes)],
    ["environment.settings.consistency", every(settings.consistency)],
    ["environment.settings.seed", every(settings.seed)],
    ["errors.total", ({ errors }) => errors.total],
    ["errors.unknown", ({ errors }) => errors.unknown ?? 0],
    ...FIGURES.map((figure): Column => [
      `errors.serviceTime.${figure}`,
      ({ errors }) => errors.serviceTime?.[figure],
    ]),
    ...namesIn(cases, ({ errors }) => errors.byClass).map((name): Column => [
      `errors.byClass.${name}`,
      ({ errors }) => errors.byClass[name] ?? 0,
    ]),
  ];
}

/** How many agents carried a case, and of how many the share is missing. */
const AGENTS: readonly Column[] = [
  ["agents", ({ agents }) => agents?.length],
  ["agents.missing", ({ agents }) => agents?.filter(({ lost }) => lost !== undefined).length],
];

/** The names that stand in a record of any case. */
function namesIn(cases: readonly CaseResult[], of: (measured: CaseResult) => object): string[] {
  return [...new Set(cases.flatMap((measured) => Object.keys(of(measured))))];
}
