import { PROGRAM } from "../runtime/program.ts";
import type { CliCommand, FlagGroup } from "./command.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { formOf } from "./flags.ts";

/** What `--help` shows beside these words: the help of the command that they call, or all commands. */
export function helpFor(words: readonly string[]): string {
  const isFirstWord = COMMANDS.some(({ name }) => name.startsWith(`${words.join(" ")} `));
  return words.length === 0 || isFirstWord ? helpText() : commandHelp(findCommand(words));
}

/** What `--help` shows: the commands, and the flags of the one that needs no name. */
export function helpText(): string {
  const [run] = COMMANDS;
  return `cassbench: a scriptable benchmark toolkit for Apache Cassandra

${COMMANDS.map(usageLine).join("\n")}

--help after a command shows its own flags; these are those of a scenario file.

${run.groups.map(formatGroup).join("\n\n")}

Environment: CASSANDRA_CONTACT_POINTS, CASSANDRA_USERNAME, CASSANDRA_PASSWORD,
CASSBENCH_NATS_PASSWORD, CASSBENCH_NATS_TOKEN,
OTEL_DENO=true OTEL_METRIC_EXPORT_INTERVAL=1000 for metrics by OpenTelemetry.
Exit code: 0 good, 1 could not run or nothing succeeded, 2 bad usage or bad
scenario, 3 threshold failed, 4 figures invalid (--strict), 130 or 143 stopped.
`;
}

/** What `--help` shows after a command. */
export function commandHelp(command: CliCommand): string {
  return `${usageLine(command).trim()}

${command.groups.map(formatGroup).join("\n\n")}

Example:
  ${PROGRAM} ${command.example}
`;
}

function usageLine({ usage, summary }: CliCommand): string {
  return `  ${`${PROGRAM} ${usage}`.padEnd(48)} ${summary}`;
}

function formatGroup({ title, flags }: FlagGroup): string {
  const lines = Object.entries(flags).map(([name, flag]) =>
    `  ${formOf(name, flag).padEnd(33)}${flag.help}`
  );
  return [title, ...lines].join("\n");
}
