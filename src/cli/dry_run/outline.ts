import { list, paragraph, type Report, section, type TableCell } from "../../report/model.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { coordinatesOf } from "../../report/tables/coordinates.ts";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatPool,
  formatRate,
  formatSetting,
} from "../../result/format.ts";
import type { RunOptions } from "../../run/options.ts";
import type { Bounded, Outline, OutlinedCase } from "../../run/outline.ts";
import type { OutputFiles } from "../output.ts";
import { isStandardOutput } from "../output_file.ts";
import { type FormatName, FORMATS } from "../../report/formats.ts";
import { describeDuration } from "./duration.ts";

/** What a run would do, as text for standard output. */
export function describeOutline(
  outline: Outline,
  target: RunOptions["target"],
  files: OutputFiles,
): string {
  return renderMarkdown([
    { kind: "heading", level: 1, text: outline.plan.scenario.name },
    paragraph("This is a plan: nothing was connected to, and nothing was written."),
    ...casesOf(outline),
    ...loadsOf(outline),
    ...searchOf(outline),
    section("Expected duration"),
    ...list(describeDuration(outline, target).map((text) => ({ text }))),
    section("Target"),
    ...list(describeTarget(outline, target).map((text) => ({ text }))),
    ...createdOf(outline),
    section("Files"),
    ...list(describeFiles(files).map((text) => ({ text }))),
  ]);
}

function casesOf({ cases, search, plan: { settings, warmup } }: Outline): Report {
  const { columns, cells } = coordinatesOf(cases);
  const often = settings.repetitions === 1 ? "" : `, each ${settings.repetitions} times, in turns`;
  const isBound = cases.some(({ rate }) => rate?.isBound);
  const warm = formatSetting(warmup.duration);
  const most = warmup.operations === Infinity ? "" : "up to ";
  return [
    paragraph(`${formatCounted(cases.length, search ? "first step" : "case")}${often}:`),
    {
      kind: "table",
      columns: [
        ...columns,
        ...["operations", "ops/s", "requests/s", "time"].map((title) => ({ title })),
      ],
      rows: cases.map((one) => [...cells(one), ...figuresOf(one)]),
      caption: [
        "requests/s: one for each operation, or step of a page; they can send more.",
        `time: of the load; a warm-up of ${most}${warm} comes before it.`,
        ...isBound ? ["≤ and ≥: by the injected latency, if each operation sends a request."] : [],
        ...cases.some(({ length }) => length === null)
          ? ["–: not known before it is measured."]
          : [],
      ],
    },
  ];
}

function figuresOf({ operations, rate, requests, length }: OutlinedCase): TableCell[] {
  const sent = rate && { value: rate.value * requests, isBound: rate.isBound };
  return [
    { value: operations, text: operations === null ? "–" : formatCount(operations) },
    cellOf(rate, "≤", formatRate),
    cellOf(sent, "≤", formatRate),
    cellOf(length, "≥", formatDuration),
  ];
}

function cellOf(
  figure: Bounded | null,
  sign: string,
  format: (value: number) => string,
): TableCell {
  if (figure === null) return { value: null, text: "–" };
  return {
    value: figure.value,
    text: `${figure.isBound ? `${sign} ` : ""}${format(figure.value)}`,
  };
}

function loadsOf({ plan: { scenario: { loads = {} } } }: Outline): Report {
  const names = Object.entries(loads).map(([name, { rate, poolSize }]) =>
    `${name} (${rate === undefined ? formatPool(poolSize ?? 1) : `${formatRate(rate)}/s`})`
  );
  return names.length === 0 ? [] : [paragraph(`Beside each case: ${names.join(", ")}.`)];
}

function searchOf({ search, plan: { settings } }: Outline): Report {
  if (search === undefined) return [];
  const curve = settings.curve ? " Then 10, 25, 50, 75, 90 and 95 % of it are measured." : "";
  const { lowest, highest, thresholds } = search;
  const end = highest === null ? "until a rate does not hold" : `up to ${formatRate(highest)}/s`;
  return [paragraph(
    `A search: the rate doubles from ${formatRate(lowest)}/s ${end}, and is then narrowed down. ` +
      `A rate holds with ${thresholds.join(", ")}.${curve}`,
  )];
}

function describeTarget({ plan }: Outline, target: RunOptions["target"] = "embedded"): string[] {
  const { workers, connections, client, consistency } = plan.settings;
  const each = workers * connections;
  return [
    nameOf(target),
    `${formatCounted(each, "connection")} to each node for the load ` +
    `(${formatCounted(workers, "worker")}, ${connections} each), by ${client.join(" and ")}; ` +
    "a client more that looks around and runs the hooks",
    `consistency ${consistency}`,
  ];
}

function nameOf(target: NonNullable<RunOptions["target"]>): string {
  if (target === "embedded") return "the embedded CQL server, which would be started";
  if (target === "cassandra") {
    return "a Cassandra on this machine, which would be started or reused";
  }
  if ("bundle" in target) return `the cluster of ${target.bundle}`;
  return `the cluster at ${target.contactPoints.join(", ")}`;
}

function createdOf({ created, plan: { settings } }: Outline): Report {
  if (created.length === 0) {
    return [
      section("Created"),
      paragraph(`Nothing: keyspace ${settings.keyspace} and its tables must be there.`),
    ];
  }
  const replication = settings.replication === undefined
    ? "its replication by the nodes of the data center, 3 at most"
    : `replication ${JSON.stringify(settings.replication)}`;
  const cql = created.flatMap(({ cql }) => cql === undefined ? [] : [`${cql};`]);
  return [
    section("Created where it is missing"),
    ...list([
      { text: `keyspace ${settings.keyspace}, ${replication}` },
      ...["type", "table", "index", "statement"].flatMap((kind) => {
        const names = created.filter((one) => one.kind === kind).map(({ name }) => name);
        if (names.length === 0) return [];
        if (kind === "statement") return [{ text: `${formatCounted(names.length, kind)} of ddl` }];
        return [{ text: `${PLURALS[kind] ?? kind}: ${names.join(", ")}` }];
      }),
    ]),
    ...cql.length === 0 ? [] : [{ kind: "code", text: cql.join("\n") } as const],
  ];
}

const PLURALS: Readonly<Record<string, string>> = {
  type: "types",
  table: "tables",
  index: "indexes",
};

/** The files that would be written; other flags can stand beside their names. */
function describeFiles(files: OutputFiles): string[] {
  const names = [...Object.keys(FORMATS) as FormatName[], "samples"] as const;
  const paths = names.flatMap((name) => files[name] ?? []);
  return [
    ...paths.map((path) => isStandardOutput(path) ? "standard output" : path),
    ...files.svgIfAny === undefined ? [] : [`${files.svgIfAny}, where there are pages to draw`],
  ];
}
