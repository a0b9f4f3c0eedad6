import type { CaseResult } from "../../result/case.ts";
import { causesOf } from "../../result/conclude/belief.ts";
import { ceilingUse } from "../../result/conclude/ceiling_use.ts";
import type { Calibration, Result } from "../../result/document.ts";
import { formatCounted, formatDuration, formatShare } from "../../result/format.ts";
import { list, type ListItem, paragraph, type Report, section } from "../model.ts";
import { combinationOf, coordinatesOf } from "../tables/coordinates.ts";

/** Whether the figures are valid, and why; or why they are not, and what would help. */
export function verdictSection({ cases, environment }: Result): Report {
  if (cases.length === 0) return [];
  const invalid = cases.filter(({ verdict }) => !verdict.valid);
  if (invalid.length === 0) {
    return [section("Verdict"), paragraph(praise(cases, environment.calibration))];
  }
  const verb = cases.length === 1
    ? "The case is"
    : `${invalid.length} of ${cases.length} cases ${invalid.length === 1 ? "is" : "are"}`;
  return [
    section("Verdict"),
    paragraph([
      { strong: `${verb} not valid (✗)` },
      `: ${causesOf(invalid)}.`,
    ]),
    ...list(complaints(cases)),
  ];
}

const LIST = new Intl.ListFormat("en-GB");

function praise(cases: readonly CaseResult[], calibration: Calibration | undefined): string {
  const busy = Math.max(...cases.map(({ client }) => client.cpu - client.spinning));
  const lags = cases.flatMap(({ client }) => client.eventLoopLag?.p99 ?? []);
  const scheduled = cases.filter(({ schedule }) => schedule !== null);
  const used = ceilingUse(cases, calibration);
  const cited = used === undefined ? "" : `, at ${formatShare(used)} of what this client can`;
  const reasons = [
    `the client was at most ${formatShare(busy)} busy${cited}`,
    ...lags.length > 0 ? [`its event loop at most ${longest(lags)} late (p99)`] : [],
    ...scheduled.length > 0 ? [describeSchedules(scheduled)] : [],
  ];
  const subject = cases.length === 1 ? "The case is" : `All ${cases.length} cases are`;
  return `${subject} valid: ${LIST.format(reasons)}.`;
}

/** A schedule that all but a few operations met is met; those few are said. */
function describeSchedules(cases: readonly CaseResult[]): string {
  // Results of earlier versions have none unsent, and sent late what was left.
  const unsent = cases.reduce((sum, { unsent = 0 }: Partial<CaseResult>) => sum + unsent, 0);
  if (unsent > 0) return `its schedule met but for ${formatCounted(unsent, "operation")}`;
  const overruns = cases.flatMap(({ schedule }) => schedule?.overrun ?? []);
  const isMet = overruns.every((overrun) => overrun === 0);
  return isMet ? "its schedule met" : `its schedule at most ${longest(overruns)} behind at the end`;
}

function longest(times: readonly number[]): string {
  return formatDuration(Math.max(...times));
}

/** Each advice once, with the cases that it would help; of several repetitions the first gives the reason. */
function complaints(cases: readonly CaseResult[]): ListItem[] {
  const { label } = coordinatesOf(cases.map(({ parameters }) => ({ parameters })));
  const repetitions = Map.groupBy(cases, combinationOf);
  const all = cases.flatMap((measured) =>
    measured.verdict.reasons.map((reason) => ({ ...reason, measured }))
  );
  return [...Map.groupBy(all, ({ advice }) => advice)].map(([advice, reasons]) => {
    const byCase = Map.groupBy(reasons, ({ code, measured }) => code + combinationOf(measured));
    return {
      text: `What would help: ${advice}`,
      items: [...byCase.values()].flatMap(([first, ...more]) => {
        if (first === undefined) return [];
        const { message, measured: { parameters } } = first;
        const place = label({ parameters });
        const total = repetitions.get(combinationOf({ parameters }))?.length ?? 1;
        const often = total === 1 ? "" : ` (in ${1 + more.length} of ${total} repetitions)`;
        return [{ text: `${place && `${place}: `}${message}${often}` }];
      }),
    };
  });
}
