import type { Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { type Block, type Detail, paragraph, type Report } from "./model.ts";
import { adviceSection } from "./sections/advice.ts";
import { agentsSection, describeMissing } from "./sections/agents.ts";
import { answerSection } from "./sections/answer.ts";
import { casesSection, timesSection } from "./sections/cases.ts";
import { environmentSection } from "./sections/environment.ts";
import { errorsSection } from "./sections/errors.ts";
import { estimatesSection } from "./sections/estimates.ts";
import { eventsSection } from "./sections/events.ts";
import { faultsSection } from "./sections/faults.ts";
import { findingsSection } from "./sections/findings.ts";
import { injectedLatencySection } from "./sections/injected_latency.ts";
import { lacksSection } from "./sections/lacks.ts";
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

/** A section of a report. */
type Section = (result: Result, detail: Detail) => Report;

/** The sections below the table, in their order. One that has nothing to show returns nothing. */
const SECTIONS: readonly Section[] = [
  findingsSection,
  adviceSection,
  lacksSection,
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
  agentsSection,
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

/** Those with a row for each repetition, which are left to the files: the means of the repetitions say what they show. */
const OF_REPETITIONS = new Set<Section>([casesSection, timesSection, mixSection, loadsSection]);

/** What people read of a result, for a renderer to show: the answer, whether to believe it, the table, and the rest. */
export function report(result: Result, detail: Detail = "full"): Report {
  return [
    title(result),
    ...answerSection(result),
    target(result),
    mainTable(result),
    ...belowTable(result, detail),
  ];
}

/**
 * The report in the order in which a run prints it, in brief: it begins as {@linkcode growingReport}, as the answer is not
 * known before the last case.
 */
export function streamedReport(result: Result): Report {
  return [
    ...growingReport(result),
    ...answerSection(result),
    ...belowTable(result, "brief"),
  ];
}

/** What can be printed while the run goes on: the title, what is measured, and the table that grows. */
export function growingReport(result: Result): Report {
  return [title(result), target(result), mainTable(result)];
}

function title({ scenario }: Result): Block {
  return { kind: "heading", level: 1, text: scenario.name };
}

function target({ environment }: Result): Block {
  return paragraph(`Target: ${describeTarget(environment.target)}`);
}

function belowTable(result: Result, detail: Detail): Report {
  const isRepeated = result.environment.settings.repetitions > 1;
  const shown = detail === "brief" && isRepeated
    ? SECTIONS.filter((section) => !OF_REPETITIONS.has(section))
    : SECTIONS;
  return shown.flatMap((section) => section(result, detail));
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
  const missing = describeMissing(cases);
  if (missing !== undefined) {
    return [paragraph([{ strong: "The run is not whole" }, `: ${missing}.`])];
  }
  const how = status === "failed" ? "failed" : "was stopped";
  return [paragraph([{ strong: `The run ${how}` }, ": cases are missing."])];
}
