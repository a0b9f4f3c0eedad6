import { formatCount, printable } from "../report/format.ts";
import type { CaseProgress } from "../run.ts";

const LINE_INTERVAL = 5_000;
const BAR_WIDTH = 16;

/** Shows how far a run is. */
export interface ProgressDisplay {
  wait(message: string): void;
  run(progress: CaseProgress): void;
  /** Takes the bar away, before something else is printed. */
  clear(): void;
}

/** A bar on a terminal, a line every few seconds elsewhere. */
export function createProgress(
  isTerminal: boolean,
  write: (text: string) => void,
): ProgressDisplay {
  return isTerminal ? createBar(write) : createLines(write);
}

/** Shows nothing. */
export const NO_PROGRESS: ProgressDisplay = { wait() {}, run() {}, clear() {} };

function createBar(write: (text: string) => void): ProgressDisplay {
  const clearLine = "\r\x1b[2K";
  function draw(line: string): void {
    write(clearLine + printable(line).slice(0, columns() - 1));
  }
  return {
    wait: (message) => draw(`${message} …`),
    run(progress) {
      const { done, case: { operations } } = progress;
      const filled = Math.round(done / operations * BAR_WIDTH);
      draw(`${"█".repeat(filled).padEnd(BAR_WIDTH, "░")} ${describe(progress)}`);
    },
    clear: () => write(clearLine),
  };
}

function createLines(write: (text: string) => void): ProgressDisplay {
  let printedAt = performance.now();
  return {
    wait: (message) => write(`${message}\n`),
    run(progress) {
      if (performance.now() - printedAt < LINE_INTERVAL) return;
      printedAt = performance.now();
      write(`${describe(progress)}\n`);
    },
    clear() {},
  };
}

function describe(
  { case: { parameters, operations }, index, cases, done, elapsed }: CaseProgress,
): string {
  const { latency, poolSize, ...own } = parameters;
  const axes = Object.entries(own).map(([name, value]) => `${name} ${value}, `).join("");
  const rate = elapsed > 0 ? done / elapsed * 1_000 : 0;
  const left = rate > 0 ? `, ${formatCount(Math.ceil((operations - done) / rate))} s left` : "";
  return `${index + 1}/${cases} ${axes}${latency} ms, pool ${poolSize}: ` +
    `${formatCount(done)}/${formatCount(operations)}, ${formatCount(rate)}/s${left}`;
}

function columns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80;
  }
}
