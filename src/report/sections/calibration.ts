import {
  type CalibratedFigure,
  type CalibrationReport,
  PROMISE,
  type Trial,
} from "../../result/calibration.ts";
import type { Calibration } from "../../result/document.ts";
import { formatCheck, formatCount, formatMs, formatShare } from "../../result/format.ts";
import {
  figureCell,
  paragraph,
  type Report,
  type TableCell,
  type TableColumn,
  textCell,
} from "../model.ts";

const COLUMNS: readonly TableColumn[] = [
  { title: "the server answers", align: "left" },
  { title: "figure", align: "left" },
  { title: "truth" },
  { title: "measured" },
  { title: "error" },
  { title: "ok", align: "left" },
];

/** What was measured beside what was true, figure by figure, and what it means. */
export function calibrationSection({ trials, calibration }: CalibrationReport): Report {
  const { client = "driver" } = calibration;
  const within = `${PROMISE.ms[client]} ms or ${formatShare(PROMISE.share)}`;
  const error = `on this machine ${client}'s service times are off by up to ${
    formatMs(calibration.error)
  } ms.`;
  return [
    {
      kind: "table",
      columns: COLUMNS,
      rows: trials.flatMap(rowsOf),
      caption: [
        "Times are service times in ms; under a stall response times, whose truth is " +
        `arithmetic. Promised: service times within ${within}, whichever is more, ` +
        `those response times within ${formatShare(PROMISE.stall)}, counts exact.`,
      ],
    },
    paragraph(
      "Of several rounds the best counts, as other programs only add. The server does " +
        "not see the way to it and back, through the client and the system: what it took " +
        "at once is part of every error.",
    ),
    calibration.passed ? paragraph(`As promised: ${error}`) : paragraph(
      `Not as promised (✗): ${error}`,
      "Close what keeps it busy, and calibrate again.",
    ),
    ...ceilings(calibration),
  ];
}

/** What a thread can do at most with each client. */
function ceilings({ ceilings }: Calibration): Report {
  if (ceilings === undefined) return [];
  const clients = Object.entries(ceilings).map(([client, { cpu, throughput }]) =>
    `${client} ${formatCount(throughput)} creates/s (${cpu.toPrecision(3)} µs of CPU each)`
  );
  return [paragraph(`A thread of this machine can do at most: ${clients.join("; ")}.`)];
}

function rowsOf({ name, time, figures }: Trial): TableCell[][] {
  return figures.map((figure, at) => [
    textCell(at === 0 ? name : ""),
    textCell(
      figure.name === "operations" || time === "serviceTime"
        ? figure.name
        : `response ${figure.name}`,
    ),
    ...numbers(figure),
    { value: figure.passed, text: formatCheck(figure.passed) },
  ]);
}

function numbers({ name, truth, measured }: CalibratedFigure): TableCell[] {
  const format = name === "operations" ? formatCount : formatMs;
  const formatError = (error: number) => (error < 0 ? "-" : "") + format(Math.abs(error));
  return [
    figureCell(truth, format),
    figureCell(measured, format),
    figureCell(measured - truth, formatError),
  ];
}
