import {
  formatOptions,
  managedLogs,
  type ManagedStatus,
  managedStatus,
  startManagedCluster,
  stopManagedCluster,
} from "../../cluster/managed/cluster.ts";
import { type CliCommand, COMMON_FLAGS, QUIET } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags } from "../flags.ts";
import { readCassandra, TARGET_FLAGS } from "../options.ts";
import { chooseProgress } from "../progress.ts";
import { printOut } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const { nodes, port, "cassandra-version": version, "cassandra-option": option } = TARGET_FLAGS;
const START_FLAGS = {
  ...{ nodes, port, "cassandra-version": version, "cassandra-option": option },
  ...{ quiet: QUIET, ...COMMON_FLAGS },
} satisfies Flags;

/** `cassandra start`: starts a real Cassandra that stays. */
export const cassandraStart: CliCommand = {
  name: "cassandra start",
  usage: "cassandra start [--nodes 3]",
  summary: "keep a real Cassandra running",
  groups: [{ title: "Options:", flags: START_FLAGS }],
  example: "cassandra start --nodes 3 --port 9043",
  async run({ flags }: CommandLine<typeof START_FLAGS>, signal) {
    const problems: string[] = [];
    const { nodes, port, cassandraVersion, cassandraOptions } = readCassandra(flags, problems);
    if (problems.length > 0) throw new UsageError(problems);
    const progress = chooseProgress(flags.quiet);
    const status = await startManagedCluster({
      ...{ nodes, port, version: cassandraVersion, options: cassandraOptions },
      ...{ signal, onProgress: progress.wait },
    });
    progress.clear();
    printOut(describe(status));
    return EXIT.good;
  },
};

/** `cassandra stop`: stops it, and deletes its data. */
export const cassandraStop: CliCommand = printing(
  "stop",
  "stop it and delete its data",
  async () => {
    let found: string | undefined;
    const wasRunning = await stopManagedCluster((message) => found = message);
    return `${found ?? (wasRunning ? "Stopped" : "Nothing was running")}\n`;
  },
);

/** `cassandra status`: says what runs. */
export const cassandraStatus: CliCommand = printing(
  "status",
  "tell where it runs",
  async () => describe(await managedStatus()),
);

/** `cassandra logs`: shows the end of its logs. */
export const cassandraLogs: CliCommand = printing("logs", "show the end of its logs", managedLogs);

/** A command that takes no flags of its own and prints a text. */
function printing(word: string, summary: string, text: () => Promise<string>): CliCommand {
  const name = `cassandra ${word}`;
  return {
    ...{ name, usage: name, example: name, summary },
    groups: [{ title: "Options:", flags: COMMON_FLAGS }],
    async run() {
      printOut(await text());
      return EXIT.good;
    },
  };
}

function describe(status: ManagedStatus | undefined): string {
  if (status === undefined) return "Not running\n";
  const { version, nodes, options, contactPoints, alreadyRunning, startedAt, problems } = status;
  const running = alreadyRunning ? `has been running since ${startedAt}` : "is running";
  return [
    `Cassandra ${version} with ${nodes} ${nodes === 1 ? "node" : "nodes"} ${running}`,
    `  contact points: ${contactPoints.join(", ")}`,
    ...Object.keys(options).length === 0 ? [] : [`  cassandra.yaml: ${formatOptions(options)}`],
    ...problems.map((problem) => `  problem: ${problem}`),
    "",
  ].join("\n");
}
