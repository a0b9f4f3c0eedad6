import type { Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { type Block, paragraph, type Report } from "./model.ts";
import { answerSection } from "./sections/answer.ts";
import { casesSection, timesSection } from "./sections/cases.ts";
import { environmentSection } from "./sections/environment.ts";
import { errorsSection } from "./sections/errors.ts";
import { estimatesSection } from "./sections/estimates.ts";
import { eventsSection } from "./sections/events.ts";
import { faultsSection } from "./sections/faults.ts";
import { findingsSection } from "./sections/findings.ts";
import { injectedLatencySection } from "./sections/injected_latency.ts";
import { loadsSection } from "./sections/loads.ts";
import { mixSection } from "./sections/mix.ts";
import { networkSection } from "./sections/network.ts";
import { nodesSection } from "./sections/nodes.ts";
import { outagesSection } from "./sections/outages.ts";
import { populateSection } from "./sections/populate.ts";
import { searchSection } from "./sections/search.ts";
import { stepsSection } from "./sections/steps.ts";
import { thresholdsSection } from "./sections/thresholds.ts";
import { verdictSection } from "./sections/verdicts.ts";
import { writtenSection } from "./sections/written.ts";
import { warningsSection } from "./sections/warnings.ts";
import { loadSection, mainTable } from "./tables/main_table.ts";
import { timelineSection } from "./timeline/timeline.ts";

/** The sections of a report in their order. One that has nothing to show returns nothing. */
const SECTIONS: readonly ((result: Result) => readonly Block[])[] = [
  opening,
  answerSection,
  findingsSection,
  incompleteness,
  loadSection,
  searchSection,
  verdictSection,
  eventsSection,
  thresholdsSection,
  estimatesSection,
  casesSection,
  timesSection,
  stepsSection,
  timelineSection,
  mixSection,
  loadsSection,
  populateSection,
  injectedLatencySection,
  networkSection,
  nodesSection,
  outagesSection,
  faultsSection,
  errorsSection,
  writtenSection,
  warningsSection,
  environmentSection,
];

/** What people read of a result, for a renderer to show. */
export function report(result: Result): Report {
  return SECTIONS.flatMap((section) => section(result));
}

/** The title, what was measured, and the table that grows while the run goes on. */
export function opening(result: Result): Report {
  const { scenario, environment: { target } } = result;
  return [
    { kind: "heading", level: 1, text: scenario.name },
    paragraph(`Target: ${describeTarget(target)}`),
    mainTable(result),
  ];
}

function incompleteness({ status, cases }: Result): Report {
  if (status === "completed") return [];
  if (cases.some(({ endedBy }) => endedBy === "outage")) {
    return [paragraph([{ strong: "The run is not whole" }, ": an outage ended a case early."])];
  }
  const cut = cases.find(({ endedBy }) => endedBy === "errors" || endedBy === "threshold");
  if (cut !== undefined) {
    const why = cut.brokenThreshold === undefined
      ? "too many errors"
      : `the threshold ${cut.brokenThreshold}`;
    return [paragraph([{ strong: "The run is not whole" }, `: ${why} ended a case early.`])];
  }
  const last = cases.find(({ endedBy }) => endedBy === "target");
  if (last !== undefined) {
    const ends = last.endedServers?.map(({ message }) => message).join(", ");
    return [paragraph([{ strong: "The run is not whole" }, `: ${ends}.`])];
  }
  const how = status === "failed" ? "failed" : "was stopped";
  return [paragraph([{ strong: `The run ${how}` }, ": cases are missing."])];
}
