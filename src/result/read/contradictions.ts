import { type Problem, problemAt } from "../../scenario/check/problems.ts";
import type { Result } from "../document.ts";

/** The percentiles of a time, none of which can be less than the one before it. */
const RISING = ["min", "p50", "p90", "p95", "p99", "p999", "max"] as const;

const TIMES = ["serviceTime", "waitTime", "responseTime", "injectedLatency"] as const;

/** What of a document is right by itself, and contradicts the rest. */
export function findContradictions({ cases, thresholds, search = [] }: Result): Problem[] {
  const places = [
    ...thresholds.map((one, at) => ({ path: ["thresholds", at, "case"], value: one.case })),
    ...search.flatMap(({ steps }, at) =>
      steps.map((one, step) => ({ path: ["search", at, "steps", step, "case"], value: one.case }))
    ),
  ];
  return [
    ...places.filter(({ value }) => value >= cases.length)
      .map(({ path, value }) => problemAt(path, "must be the place of a case", value)),
    ...cases.flatMap(({ errors, operations, ...measured }, at) => [
      ...errors.total > operations
        ? [
          problemAt(
            ["cases", at, "errors", "total"],
            `must be ${operations} at most`,
            errors.total,
          ),
        ]
        : [],
      ...TIMES.flatMap((name) => {
        const time = measured[name];
        if (time === null) return [];
        const fallen = RISING.findIndex((figure, place) =>
          time[figure] < time[RISING[place - 1] ?? figure]
        );
        const [before, figure] = RISING.slice(fallen - 1, fallen + 1);
        if (figure === undefined) return [];
        const path = ["cases", at, name, figure];
        return [problemAt(path, `must not be less than ${before}`, time[figure])];
      }),
    ]),
  ];
}
