import type { Comparison, ConditionKind, PairComparison } from "../compare/comparison.ts";
import { describeTarget } from "../result/environment.ts";
import { comparisonAnswer, comparisonBelief } from "./comparison/answer.ts";
import { changesTable } from "./comparison/changes_table.ts";
import { figuresSection } from "./comparison/figures_table.ts";
import { labellerOf } from "./comparison/labels.ts";
import { list, paragraph, type Report, section } from "./model.ts";

/** What people read of a comparison, for a renderer to show: one part for each result beside the base. */
export function comparisonReport(comparison: Comparison): Report {
  return comparison.pairs.flatMap((pair) => pairReport(comparison, pair));
}

function pairReport({ base, tolerance }: Comparison, pair: PairComparison): Report {
  const { text, isTrusted } = comparisonBelief(pair);
  return [
    { kind: "heading", level: 1, text: `${pair.result.name} against ${base.name}` },
    { ...paragraph([{ strong: comparisonAnswer(pair, tolerance) }]), role: "answer" },
    {
      ...paragraph(isTrusted ? text : [{ strong: text }]),
      role: isTrusted ? "believed" : "doubted",
    },
    paragraph(
      `Scenario: ${pair.result.scenario}`,
      `Target: ${describeTarget(pair.result.environment.target)}`,
    ),
    changesTable(pair),
    ...reasonsSection(pair),
    ...conditionsSection(pair),
    ...unmatchedSection(pair, base.name),
    ...figuresSection(pair, base.name),
  ];
}

/** Why cases are not comparable, each reason with its cases. */
function reasonsSection({ cases, conditions }: PairComparison): Report {
  const label = labellerOf(cases);
  const general = new Set(conditions.map(({ message }) => message));
  const byReason = new Map<string, string[]>();
  for (const { parameters, reasons } of cases) {
    for (const reason of reasons.filter((reason) => !general.has(reason))) {
      byReason.set(reason, [...byReason.get(reason) ?? [], label(parameters)]);
    }
  }
  if (byReason.size === 0) return [];
  return [
    section("Not comparable"),
    ...list([...byReason].map(([reason, labels]) => ({ text: `${labels.join("; ")}: ${reason}` }))),
  ];
}

/** What differs between the two beside their figures. */
function conditionsSection({ conditions }: PairComparison): Report {
  const forbidding = conditions.filter(({ forbids }) => forbids);
  const others = conditions.filter(({ forbids }) => !forbids);
  const items = (some: PairComparison["conditions"]) =>
    list(some.map(({ message }) => ({ text: message })));
  return [
    ...forbidding.length === 0 ? [] : [
      section("Why these are not comparable"),
      ...items(forbidding),
      ...sayAcross(forbidding.map(({ kind }) => kind)),
    ],
    ...others.length === 0 ? [] : [section("What else differs"), ...items(others)],
  ];
}

/** How to compare all the same. The embedded server is no measure of Cassandra, whatever is said. */
function sayAcross(kinds: readonly ConditionKind[]): Report {
  if (kinds.includes("target")) return [];
  const named = [...new Set(kinds)].join();
  return [paragraph(`Where that is what you compare, say so: --across ${named}`)];
}

/** The cases that only one of them has. */
function unmatchedSection(
  { cases, onlyInBase, onlyInOther, result }: PairComparison,
  base: string,
): Report {
  const unmatched = [...onlyInBase, ...onlyInOther].map((parameters) => ({ parameters }));
  const label = labellerOf([...cases, ...unmatched]);
  const items = (all: PairComparison["onlyInBase"], where: string) =>
    all.map((parameters) => ({ text: `${label(parameters)}: only in ${where}` }));
  const all = [...items(onlyInBase, base), ...items(onlyInOther, result.name)];
  return all.length === 0 ? [] : [section("Cases of one result only"), ...list(all)];
}
