import { formatCount, printable } from "../result/format.ts";
import type { CaseProgress, PopulateProgress } from "../run/options.ts";
import { isGranted } from "../runtime/permissions.ts";
import { writeError } from "./terminal.ts";

const LINE_INTERVAL = 5_000;
const BAR_WIDTH = 16;

/** Shows how far a run has come. */
export interface ProgressDisplay {
  wait(message: string): void;
  populate(progress: PopulateProgress): void;
  run(progress: CaseProgress): void;
  /** Something happened, which stays to be read. */
  note(message: string): void;
  /** Removes the bar, before something else is printed. */
  clear(): void;
}

/** The progress on standard error, unless it is asked to be quiet. */
export function chooseProgress(isQuiet = false): ProgressDisplay {
  return isQuiet ? NO_PROGRESS : createProgress(canDraw(), writeError);
}

/** Whether what is printed can be drawn over, which is so on any terminal but one that calls itself dumb. */
function canDraw(): boolean {
  const isKnown = isGranted({ name: "env", variable: "TERM" });
  return Deno.stderr.isTerminal() && !(isKnown && Deno.env.get("TERM") === "dumb");
}

/** A bar on a terminal, a line every few seconds elsewhere. */
export function createProgress(
  isTerminal: boolean,
  write: (text: string) => void,
): ProgressDisplay {
  return isTerminal ? createBar(write) : createLines(write);
}

/** Shows nothing. */
export const NO_PROGRESS: ProgressDisplay = {
  wait() {},
  populate() {},
  run() {},
  note() {},
  clear() {},
};

function createBar(write: (text: string) => void): ProgressDisplay {
  const clearLine = "\r\x1b[2K";
  function draw(line: string): void {
    write(clearLine + printable(line).slice(0, columns() - 1));
  }
  function drawBar(share: number, text: string): void {
    const filled = Math.round(Math.min(share, 1) * BAR_WIDTH);
    draw(`${"█".repeat(filled).padEnd(BAR_WIDTH, "░")} ${text}`);
  }
  return {
    wait: (message) => draw(`${message} …`),
    populate: (progress) => drawBar(progress.share, describePopulate(progress)),
    run: (progress) => drawBar(progress.share, describe(progress)),
    note: (message) => write(`${clearLine}${printable(message)}\n`),
    clear: () => write(clearLine),
  };
}

function createLines(write: (text: string) => void): ProgressDisplay {
  let printedAt = performance.now();
  function writeLine(describeNow: () => string): void {
    if (performance.now() - printedAt < LINE_INTERVAL) return;
    printedAt = performance.now();
    write(`${printable(describeNow())}\n`);
  }
  return {
    wait: (message) => write(`${printable(message)}\n`),
    populate: (progress) => writeLine(() => describePopulate(progress)),
    run: (progress) => writeLine(() => describe(progress)),
    note: (message) => write(`${printable(message)}\n`),
    clear() {},
  };
}

function describe(
  { case: { parameters }, index, cases, done, elapsed, share }: CaseProgress,
): string {
  const which = cases === undefined ? `step ${index + 1}` : `${index + 1}/${cases}`;
  const { latency, poolSize, rate, ...own } = parameters;
  const axes = Object.entries(own).map(([name, value]) => `${name} ${value}, `).join("");
  const asked = rate === undefined ? "" : `${formatCount(rate)}/s asked, `;
  return `${which} ${axes}${latency} ms, ${asked}pool ${poolSize}: ` +
    describeSpeed(done, elapsed, share);
}

function describePopulate({ done, operations, elapsed, share }: PopulateProgress): string {
  return `populate ${formatCount(operations)}: ${describeSpeed(done, elapsed, share)}`;
}

function describeSpeed(done: number, elapsed: number, share: number): string {
  const achieved = elapsed > 0 ? done / elapsed * 1_000 : 0;
  const left = share > 0
    ? `, ${formatCount(Math.ceil((elapsed / share - elapsed) / 1_000))} s left`
    : "";
  return `${formatCount(done)} done, ${formatCount(achieved)}/s${left}`;
}

function columns(): number {
  try {
    // A terminal without a size says 0.
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}
