import { markdown, renderGrowing } from "../report/markdown.ts";
import { opening } from "../report/report.ts";
import { outcome } from "../result/conclude/outcome.ts";
import type { Result } from "../result/document.ts";
import type { Progress } from "../run/options.ts";
import { EXIT } from "./exit_code.ts";
import { type OutputFiles, usesStandardOutput, writeFiles } from "./output.ts";
import { chooseProgress } from "./progress.ts";
import { printError, printOut } from "./terminal.ts";

/** What a person sees of a run, and the files that it leaves. */
export interface Display {
  onProgress(event: Progress): void;
  end(result: Result): void;
  /** Whether every file was written each time. */
  isWritten(): boolean;
}

/**
 * The table grows on standard output, unless a document goes there; the files are written after every case, and what is no
 * file is left to the end of the run.
 */
export function createDisplay(files: OutputFiles, isQuiet: boolean): Display {
  const progress = chooseProgress(isQuiet);
  const print = usesStandardOutput(files) ? () => {} : printOut;
  let printed = 0;
  let written: readonly string[] = [];
  let outputError: unknown;

  function show(result: Result): void {
    progress.clear();
    printNew(renderGrowing(opening(result)));
  }

  /** Prints the lines that a text adds to those that were printed. */
  function printNew(text: string): void {
    const lines = text.trimEnd().split("\n");
    print(lines.slice(printed).map((line) => `${line}\n`).join(""));
    printed = lines.length;
  }

  function save(result: Result): void {
    try {
      written = writeFiles(files, result);
    } catch (error) {
      if (outputError === undefined) printError(`error: ${(error as Error).message}`);
      outputError = error;
    }
  }

  return {
    onProgress(event: Progress): void {
      if (event.type === "waiting") progress.wait(event.message);
      else if (event.type === "running") progress.run(event.at);
      else if (event.type === "measured") {
        show(event.result);
        save(event.result);
      }
    },
    end(result: Result): void {
      printNew(markdown(result));
      const { invalid, code, reason } = outcome(result);
      if (invalid > 0) printError(describeInvalid(invalid, result.cases.length));
      if (code === EXIT.failed && result.status === "completed") printError(`error: ${reason}`);
      const verb = result.status === "aborted"
        ? "Interrupted; what was measured is in"
        : "Written:";
      if (outputError === undefined) printError(`${verb} ${written.join(", ")}`);
    },
    isWritten: () => outputError === undefined,
  };
}

function describeInvalid(invalid: number, cases: number): string {
  const which = cases === 1 ? "the case" : `${invalid} of ${cases} cases`;
  return `warning: the figures of ${which} are not valid, see the verdict`;
}
