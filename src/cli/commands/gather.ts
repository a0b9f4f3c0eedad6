import { renderMarkdown } from "../../report/markdown.ts";
import { report } from "../../report/report.ts";
import { gatherResult } from "../../run/gather.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import type { CommandLine, Flags, FlagValues } from "../flags.ts";
import { lookOfOutput } from "../look.ts";
import { takePasswords } from "../login.ts";
import { NATS_FLAGS, readNats, withNatsSecret } from "../nats_flags.ts";
import {
  checkFiles,
  checkNames,
  chooseFiles,
  claimNames,
  OUTPUT_FLAGS,
  type OutputFiles,
  usesStandardOutput,
} from "../output.ts";
import { printPainted } from "../terminal.ts";
import { UsageError } from "../usage.ts";
import { writeChecked } from "../write_results.ts";

const FLAGS = { ...NATS_FLAGS, ...OUTPUT_FLAGS, ...COMMON_FLAGS } satisfies Flags;

/** `gather`: writes what agents have left in NATS of a run whose coordinator died. */
export const gatherCommand: CliCommand = {
  name: "gather",
  usage: "gather GROUP [options]",
  summary: "what is left of a run in NATS",
  groups: [{
    title: "The result of the group's last run, as far as NATS keeps it. Without --json and\n" +
      "--markdown: results/NAME-TIME.json, .md and .svg:",
    flags: FLAGS,
  }],
  example: "gather songs --nats nats://10.0.0.1:4222 --json songs.json",
  takesFile: true,
  async run({ words, flags }: CommandLine, signal) {
    takePasswords();
    const problems: string[] = [];
    const [group, ...others] = words;
    if (others.length > 0) problems.push(`one group can be gathered: found ${words.join(", ")}`);
    const named = { ...flags, ...group !== undefined && { group } } as FlagValues<
      typeof NATS_FLAGS
    >;
    const found = readNats(named, problems);
    if (named.nats === undefined) {
      problems.push("what is gathered is in NATS: --nats URL says where");
    }
    if (problems.length > 0 || found === undefined) throw new UsageError(problems);
    checkNames(flags as OutputFiles);
    const nats = await withNatsSecret(found.nats, signal);
    const result = await gatherResult({ nats, group: found.group, signal });
    const files = claimNames(
      chooseFiles(flags as OutputFiles, result.scenario.name, new Date()),
      result,
    );
    checkFiles(files);
    if (!usesStandardOutput(files)) {
      printPainted(renderMarkdown(report(result, "brief"), lookOfOutput()));
    }
    return await writeChecked(files, [result]);
  },
};
