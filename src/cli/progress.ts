import type { Look } from "../report/markdown/look.ts";
import { cut } from "../report/width.ts";
import { printable } from "../result/format.ts";
import type { PopulateProgress } from "../run/options.ts";
import type { LiveCase } from "../telemetry/live.ts";
import { columnsOfTerminal, signsOf } from "./look.ts";
import { describeCase, describeFigures, describePopulate } from "./progress/describe.ts";
import { drawCase, drawPopulate } from "./progress/live_view.ts";
import { beforePrinting, writeError } from "./terminal.ts";

const LINE_INTERVAL = 5_000;

/** Shows how far a run has come. */
export interface ProgressDisplay {
  wait(message: string): void;
  populate(progress: PopulateProgress): void;
  run(live: LiveCase): void;
  /** Something happened, which stays to be read. */
  note(message: string): void;
  /** Removes what is drawn, before something else is printed. */
  clear(): void;
}

/** The progress on standard error, unless it is asked to be quiet. */
export function chooseProgress(isQuiet = false): ProgressDisplay {
  if (isQuiet) return NO_PROGRESS;
  const { canDraw, hasBlocks, hasColors } = signsOf(Deno.stderr);
  if (!canDraw) return createLines(writeError);
  // Read each time, as a window can change.
  const look = () => ({ columns: columnsOfTerminal(), hasBars: hasBlocks, hasColors });
  const view = createView(look, writeError);
  beforePrinting(view.clear);
  return view;
}

/** Shows nothing. */
export const NO_PROGRESS: ProgressDisplay = {
  wait() {},
  populate() {},
  run() {},
  note() {},
  clear() {},
};

/** A few lines of a terminal, which are drawn over. */
export function createView(look: () => Look, write: (text: string) => void): ProgressDisplay {
  let drawn = 0;

  /** What goes back to where the lines began, and removes them. */
  function erase(): string {
    const up = drawn > 1 ? `\x1b[${drawn - 1}A` : "";
    return drawn > 1 ? `\r${up}\x1b[J` : "\r\x1b[2K";
  }

  function draw(lines: readonly string[]): void {
    write(erase() + lines.join("\n"));
    drawn = lines.length;
  }

  function print(text: string): void {
    write(erase() + text);
    drawn = 0;
  }

  return {
    wait: (message) => draw([cut(`${printable(message)} …`, look().columns - 1)]),
    populate: (progress) => draw(drawPopulate(progress, look())),
    run: (live) => draw(drawCase(live, look())),
    note: (message) => print(`${printable(message)}\n`),
    clear() {
      if (drawn > 0) print("");
    },
  };
}

/** A line every few seconds, for what is no terminal. */
export function createLines(write: (text: string) => void): ProgressDisplay {
  let printedAt = performance.now();
  function writeLine(describeNow: () => string): void {
    if (performance.now() - printedAt < LINE_INTERVAL) return;
    printedAt = performance.now();
    write(`${printable(describeNow())}\n`);
  }
  return {
    wait: (message) => write(`${printable(message)}\n`),
    populate: (progress) => writeLine(() => describePopulate(progress)),
    run: (live) => writeLine(() => describeInLine(live)),
    note: (message) => write(`${printable(message)}\n`),
    clear() {},
  };
}

function describeInLine(live: LiveCase): string {
  const { done, rate, p50, p99, errors, inFlight, left } = describeFigures(live);
  const texts = [done, rate, p50, p99, errors, inFlight, left].filter((text) => text !== undefined);
  return `${describeCase(live.at)}: ${texts.join(", ")}`;
}
