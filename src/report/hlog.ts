import type { CaseResult, Second } from "../result/case.ts";
import { type LoggedInterval, writeIntervalLog } from "../result/interval_log.ts";
import type { TimeSummary } from "../result/time_summary.ts";
import type { Result } from "../result/document.ts";
import { formatCount, printable } from "../result/format.ts";
import { coordinatesOf } from "./tables/coordinates.ts";
import { NOT_SENT } from "./tables/shared_columns.ts";

/**
 * A result as an interval log of HdrHistogram, version 1.3, for HdrHistogram's own tools: a histogram per second and
 * case, in nanoseconds, tagged `case1.service` and, under an open load, `case1.response`.
 */
export function hlog(result: Result): string {
  const { scenario, environment, cases } = result;
  const { label } = coordinatesOf(cases);
  return writeIntervalLog(
    `cassbench ${environment.cassbench}: ${printable(scenario.name)}`,
    Date.parse(environment.startedAt),
    cases.map((measured, at) => describe(measured, `case${at + 1}`, label(measured))),
    cases.flatMap((measured, at) => intervals(measured, `case${at + 1}`)),
  );
}

/** A comment on a case: its parameters and counts, which its intervals do not hold. */
function describe(measured: CaseResult, tag: string, label: string): string {
  const { operations, errors } = measured;
  const counts = [
    `${formatCount(operations)} operations`,
    `${formatCount(errors.total)} errors`,
    ...NOT_SENT.map(({ title, of }) => `${formatCount(of(measured))} ${title}`),
  ];
  return `${tag}: ${printable([label, ...counts].filter((text) => text !== "").join(", "))}`;
}

function intervals({ startedAt, series }: CaseResult, tag: string): LoggedInterval[] {
  const start = Date.parse(startedAt);
  return series.flatMap((second, at) => {
    const from = series[at - 1]?.at ?? 0;
    const length = second.at - from;
    return histograms(second).map(([kind, { histogram, max }]) => ({
      ...{ tag: `${tag}.${kind}`, start: start + from, length, max, histogram },
    }));
  });
}

function histograms({ serviceTime, responseTime }: Second): [kind: string, TimeSummary][] {
  const service: [string, TimeSummary][] = serviceTime ? [["service", serviceTime]] : [];
  return responseTime ? [...service, ["response", responseTime]] : service;
}
