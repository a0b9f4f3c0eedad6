import type { CliCommand } from "./command.ts";
import { agentCommand } from "./commands/agent.ts";
import { calibrateCommand } from "./commands/calibrate.ts";
import {
  cassandraLogs,
  cassandraStart,
  cassandraStatus,
  cassandraStop,
} from "./commands/cassandra.ts";
import { compareCommand } from "./commands/compare.ts";
import { gatherCommand } from "./commands/gather.ts";
import { historyAdd, historyExport, historyShow } from "./commands/history.ts";
import { completionsCommand } from "./commands/completions.ts";
import { initCommand } from "./commands/init.ts";
import { mergeCommand } from "./commands/merge.ts";
import { reportCommand } from "./commands/report.ts";
import { runCommand } from "./commands/run.ts";
import { searchCommand } from "./commands/search.ts";
import { UsageError } from "./usage.ts";

/** Every command, in the order of the help. The first is the one that needs no name. */
export const COMMANDS: readonly [CliCommand, ...CliCommand[]] = [
  runCommand,
  searchCommand,
  agentCommand,
  gatherCommand,
  reportCommand,
  mergeCommand,
  compareCommand,
  historyAdd,
  historyShow,
  historyExport,
  initCommand,
  calibrateCommand,
  cassandraStart,
  cassandraStop,
  cassandraStatus,
  cassandraLogs,
  completionsCommand(() => COMMANDS),
];

/**
 * Finds the command that the first words of a command line call: `run` unless they name another.
 *
 * @throws {UsageError} for the first word of a command whose second is missing or unknown
 */
export function findCommand(words: readonly string[]): CliCommand {
  const called = COMMANDS.find(({ name }) =>
    name.split(" ").every((word, at) => words[at] === word)
  );
  if (called !== undefined) return called;
  const [first, second] = words;
  const next = COMMANDS.map(({ name }) => name.split(" ")).filter(([word]) => word === first)
    .map(([, word]) => word);
  if (next.length === 0) return COMMANDS[0];
  throw new UsageError([
    `${first} is followed by ${next.slice(0, -1).join(", ")} or ${next.at(-1)}: found ${
      second ?? "nothing"
    }`,
  ]);
}
