import { renderMarkdown } from "../../report/markdown.ts";
import { calibrationSection } from "../../report/sections/calibration.ts";
import { calibrate } from "../../run/calibrate.ts";
import { keepCalibration } from "../../run/kept_calibration.ts";
import { type CliCommand, COMMON_FLAGS, QUIET } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine } from "../flags.ts";
import { chooseProgress } from "../progress.ts";
import { printOut } from "../terminal.ts";

const FLAGS = { quiet: QUIET, ...COMMON_FLAGS };

/**
 * `calibrate`: how far off cassbench is on this machine. Later results cite it; the exit code says whether it is good
 * enough.
 */
export const calibrateCommand: CliCommand = {
  name: "calibrate",
  usage: "calibrate",
  summary: "check how well it measures",
  groups: [{ title: "Options:", flags: FLAGS }],
  example: "calibrate",
  async run({ flags }: CommandLine<typeof FLAGS>, signal) {
    const progress = chooseProgress(flags.quiet);
    const report = await calibrate({ signal, onProgress: progress.wait });
    progress.clear();
    printOut(renderMarkdown(calibrationSection(report)));
    keepCalibration(report.calibration);
    return report.calibration.passed ? EXIT.good : EXIT.thresholds;
  },
};
