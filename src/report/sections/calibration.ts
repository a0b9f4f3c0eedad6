import {
  type CalibrationReport,
  type Figure,
  PROMISE,
  type Trial,
} from "../../result/calibration.ts";
import { formatCheck, formatCount, formatMs, formatShare } from "../format.ts";
import { table, type TableColumn } from "../tables/table.ts";

const COLUMNS: readonly TableColumn[] = [
  { title: "the server answers", align: "left" },
  { title: "figure", align: "left" },
  { title: "truth" },
  { title: "measured" },
  { title: "error" },
  { title: "ok", align: "left" },
];

/** What was measured beside what was true, figure by figure, and what it means, as Markdown. */
export function calibrationTable({ trials, calibration }: CalibrationReport): string {
  const within = `${PROMISE.ms} ms or ${formatShare(PROMISE.share)}`;
  const error = `on this machine service times are off by up to ${formatMs(calibration.error)} ms.`;
  return [
    table(COLUMNS, trials.flatMap(rows)),
    "Times are service times in ms; under a stall response times, whose truth is\n" +
    `arithmetic. Promised: service times within ${within}, whichever is more,\n` +
    `those response times within ${formatShare(PROMISE.stall)}, counts exact.`,
    "Of several rounds the best counts, as other programs only add. The server does\n" +
    "not see the way to it and back, through the driver and the system: what it took\n" +
    "at once is part of every error.",
    calibration.passed
      ? `As promised: ${error}`
      : `Not as promised (✗): ${error}\nClose what keeps it busy, and calibrate again.`,
  ].join("\n\n") + "\n";
}

function rows({ name, time, figures }: Trial): string[][] {
  return figures.map((figure, at) => [
    at === 0 ? name : "",
    figure.name === "operations" || time === "serviceTime"
      ? figure.name
      : `response ${figure.name}`,
    ...numbers(figure),
    formatCheck(figure.passed),
  ]);
}

function numbers({ name, truth, measured }: Figure): string[] {
  const format = name === "operations" ? formatCount : formatMs;
  const error = measured - truth;
  return [format(truth), format(measured), (error < 0 ? "-" : "") + format(Math.abs(error))];
}
