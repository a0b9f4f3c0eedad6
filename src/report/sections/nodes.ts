import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import type { NodeResult, ServerActivity } from "../../result/node.ts";
import { escapeMarkdown, formatCount, formatCounted, formatShare } from "../format.ts";
import { listItem } from "../prose.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { table, type TableColumn } from "../tables/table.ts";

/** Who did the work, where there were several nodes, and what they did beside it that explains a result. */
export function nodesSection({ cases }: Result): string[] {
  const nodes = Map.groupBy(cases.flatMap(({ nodes = [] }) => nodes), ({ address }) => address);
  const parts = [
    ...nodes.size > 1 || findCaches(nodes).length > 0 ? [nodeTable(nodes)] : [],
    ...explanations(cases),
  ];
  return parts.length === 0 ? [] : ["## Nodes", ...parts];
}

type Nodes = ReadonlyMap<string, readonly NodeResult[]>;

/** Every node's sums over all cases. */
function nodeTable(nodes: Nodes): string {
  const caches = findCaches(nodes);
  const total = sumCoordinated([...nodes.values()].flat());
  const columns: TableColumn[] = [
    { title: "node", align: "left" },
    { title: "requests" },
    { title: "share" },
    ...caches.map((name) => ({ title: `cache: ${name}`, spare: 1 })),
  ];
  const rows = [...nodes].map(([address, results]) => {
    const coordinated = sumCoordinated(results);
    return [
      address,
      formatCount(coordinated),
      total === 0 ? "–" : formatShare(coordinated / total),
      ...caches.map((name) => formatHits(results, name)),
    ];
  });
  return table(columns, rows);
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

/** From the case with the fewest hits to the one with the most. */
function formatHits(results: readonly NodeResult[], cache: string): string {
  const hits = results.flatMap(({ server }) => server?.cacheHits[cache] ?? []);
  if (hits.length === 0) return "–";
  const [least, most] = [Math.min(...hits), Math.max(...hits)].map(formatShare);
  return least === most ? `${least}` : `${least} to ${most}`;
}

function explanations(cases: readonly CaseResult[]): string[] {
  const { label } = coordinatesOf(cases);
  const lines = cases.flatMap((measured) =>
    (measured.nodes ?? []).flatMap(({ address, server }) => {
      const causes = server === null ? [] : findCauses(server);
      const place = [address, label(measured)].filter((text) => text !== "").join(", ");
      return causes.length === 0 ? [] : [escapeMarkdown(`${place}: ${causes.join(", ")}`)];
    })
  );
  return lines.length === 0 ? [] : [lines.map((line) => listItem(line)).join("\n")];
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
