import type { CaseResult } from "../result/case.ts";
import type {
  CaseComparison,
  ComparedMetric,
  ComparisonVerdict,
  ConditionDifference,
  MetricComparison,
} from "./comparison.ts";
import { clientOf, type MatchedCase } from "./match.ts";
import {
  METRICS,
  type MetricValues,
  repetitionValues,
  secondValues,
  wholeSeconds,
} from "./metrics.ts";
import { compareRuns, type Runs, type Shift } from "./statistics/runs.ts";
import { compareSeconds, FEWEST_SECONDS } from "./statistics/seconds.ts";

/** The probability that any interval of a pair of results does not hold the true difference. */
const ALPHA = 0.05;

/** A case with what is compared of it. */
interface Prepared {
  readonly parameters: CaseResult["parameters"];
  readonly by: "repetitions" | "seconds";
  readonly reasons: readonly string[];
  readonly base: readonly CaseResult[];
  readonly other: readonly CaseResult[];
  readonly columns: readonly Column[];
}

/** One metric of a case, in both results. */
interface Column {
  readonly metric: ComparedMetric;
  readonly base: MetricValues;
  readonly other: MetricValues;
}

/** A column that has values in both. */
interface FullColumn {
  readonly base: readonly number[];
  readonly other: readonly number[];
}

/** Compares the cases of two results, all differences together. */
export function compareCases(
  matched: readonly MatchedCase[],
  conditions: readonly ConditionDifference[],
  tolerance: number,
): CaseComparison[] {
  const prepared = matched.map((one) => prepare(one, conditions));
  const shifts = findShifts(prepared.filter(({ reasons }) => reasons.length === 0));
  return prepared.map((one) => {
    const metrics = one.columns.map((column) =>
      describeMetric(column, one, shifts.get(column), tolerance)
    );
    return {
      parameters: one.parameters,
      verdict: verdictOf(one, metrics),
      reasons: one.reasons,
      by: one.by,
      counts: { base: countOf(one.base, one.by), other: countOf(one.other, one.by) },
      errors: { base: errorShare(one.base), other: errorShare(one.other) },
      metrics,
    };
  });
}

function prepare(matched: MatchedCase, conditions: readonly ConditionDifference[]): Prepared {
  const [base, other] = [matched.base, matched.other].map((cases) =>
    cases.filter(({ status }) => status === "completed")
  ) as [CaseResult[], CaseResult[]];
  const by = base.length === 1 && other.length === 1 ? "seconds" : "repetitions";
  const valuesOf = (cases: readonly CaseResult[], metric: ComparedMetric): MetricValues => {
    if (cases.length === 0) return { why: "no repetition was completed" };
    return by === "seconds" ? secondValues(cases[0]!, metric) : repetitionValues(cases, metric);
  };
  return {
    ...{ parameters: matched.parameters, by, base, other },
    reasons: [
      ...conditions.filter(({ forbids, kind }) =>
        forbids && (kind !== "driver" || usesDriver(matched))
      )
        .map(({ message }) => message),
      ...[matched.base, matched.other].flatMap((cases, at) => whyInvalid(cases, at)),
      ...by === "seconds" ? whyTooShort([base[0]!, other[0]!]) : [],
    ],
    columns: METRICS.map((metric) => ({
      ...{ metric, base: valuesOf(base, metric), other: valuesOf(other, metric) },
    })),
  };
}

function usesDriver({ base, other }: MatchedCase): boolean {
  return [...base, ...other].some((measured) => clientOf(measured) === "driver");
}

const SIDES = ["the base", "the new result"] as const;

/** Why a side cannot be compared by itself. */
function whyInvalid(cases: readonly CaseResult[], side: number): string[] {
  const where = SIDES[side];
  if (cases.every(({ status }) => status !== "completed")) {
    return [`${where} has no completed repetition`];
  }
  const invalid = cases.filter(({ verdict }) => !verdict.valid);
  const [first] = invalid;
  if (first === undefined) return [];
  const which = cases.length === 1 ? "" : `, ${invalid.length} of ${cases.length} repetitions`;
  return [
    `${where} is not valid${which}: ${first.verdict.reasons[0]?.message ?? "no reason given"}`,
  ];
}

function whyTooShort(runs: readonly CaseResult[]): string[] {
  const fewest = Math.min(...runs.map(({ series }) => wholeSeconds(series).length));
  return fewest >= FEWEST_SECONDS ? [] : [
    `one run each, of ${fewest} whole seconds where ${FEWEST_SECONDS} are needed: ` +
    "use --repetitions 5, or a longer --duration",
  ];
}

/** How far apart the values of each column are. Those that can be compared at once share one bound. */
function findShifts(cases: readonly Prepared[]): Map<Column, Shift> {
  const full = cases.flatMap((one) =>
    one.columns.flatMap((column) => {
      const values = fullColumn(column);
      return values === undefined ? [] : { one, column, ...values };
    })
  );
  const shifts = new Map<Column, Shift>();
  // Repetitions ran in turns over all cases, so the nth of all cases belong together.
  const groups = Map.groupBy(full, ({ one }) => groupOf(one));
  for (const [key, columns] of groups) {
    const found = key === "seconds"
      ? columns.map(({ base, other }) => compareSeconds(base, other, ALPHA / full.length))
      : compareRuns(
        logarithms(columns.map(({ base }) => base)),
        logarithms(columns.map(({ other }) => other)),
        ALPHA * columns.length / full.length,
      );
    columns.forEach(({ column }, at) => shifts.set(column, found[at]!));
  }
  return shifts;
}

function groupOf({ by, base, other }: Prepared): string {
  if (by === "seconds") return by;
  return JSON.stringify([base, other].map((cases) => cases.map(({ repetition }) => repetition)));
}

/** A row a run, of a row a metric. */
function logarithms(columns: readonly (readonly number[])[]): Runs {
  return (columns[0] ?? []).map((_, run) => columns.map((values) => Math.log(values[run]!)));
}

function fullColumn({ base, other }: Column): FullColumn | undefined {
  return "values" in base && "values" in other
    ? { base: base.values, other: other.values }
    : undefined;
}

function describeMetric(
  column: Column,
  { by, reasons }: Prepared,
  shift: Shift | undefined,
  tolerance: number,
): MetricComparison {
  const [base, other] = [column.base, column.other].map((side) =>
    "values" in side ? typicalOf(side.values, by) : null
  ) as [number | null, number | null];
  const ratio = base && other ? other / base : null;
  const none = { difference: ratio === null ? null : ratio - 1, interval: null, smallest: null };
  const figures = { metric: column.metric, base, other };
  const unknown = [column.base, column.other].find((side) => "why" in side);
  if (shift === undefined || unknown !== undefined) {
    const why = reasons[0] ?? (unknown as { why: string } | undefined)?.why ?? "it is 0";
    return { ...figures, ...none, verdict: "notComparable", isRegression: false, why };
  }
  const { difference, reach } = shift;
  if (!Number.isFinite(reach) || !Number.isFinite(difference)) {
    const why = "the seconds depend too much on each other";
    return { ...figures, ...none, verdict: "notComparable", isRegression: false, why };
  }
  const [low, high] = [Math.expm1(difference - reach), Math.expm1(difference + reach)];
  const isTime = column.metric !== "throughput";
  const [worst, best] = isTime ? [low, high] : [-high, -low];
  return {
    ...figures,
    ...{ difference: Math.expm1(difference), interval: { low, high }, smallest: Math.expm1(reach) },
    verdict: worst > 0 ? "worse" : best < 0 ? "better" : "unclear",
    isRegression: worst > tolerance,
  };
}

/** The geometric mean of repetitions, the mean of seconds: what the difference is a ratio of. */
function typicalOf(values: readonly number[], by: Prepared["by"]): number {
  const mean = (of: (value: number) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  return by === "seconds" ? mean((value) => value) : Math.exp(mean(Math.log));
}

function verdictOf(
  { reasons }: Prepared,
  metrics: readonly MetricComparison[],
): ComparisonVerdict {
  const has = (wanted: ComparisonVerdict) => metrics.some(({ verdict }) => verdict === wanted);
  if (reasons.length > 0) return "notComparable";
  const inOrder = (["worse", "better", "unclear"] as const).find(has);
  return inOrder ?? "notComparable";
}

function countOf(cases: readonly CaseResult[], by: Prepared["by"]): number {
  return by === "seconds" ? wholeSeconds(cases[0]!.series).length : cases.length;
}

function errorShare(cases: readonly CaseResult[]): number {
  const operations = cases.reduce((sum, measured) => sum + measured.operations, 0);
  const errors = cases.reduce((sum, { errors }) => sum + errors.total, 0);
  return operations === 0 ? 0 : errors / operations;
}
