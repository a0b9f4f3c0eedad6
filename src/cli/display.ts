import { renderGrowing, renderMarkdown } from "../report/markdown.ts";
import { growingReport, streamedReport } from "../report/report.ts";
import { outcome } from "../result/conclude/outcome.ts";
import type { TargetError } from "../errors.ts";
import type { CaseResult } from "../result/case.ts";
import type { Result } from "../result/document.ts";
import { formatDuration } from "../result/format.ts";
import type { EndedServer } from "../result/node.ts";
import { nameNode } from "../result/node_event.ts";
import type { NodeEventBegun, Progress } from "../run/options.ts";
import { followRun } from "../telemetry/live.ts";
import { EXIT } from "./exit_code.ts";
import { undisturbed } from "./interrupt.ts";
import { lookOfOutput } from "./look.ts";
import { claimNames, type OutputFiles, usesStandardOutput, writeFiles } from "./output.ts";
import { chooseProgress } from "./progress.ts";
import { errorLines, printError, printPainted } from "./terminal.ts";

/** What a person sees of a run, and the files that it leaves. */
export interface Display {
  onProgress(event: Progress): void;
  /** `isStopped` says whether a signal ended the run. */
  end(result: Result, isStopped: boolean): void;
  /** Says where what was measured is, when the run could not go on. */
  fail(): void;
  /** Says which streams the result went to, after the files. */
  tellStreams(names: readonly string[]): void;
  /** Whether the result is in every file. */
  isWritten(): boolean;
}

/**
 * The table grows on standard output, unless a document goes there; the files are written as soon as a case was measured,
 * again when more is known about it, and what is no file is left to the end of the run.
 */
export function createDisplay(files: OutputFiles, isQuiet: boolean): Display {
  const progress = chooseProgress(isQuiet);
  const live = isQuiet ? undefined : followRun();
  const print = usesStandardOutput(files) ? () => {} : printPainted;
  const look = lookOfOutput();
  let printed = 0;
  let written: readonly string[] = [];
  let lead = "Written:";
  let named: OutputFiles | undefined;
  /** Whether the latest result is in every file. */
  let isComplete = true;
  const told = new Set<string>();

  function show(result: Result): void {
    progress.clear();
    printNew(renderGrowing(growingReport(result), look));
  }

  /** Prints the lines that a text adds to those that were printed. */
  function printNew(text: string): void {
    const lines = text.trimEnd().split("\n");
    print(lines.slice(printed).map((line) => `${line}\n`).join(""));
    printed = lines.length;
  }

  function save(result: Result): void {
    const failed: unknown[] = [];
    try {
      named ??= claimNames(files, result);
    } catch (error) {
      failed.push(error);
    }
    const writing = writeFiles(named ?? files, result);
    written = writing.written;
    failed.push(...writing.failed);
    isComplete = failed.length === 0;
    for (const line of (failed as TargetError[]).flatMap(errorLines)) {
      if (!told.has(line)) printError(line);
      told.add(line);
    }
  }

  function tellWritten(how: string, names: readonly string[]): void {
    if (names.length > 0) printError(`${how} ${names.join(", ")}`);
    // What ended the run is said once.
    lead = names.length > 0 ? "Written:" : how;
  }

  function warnOfEnd({ message, log = [] }: EndedServer): void {
    progress.clear();
    const lines = log.length === 0 ? [] : ["; the end of its log:", ...log];
    printError(`warning: ${message}${lines.join("\n  ")}`);
  }

  function tellOfAgent(message: string): void {
    progress.clear();
    printError(message);
  }

  return {
    onProgress(event: Progress): void {
      live?.observe(event);
      const current = live?.current();
      if (event.type === "waiting") progress.wait(event.message);
      else if (event.type === "populating") progress.populate(event.at);
      else if (event.type === "running" && current !== undefined) progress.run(current);
      else if (event.type === "event") progress.note(describeEvent(event.event));
      else if (event.type === "agent") tellOfAgent(event.message);
      else if (event.type === "serverEnded") warnOfEnd(event.server);
      else if (event.type === "ended") undisturbed(() => save(event.result));
      else if (event.type === "measured") {
        show(event.result);
        undisturbed(() => save(event.result));
      }
    },
    end(result: Result, isStopped: boolean): void {
      printNew(renderMarkdown(streamedReport(result), look));
      const { invalid, code, reason } = outcome(result);
      if (invalid > 0) printError(describeInvalid(invalid, result.cases.length));
      if (code === EXIT.failed && !isStopped) printError(`error: ${reason}`);
      tellWritten(describeEnd(result, isStopped), written);
    },
    fail() {
      progress.clear();
      tellWritten("What was measured is in", written);
    },
    tellStreams: (names) => tellWritten(lead, names),
    isWritten: () => isComplete,
  };
}

function describeEvent(event: NodeEventBegun): string {
  return `${formatDuration(event.at ?? event.planned)}: ${event.do} ${nameNode(event)}`;
}

/** What ended the run, before the names of its files. */
function describeEnd({ status, cases }: Result, isStopped: boolean): string {
  if (status !== "aborted") return "Written:";
  const hasLoss = cases.some(({ agents = [] }) =>
    agents.some(({ status }) => status !== "completed")
  );
  if (hasLoss && !isStopped) return "A share of a case is missing; what was measured is in";
  const { endedBy } = cases.find(({ endedBy }) => endedBy !== undefined && endedBy !== "search") ??
    {};
  const why = isStopped ? undefined : ENDS[endedBy ?? "target"];
  return `${why === undefined ? "Interrupted" : `${why} ended a case`}; what was measured is in`;
}

const ENDS: Record<NonNullable<CaseResult["endedBy"]>, string | undefined> = {
  outage: "An outage",
  errors: "Too many errors",
  threshold: "A threshold",
  search: undefined,
  target: undefined,
};

function describeInvalid(invalid: number, cases: number): string {
  const which = cases === 1 ? "the case" : `${invalid} of ${cases} cases`;
  return `warning: the figures of ${which} are not valid, see the verdict`;
}
