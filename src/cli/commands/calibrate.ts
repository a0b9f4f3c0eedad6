import { renderMarkdown } from "../../report/markdown.ts";
import { calibrationSection } from "../../report/sections/calibration.ts";
import { calibrate } from "../../run/calibrate.ts";
import { keepCalibration } from "../../run/kept_calibration.ts";
import { EXIT } from "../exit_code.ts";
import { type CommandLine, usageError } from "../flags.ts";
import { createProgress, NO_PROGRESS } from "../progress.ts";
import { printOut, writeError } from "../terminal.ts";

/**
 * `calibrate`: how far off cassbench is on this machine. The runs to come cite it.
 *
 * @returns the exit code, which tells whether all is within what is promised
 * @throws {ScenarioError} when more is asked
 * @throws {TargetError} when it cannot be measured or kept
 */
export async function calibrateCommand(
  rest: readonly string[],
  { flags, others }: CommandLine,
  signal: AbortSignal,
): Promise<number> {
  const { quiet, debug: _, ...more } = flags;
  const problems = [...others.keys(), ...Object.keys(more)].map((flag) =>
    `--${flag} is no flag of calibrate`
  );
  if (rest.length > 0) problems.push(`nothing may follow calibrate: found ${rest}`);
  if (problems.length > 0) throw usageError(problems);

  const progress = quiet ? NO_PROGRESS : createProgress(Deno.stderr.isTerminal(), writeError);
  const report = await calibrate({ signal, onProgress: progress.wait });
  progress.clear();
  printOut(renderMarkdown(calibrationSection(report)));
  keepCalibration(report.calibration);
  return report.calibration.passed ? EXIT.good : EXIT.thresholds;
}
