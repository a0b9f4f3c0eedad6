import type { CaseResult, Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { escapeMarkdown, formatCount, formatMs } from "./format.ts";
import { axisNames, formatParameter, speedupTable } from "./speedup_table.ts";
import { table, type TableColumn } from "./table.ts";

/**
 * A result as a Markdown page: wall times side by side, each case in full, the injected latency, errors, environment.
 *
 * @example
 * ```ts
 * import { markdown, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(markdown(result));
 * ```
 */
export function markdown(result: Result): string {
  return [heading(result), speedupTable(result), details(result)].join("\n\n") + "\n";
}

/** The page's title and what was measured. */
export function heading({ scenario, environment }: Result): string {
  return `# ${escapeMarkdown(scenario.name)}\n\nTarget: ${describeTarget(environment.target)}`;
}

/** What follows the first table. */
export function details(result: Result): string {
  return [
    "Wall time per case; speedup by throughput.",
    ...incompleteness(result),
    "## Cases",
    caseTable(result.cases),
    "Service time in ms, sent to done, injected latency included; failures are apart.",
    ...injectedLatency(result.cases),
    ...errors(result.cases),
    ...warnings(result),
    "## Environment",
    environment(result),
  ].join("\n\n");
}

function incompleteness({ status }: Result): string[] {
  if (status === "completed") return [];
  return [`**The run ${status === "failed" ? "failed" : "was stopped"}**: cases are missing.`];
}

function caseTable(cases: readonly CaseResult[]): string {
  const axes = axisNames(cases);
  const titles = [
    ...axes,
    "pool",
    "ops",
    "errors",
    "ops/s",
    ...PERCENTILES.map(([title]) => title),
  ];
  return table(
    titles.map((title) => ({ title })),
    cases.map(({ parameters, operations, errors, throughput, serviceTime }) => [
      ...coordinates(axes, parameters),
      formatCount(operations),
      formatCount(errors.total),
      formatCount(throughput),
      ...PERCENTILES.map(([, field]) => serviceTime === null ? "–" : formatMs(serviceTime[field])),
    ]),
  );
}

/** A case's place: its value on each axis, and its pool size. */
function coordinates(axes: readonly string[], parameters: CaseResult["parameters"]): string[] {
  return [
    ...axes.map((name) => formatParameter(name, parameters[name])),
    formatCount(Number(parameters.poolSize)),
  ];
}

const PERCENTILES = [
  ["p50", "p50"],
  ["p90", "p90"],
  ["p99", "p99"],
  ["p99.9", "p999"],
  ["max", "max"],
] as const;

function injectedLatency(cases: readonly CaseResult[]): string[] {
  const slowed = cases.filter(({ injectedLatency }) => injectedLatency !== null);
  if (slowed.length === 0) return [];
  const axes = axisNames(cases);
  const titles = [...axes, "pool", ...PERCENTILES.map(([title]) => title)];
  const rows = slowed.map(({ parameters, injectedLatency }) => [
    ...coordinates(axes, parameters),
    ...PERCENTILES.map(([, field]) => Number(injectedLatency?.[field]).toFixed(3)),
  ]);
  const columns = titles.map((title) => ({ title }));
  return ["## Injected latency, asked and measured in ms", table(columns, rows)];
}

function errors(cases: readonly CaseResult[]): string[] {
  const axes = axisNames(cases);
  const rows = cases.flatMap(({ parameters, errors }) =>
    Object.entries(errors.byClass).map(([name, count]) => [
      ...coordinates(axes, parameters),
      name,
      formatCount(count),
      errors.examples[name] ?? "",
    ])
  );
  if (rows.length === 0) return [];
  const columns: TableColumn[] = [
    ...[...axes, "pool"].map((title) => ({ title })),
    { title: "class", align: "left" },
    { title: "errors" },
    { title: "for example", align: "left" },
  ];
  return ["## Errors", table(columns, rows)];
}

function warnings({ warnings }: Result): string[] {
  if (warnings.length === 0) return [];
  const lines = warnings.map(({ message, advice }) =>
    `- ${escapeMarkdown(message)} (${escapeMarkdown(advice)})`
  );
  return ["## Warnings", lines.join("\n")];
}

function environment({ environment, scenario }: Result): string {
  const { target, settings, startedAt, cassbench, deno, driver, os, cpus } = environment;
  return [
    `- target: ${describeTarget(target)}`,
    `- keyspace ${settings.keyspace}, consistency ${settings.consistency}, ` +
    `connections per host ${settings.connections}, seed ${scenario.seed}`,
    `- warm-up before each case: up to ${formatCount(settings.warmup)} ms, not measured`,
    `- cassbench ${cassbench}, cassandra-driver ${driver}, Deno ${deno}, ${os}, ${cpus} CPUs`,
    `- started ${startedAt}`,
  ].join("\n");
}
