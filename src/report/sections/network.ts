import type { CaseResult } from "../../result/case.ts";
import type { Environment, Result } from "../../result/document.ts";
import { formatCount, formatSetting, formatShare } from "../../result/format.ts";
import type { NetworkResult } from "../../result/network.ts";
import { figureCell, type Report, section } from "../model.ts";
import { combinationOf, coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";

type Network = NonNullable<Environment["settings"]["network"]>;
type Stage = NonNullable<Network["stages"]>[number];

/** How long what passed between client and nodes was held back by the proxies, and what they took of this machine. */
export function networkSection({ cases, environment: { settings } }: Result): Report {
  const all = cases.flatMap((measured) =>
    measured.network === undefined ? [] : [{ measured, network: measured.network }]
  );
  if (settings.network === undefined || all.length === 0) return [];
  const furthest = [...Map.groupBy(all, ({ measured }) => combinationOf(measured)).values()]
    .map((repetitions) => repetitions.reduce((a, b) => isFurther(b.network, a.network) ? b : a));
  const { columns, cells } = coordinatesOf(cases);
  return [
    section("Injected on the wire, each way, measured in ms"),
    {
      kind: "table",
      columns: [
        ...columns,
        ...PERCENTILES,
        { title: "late", priority: 6 },
        { title: "proxies", priority: 6 },
      ],
      rows: furthest.map(({ measured, network }) => [...cells(measured), ...figures(network)]),
      caption: [
        "Per piece of bytes, which is a request or several. Each way is half of a round trip; " +
        `asked for: ${describeNetwork(settings.network)}.`,
        "late: beyond what was asked (p50); proxies: what they took of a core of this machine.",
        ...furthest.length < all.length ? ["Of several repetitions, the one furthest off."] : [],
      ],
    },
  ];
}

function figures({ held, late, cpu, spinning }: NetworkResult) {
  return [
    ...percentiles(held, format),
    figureCell(late?.p50, format),
    figureCell(cpu - spinning, formatShare),
  ];
}

function format(ms: number): string {
  return ms.toFixed(3);
}

function isFurther({ late }: NetworkResult, other: NetworkResult): boolean {
  return (late?.p50 ?? 0) > (other.late?.p50 ?? 0);
}

/** What was asked of the network, in words. */
function describeNetwork({ latency = 0, nodes = {}, stages = [], ...rest }: Network): string {
  const latencies = typeof latency === "number" ? [latency] : latency;
  return [
    [`${latencies.join(", ")} ms in each round trip`, ...describeConditions(rest)].join(", "),
    ...Object.entries(nodes).map(([node, conditions]) =>
      `to node ${node} ${describeConditions(conditions).join(", ")}`
    ),
    ...stages.map(describeStage),
  ].join("; ");
}

function describeStage({ at, for: length, node, ...changes }: Stage): string {
  const what = [
    ...changes.stall ? ["nothing passes"] : [],
    ...changes.reset ? ["connections are reset"] : [],
    ...changes.refuse ? ["new connections are refused"] : [],
    ...describeConditions(changes),
  ];
  const isInstant = changes.reset && what.length === 1;
  const long = length === undefined ? " on" : ` for ${formatSetting(length)}`;
  const when = isInstant ? `at ${formatSetting(at)}` : `from ${formatSetting(at)}${long}`;
  const where = node === undefined ? "" : ` to node ${node}`;
  return `${when}${where} ${what.join(", ")}`;
}

function describeConditions(
  { latency, jitter, bandwidth }: Pick<Stage, "latency" | "jitter" | "bandwidth">,
): string[] {
  return [
    ...latency === undefined ? [] : [`${latency} ms in each round trip`],
    ...jitter === undefined ? [] : [`up to ${jitter} ms more at random`],
    ...bandwidth === undefined ? [] : [`${formatCount(bandwidth)} bytes/s each way`],
  ];
}

/** Whether requests were held back on the wire too, so that it must be said which latency is meant. */
export function isOnWire(cases: readonly CaseResult[]): boolean {
  return cases.some(({ network }) => network !== undefined);
}
