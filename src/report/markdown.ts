import type { Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { escapeMarkdown } from "./format.ts";
import { casesSection, timesSection } from "./sections/cases.ts";
import { environmentSection } from "./sections/environment.ts";
import { errorsSection } from "./sections/errors.ts";
import { estimatesSection } from "./sections/estimates.ts";
import { injectedLatencySection } from "./sections/injected_latency.ts";
import { mixSection } from "./sections/mix.ts";
import { nodesSection } from "./sections/nodes.ts";
import { pageFindings } from "./sections/page_findings.ts";
import { searchSection } from "./sections/search.ts";
import { stepsSection } from "./sections/steps.ts";
import { thresholdsSection } from "./sections/thresholds.ts";
import { verdictSection } from "./sections/verdicts.ts";
import { warningsSection } from "./sections/warnings.ts";
import { loadSection, mainCaption, mainTable } from "./tables/main_table.ts";
import { timelineSection } from "./timeline/timeline.ts";

/**
 * A result as a Markdown page: what was found, whether it can be believed, each case in full, and what was measured.
 *
 * @example
 * ```ts
 * import { markdown, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(markdown(result));
 * ```
 */
export function markdown(result: Result): string {
  return [heading(result), mainTable(result), details(result)].join("\n\n") + "\n";
}

/** The page's title and what was measured. */
export function heading({ scenario, environment }: Result): string {
  return `# ${escapeMarkdown(scenario.name)}\n\nTarget: ${describeTarget(environment.target)}`;
}

/** What follows the first table; who has nothing to say is left out. */
export function details(result: Result): string {
  return [
    mainCaption(result),
    ...pageFindings(result),
    ...incompleteness(result),
    ...loadSection(result),
    ...searchSection(result),
    ...verdictSection(result),
    ...thresholdsSection(result),
    ...estimatesSection(result),
    ...casesSection(result),
    ...timesSection(result),
    ...stepsSection(result),
    ...timelineSection(result),
    ...mixSection(result),
    ...injectedLatencySection(result),
    ...nodesSection(result),
    ...errorsSection(result),
    ...warningsSection(result),
    ...environmentSection(result),
  ].join("\n\n");
}

function incompleteness({ status }: Result): string[] {
  if (status === "completed") return [];
  return [`**The run ${status === "failed" ? "failed" : "was stopped"}**: cases are missing.`];
}
