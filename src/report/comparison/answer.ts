import type { CaseComparison, MetricComparison, PairComparison } from "../../compare/comparison.ts";
import { formatCounted } from "../../result/format.ts";
import { formatChange, formatSmallest, labellerOf, METRIC_NAMES } from "./labels.ts";

/** What a pair of results came to, in a sentence or two. */
export function comparisonAnswer({ cases, conditions }: PairComparison, tolerance: number): string {
  const compared = cases.filter(({ verdict }) => verdict !== "notComparable");
  if (compared.length === 0) {
    const [first] = conditions.filter(({ forbids }) => forbids);
    return `Not comparable: ${first?.message ?? cases[0]?.reasons[0] ?? whyNoFigure(cases[0])}.`;
  }
  const label = labellerOf(cases);
  const parts = (["worse", "better"] as const).flatMap((verdict) => {
    const found = compared.filter(({ metrics }) => metrics.some((one) => one.verdict === verdict));
    if (found.length === 0) return [];
    const shown = found.slice(0, MOST_NAMED).map(({ parameters, metrics }) =>
      withCase(label(parameters), cases.length, changesOf(metrics, verdict))
    );
    const more = found.length > MOST_NAMED ? `; and ${found.length - MOST_NAMED} more` : "";
    const word = verdict === "worse" ? "Worse" : "Better";
    return [`${word} in ${ofAll(found.length, cases.length)}: ${shown.join("; ")}${more}.`];
  });
  if (parts.length === 0) return sayUnclear(compared, cases.length);
  return [...parts, ...sayTolerance(compared, tolerance)].join(" ");
}

/** How many cases a sentence names. */
const MOST_NAMED = 2;

function ofAll(some: number, all: number): string {
  return all === 1 ? "the one case" : `${some} of ${formatCounted(all, "case")}`;
}

function withCase(label: string, cases: number, changes: string): string {
  return cases === 1 ? changes : `${label}: ${changes}`;
}

/** What a sentence says of a case: of what changed, the throughput and one percentile, the p99 before others. */
function changesOf(metrics: readonly MetricComparison[], verdict: "better" | "worse"): string {
  const changed = metrics.filter((one) => one.verdict === verdict);
  const told = new Set([
    ...changed.filter(({ metric }) => metric === "throughput"),
    ...TOLD_FIRST.flatMap((name) => changed.filter(({ metric }) => metric === name)),
  ].slice(0, 2));
  return changed.filter((one) => told.has(one))
    .map(({ metric, difference }) => `${METRIC_NAMES[metric]} ${formatChange(difference ?? 0)}`)
    .join(", ");
}

const TOLD_FIRST = ["p99", "p999", "p95", "p50"] as const;

function sayUnclear(compared: readonly CaseComparison[], cases: number): string {
  const smallest = compared.flatMap(({ metrics }) =>
    metrics.filter(({ metric }) => metric === "throughput").flatMap(({ smallest }) =>
      smallest ?? []
    )
  );
  const where = `in ${ofAll(compared.length, cases)}`;
  if (smallest.length === 0) return `No difference can be shown ${where}.`;
  const [least, most] = [Math.min(...smallest), Math.max(...smallest)].map(formatSmallest);
  const range = least === most ? least : `${least} to ${most}`;
  return `No difference is shown ${where}; one of throughput would have been from ${range} on.`;
}

function sayTolerance(compared: readonly CaseComparison[], tolerance: number): string[] {
  if (tolerance === 0) return [];
  const count = compared.filter(({ metrics }) => metrics.some((one) => one.isRegression)).length;
  return [
    count === 0
      ? `Nothing is surely worse by more than ${formatSmallest(tolerance)}.`
      : `${formatCounted(count, "case")} ${count === 1 ? "is" : "are"} surely worse by more than ${
        formatSmallest(tolerance)
      }.`,
  ];
}

function whyNoFigure(measured: CaseComparison | undefined): string {
  return measured?.metrics.find(({ why }) => why !== undefined)?.why ?? "there are no figures";
}

/** On what the verdicts stand, and whether they can be trusted as they are. */
export function comparisonBelief(
  { cases, result }: PairComparison,
): { readonly text: string; readonly isTrusted: boolean } {
  const compared = cases.filter(({ verdict }) => verdict !== "notComparable");
  const isEmbedded = result.environment.target.kind === "embedded";
  const server = isEmbedded ? " These are figures of the embedded server, not of Cassandra." : "";
  if (compared.length === 0) return { text: `No verdict is given.${server}`, isTrusted: false };
  const left = cases.length - compared.length;
  const without = left === 0 ? "" : ` ${ofAll(left, cases.length)} cannot be compared.`;
  const sure = "All true differences lie in their intervals together, with 95 % confidence.";
  if (compared.some(({ by }) => by === "seconds")) {
    return {
      text: "One run each is compared by its seconds, which is weaker: how much runs differ by " +
        `themselves is not known. Use --repetitions 5. ${sure}${without}${server}`,
      isTrusted: false,
    };
  }
  const counts = new Set(compared.map(({ counts }) => `${counts.base} and ${counts.other}`));
  const by = `By ${[...counts].join(", ")} repetitions.`;
  return { text: `${by} ${sure}${without}${server}`, isTrusted: !isEmbedded };
}
