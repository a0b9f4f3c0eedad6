import type { Result } from "../../result/document.ts";
import { formatCount, formatDuration } from "../../result/format.ts";
import type { Verified } from "../../result/verified.ts";
import {
  figureCell,
  list,
  type Report,
  section,
  type TableCell,
  type TableColumn,
  textCell,
} from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

const COLUMNS: readonly TableColumn[] = [
  { title: "of", align: "left" },
  ...[{ title: "acknowledged" }, { title: "read back" }, { title: "overwritten", priority: 3 }],
  ...[{ title: "missing" }, { title: "different" }, { title: "not checked", priority: 4 }],
  ...[{ title: "unknown", priority: 2 }, { title: "of them there", priority: 2 }],
  { title: "time", priority: 1 },
];

/** What was found of the writes that were acknowledged, of populate and of each case. */
export function writtenSection({ cases, populate }: Result): Report {
  const { label } = coordinatesOf(cases);
  const ofCases = cases.flatMap((measured) =>
    measured.verified === undefined
      ? []
      : [{ place: label(measured) || "the case", verified: measured.verified }]
  );
  const ofPopulate = populate?.verified === undefined
    ? []
    : [{ place: "populate", verified: populate.verified }];
  const all = [...ofPopulate, ...ofCases];
  if (all.length === 0) return [];
  return [
    section("Read back"),
    {
      kind: "table",
      columns: COLUMNS,
      rows: all.map(({ place, verified }) => [textCell(place), ...cellsOf(verified)]),
      caption: [
        "Writes that the server acknowledged, and what was found of them when all had ended; " +
        "unknown are those that may have happened.",
      ],
    },
    ...list(all.flatMap(({ verified: { examples = [] } }) => examples.map((text) => ({ text })))),
  ];
}

function cellsOf({ notChecked = {}, elapsed, ...verified }: Verified): TableCell[] {
  const unchecked = Object.values(notChecked).reduce((sum, count) => sum + count, 0);
  return [
    ...[verified.acknowledged, verified.readBack, verified.overwritten, verified.missing],
    ...[verified.different, unchecked, verified.unknown, verified.unknownApplied],
  ].map((count) => figureCell(count, formatCount)).concat(figureCell(elapsed, formatDuration));
}
