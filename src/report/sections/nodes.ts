import type { CaseResult } from "../../result/case.ts";
import { meanOf } from "../../result/conclude/estimates.ts";
import type { Result } from "../../result/document.ts";
import { formatCount, formatCounted, formatMs, formatShare } from "../../result/format.ts";
import type { NodeResult, ServerActivity } from "../../result/node.ts";
import {
  figureCell,
  list,
  type ListItem,
  type Report,
  section,
  type TableBlock,
  type TableCell,
  type TableColumn,
  textCell,
} from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** Which of several nodes did how much of the work, and what they did beside it that explains a result. */
export function nodesSection({ cases }: Result): Report {
  const nodes = Map.groupBy(cases.flatMap(({ nodes = [] }) => nodes), ({ address }) => address);
  const parts = [
    ...nodes.size > 1 || findCaches(nodes).length > 0 ? [nodeTable(nodes)] : [],
    ...list(explanations(cases)),
  ];
  return parts.length === 0 ? [] : [section("Nodes"), ...parts];
}

type Nodes = ReadonlyMap<string, readonly NodeResult[]>;

/** Every node's sums over all cases. */
function nodeTable(nodes: Nodes): TableBlock {
  const caches = findCaches(nodes);
  const all = [...nodes.values()].flat();
  const total = sumCoordinated(all);
  const hasErrors = all.some(({ errors = 0 }) => errors > 0);
  const hasTimes = all.some(({ requestTime }) => requestTime);
  const columns: TableColumn[] = [
    { title: "node", align: "left" },
    { title: "requests" },
    { title: "share" },
    ...hasErrors ? [{ title: "errors" }] : [],
    ...hasTimes ? [{ title: "p50" }, { title: "p99" }] : [],
    ...caches.map((name) => ({ title: `cache: ${name}`, priority: 1 })),
  ];
  const rows = [...nodes].map(([address, results]) => {
    const coordinated = sumCoordinated(results);
    return [
      textCell(address),
      figureCell(coordinated, formatCount),
      figureCell(coordinated / total, formatShare),
      ...hasErrors ? [figureCell(sumErrors(results), formatCount)] : [],
      ...hasTimes ? [timeCell(results, "p50"), timeCell(results, "p99")] : [],
      ...caches.map((name) => hitsCell(results, name)),
    ];
  });
  const times = "p50 and p99 of its requests in ms, sent to answered, without injected latency: " +
    "the mean of the cases.";
  return { kind: "table", columns, rows, ...hasTimes && { caption: [times] } };
}

function sumErrors(results: readonly NodeResult[]): number {
  return results.reduce((sum, { errors = 0 }) => sum + errors, 0);
}

function timeCell(results: readonly NodeResult[], percentile: "p50" | "p99"): TableCell {
  const times = results.flatMap(({ requestTime }) => requestTime?.[percentile] ?? []);
  return figureCell(times.length === 0 ? null : meanOf(times), formatMs);
}

function sumCoordinated(results: readonly NodeResult[]): number {
  return results.reduce((sum, { coordinated }) => sum + coordinated, 0);
}

/** The caches that were asked. */
function findCaches(nodes: Nodes): string[] {
  const asked = [...nodes.values()].flat().flatMap(({ server }) =>
    Object.entries(server?.cacheHits ?? {}).filter(([, hits]) => hits !== null)
      .map(([name]) => name)
  );
  return [...new Set(asked)].sort();
}

/** The share of hits, from the case with the fewest to the one with the most. */
function hitsCell(results: readonly NodeResult[], cache: string): TableCell {
  const hits = results.flatMap(({ server }) => server?.cacheHits[cache] ?? []);
  if (hits.length === 0) return figureCell(null, formatShare);
  const [least, most] = [Math.min(...hits), Math.max(...hits)].map(formatShare);
  return figureCell(meanOf(hits), () => least === most ? `${least}` : `${least} to ${most}`);
}

function explanations(cases: readonly CaseResult[]): ListItem[] {
  const { label } = coordinatesOf(cases);
  return cases.flatMap((measured) =>
    (measured.nodes ?? []).flatMap(({ address, server }) => {
      const causes = server === null ? [] : findCauses(server);
      const place = [address, label(measured)].filter((text) => text !== "").join(", ");
      return causes.length === 0 ? [] : [{ text: `${place}: ${causes.join(", ")}` }];
    })
  );
}

function findCauses({ pendingCompactions, flushes, blockedTasks }: ServerActivity): string[] {
  const { before, after } = pendingCompactions;
  return [
    ...before + after > 0
      ? [`${formatCounted(after, "compaction")} at the end (${formatCount(before)} at the start)`]
      : [],
    ...flushes > 0 ? [`${formatCounted(flushes, "memtable")} written to disk`] : [],
    ...Object.entries(blockedTasks).map(([pool, count]) =>
      `${formatCounted(count, "task")} blocked as ${pool} was full`
    ),
  ];
}
