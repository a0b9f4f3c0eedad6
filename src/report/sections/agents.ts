import { type AgentResult, nameAgent } from "../../result/agent.ts";
import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import { formatCount, formatMs, formatRate, formatShare } from "../../result/format.ts";
import { mergeTimes } from "../../result/merged_times.ts";
import {
  type Detail,
  figureCell,
  type Report,
  section,
  type TableBlock,
  type TableCell,
  type TableColumn,
  textCell,
} from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";

/** In brief, all agents of a case are shown where they are not more than this; of more, those with which something is the matter. */
const FEW = 10;

/** What each agent measured, and the agents of each zone together. */
export function agentsSection({ cases }: Result, detail: Detail = "full"): Report {
  const all = cases.flatMap(({ agents = [] }) => agents);
  if (all.length === 0) return [];
  const isBrief = detail === "brief" && cases.some(({ agents = [] }) => agents.length > FEW);
  const table = agentTable(cases, isBrief ? ({ verdict }) => !verdict.valid : () => true);
  const tables = [
    ...table.rows.length > 0 ? [table] : [],
    ...new Set(all.map(({ zone }) => zone)).size > 1 ? [zoneTable(cases)] : [],
  ];
  return tables.length === 0 ? [] : [section("Agents"), ...tables];
}

const FIGURES: readonly TableColumn[] = [
  { title: "threads", priority: 1 },
  { title: "ops", priority: 5 },
  { title: "errors", priority: 6 },
  { title: "ops/s" },
];

/** The agents of every case, a row each. */
function agentTable(
  cases: readonly CaseResult[],
  isShown: (agent: AgentResult) => boolean,
): TableBlock {
  const { columns, cells } = coordinatesOf(cases);
  const all = cases.flatMap(({ agents = [] }) => agents);
  const [hosted, zoned] = (["host", "zone"] as const)
    .map((name) => all.some((agent) => agent[name] !== undefined));
  const isByHand = all.some(({ clock }) => clock === null);
  const rows = cases.flatMap((measured) =>
    (measured.agents ?? []).filter(isShown).map((agent) => [
      ...cells(measured),
      textCell(agent.agent),
      ...hosted ? [textCell(agent.host ?? "–")] : [],
      ...zoned ? [textCell(agent.zone ?? "–")] : [],
      ...figureCells([agent]),
      ...percentiles(agent.responseTime),
      figureCell(agent.client && agent.client.cpu - agent.client.spinning, formatShare),
      startCell(agent),
      textCell(describeState(agent)),
    ])
  );
  return {
    kind: "table",
    columns: [
      ...columns,
      { title: "agent", align: "left" },
      ...hosted ? [{ title: "host", align: "left", priority: 4 } as const] : [],
      ...zoned ? [{ title: "zone", align: "left", priority: 8 } as const] : [],
      ...[...FIGURES, ...PERCENTILES, { title: "busy", priority: 5 }],
      { title: "started", priority: 3 },
      { title: "share", align: "left" },
    ],
    rows,
    caption: [
      "Response time in ms. busy: its thread, or the busiest of its threads. started: ms after " +
      (isByHand
        ? "the first one, by clocks that nobody compared."
        : "the agreed instant, and how uncertain its clock is."),
    ],
  };
}

function startCell({ startedLate, clock }: AgentResult): TableCell {
  const { value, text } = figureCell(startedLate, formatLate);
  const isKnown = value !== null && clock !== null;
  return { value, text: isKnown ? `${text} ± ${formatMs(clock.uncertainty)}` : text };
}

/** A clock's offset is a guess, by which an agent can seem to have been early. */
function formatLate(ms: number): string {
  return ms < 0 ? `-${formatMs(-ms)}` : formatMs(ms);
}

function describeState({ lost, verdict, status }: AgentResult): string {
  if (lost !== undefined) return `missing: it ${lost}`;
  if (!verdict.valid) return `not valid: ${verdict.reasons.map(({ code }) => code).join(", ")}`;
  return status;
}

/** The agents of each zone together. Their histograms are added, as they are for the whole. */
function zoneTable(cases: readonly CaseResult[]): TableBlock {
  const { columns, cells } = coordinatesOf(cases);
  const rows = cases.flatMap((measured) =>
    [...Map.groupBy(measured.agents ?? [], ({ zone }) => zone)].map(([zone, agents]) => [
      ...cells(measured),
      textCell(zone ?? "none"),
      figureCell(agents.length, formatCount),
      ...figureCells(agents),
      ...percentiles(mergeTimes(agents.map(({ responseTime }) => responseTime))),
    ])
  );
  return {
    kind: "table",
    columns: [
      ...columns,
      { title: "zone", align: "left" },
      { title: "agents" },
      ...[...FIGURES, ...PERCENTILES],
    ],
    rows,
    caption: ["Response time in ms, of all agents of a zone together."],
  };
}

function figureCells(agents: readonly AgentResult[]): TableCell[] {
  const sum = (of: (agent: AgentResult) => number) =>
    agents.reduce((total, agent) => total + of(agent), 0);
  return [
    figureCell(sum(({ threads }) => threads), formatCount),
    figureCell(sum(({ operations }) => operations), formatCount),
    figureCell(sum(({ errors }) => errors), formatCount),
    figureCell(sum(({ throughput }) => throughput), formatRate),
  ];
}

/** Whose share of a case is missing, in words. */
export function describeMissing(cases: readonly CaseResult[]): string | undefined {
  const missing = cases.flatMap(({ agents = [] }) => agents)
    .filter(({ lost }) => lost !== undefined);
  if (missing.length === 0) return undefined;
  const names = [...new Set(missing.map(nameAgent))];
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
  return names.length === 1
    ? `the share of agent ${shown} is missing in a case`
    : `shares of agents are missing: ${shown}`;
}
