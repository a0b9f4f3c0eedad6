import { renderMarkdown } from "../../report/markdown.ts";
import { calibrationSection } from "../../report/sections/calibration.ts";
import { calibrate } from "../../run/calibrate.ts";
import { keepCalibration } from "../../run/kept_calibration.ts";
import { type Client, CLIENTS } from "../../scenario/settings.ts";
import { type CliCommand, COMMON_FLAGS, QUIET } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags } from "../flags.ts";
import { chooseProgress } from "../progress.ts";
import { lookOfOutput } from "../look.ts";
import { printPainted } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const FLAGS = {
  client: { kind: "texts", value: "wire", help: "driver or wire (driver)" },
  quiet: QUIET,
  ...COMMON_FLAGS,
} satisfies Flags;

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
    const client = chooseClient(flags.client);
    const progress = chooseProgress(flags.quiet);
    const report = await calibrate({ client, signal, onProgress: progress.wait });
    progress.clear();
    printPainted(renderMarkdown(calibrationSection(report), lookOfOutput()));
    keepCalibration(report.calibration);
    return report.calibration.passed ? EXIT.good : EXIT.thresholds;
  },
};

function chooseClient(names: readonly string[] = ["driver"]): Client {
  const client = CLIENTS.find((one) => one === names.join());
  if (client !== undefined) return client;
  throw new UsageError([`--client must be ${CLIENTS.join(" or ")}: found "${names}"`]);
}
