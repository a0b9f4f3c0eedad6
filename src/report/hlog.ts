import type { CaseResult, Second } from "../result/case.ts";
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
  const started = new Date(environment.startedAt);
  const { label } = coordinatesOf(cases);
  return [
    `#[cassbench ${environment.cassbench}: ${printable(scenario.name)}]`,
    "#[Histogram log format version 1.3]",
    `#[StartTime: ${seconds(started.getTime())} (seconds since epoch), ${started.toISOString()}]`,
    ...cases.map((measured, at) => `#${describe(measured, `case${at + 1}`, label(measured))}`),
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...cases.flatMap((measured, at) => intervals(measured, `case${at + 1}`)),
  ].map((line) => `${line}\n`).join("");
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

function intervals({ startedAt, series }: CaseResult, tag: string): string[] {
  const start = new Date(startedAt).getTime();
  return series.flatMap((second, at) => {
    const from = series[at - 1]?.at ?? 0;
    return histograms(second).map(([kind, { histogram, max }]) =>
      [
        `Tag=${tag}.${kind}`,
        seconds(start + from),
        seconds(second.at - from),
        max.toFixed(6),
        histogram,
      ].join(",")
    );
  });
}

function histograms({ serviceTime, responseTime }: Second): [kind: string, TimeSummary][] {
  const service: [string, TimeSummary][] = serviceTime ? [["service", serviceTime]] : [];
  return responseTime ? [...service, ["response", responseTime]] : service;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
