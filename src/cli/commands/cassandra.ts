import {
  managedLogs,
  type ManagedStatus,
  managedStatus,
  startManagedCluster,
  stopManagedCluster,
} from "../../cluster/managed/cluster.ts";
import { type CommandLine, usageError } from "../flags.ts";
import { createProgress, NO_PROGRESS } from "../progress.ts";
import { printOut, writeError } from "../terminal.ts";

/**
 * `cassandra start | stop | status | logs`: a real Cassandra that stays.
 *
 * @throws {ScenarioError} for any other word
 * @throws {TargetError} when it cannot be started
 */
export async function cassandraCommand(
  [action, ...rest]: readonly string[],
  { flags, others }: CommandLine,
  signal: AbortSignal,
): Promise<void> {
  const problems = [...others.keys()].map((flag) => `--${flag} is no flag`);
  if (rest.length > 0) problems.push(`nothing may follow cassandra ${action}: found ${rest}`);
  if (problems.length > 0) throw usageError(problems);

  if (action === "start") await start(flags, signal);
  else if (action === "stop") printOut(await stop());
  else if (action === "status") printOut(describe(await managedStatus()));
  else if (action === "logs") printOut(await managedLogs());
  else {
    throw usageError([`cassandra is followed by start, stop, status or logs: found ${action}`]);
  }
}

async function start({ nodes, port, quiet }: CommandLine["flags"], signal: AbortSignal) {
  const progress = quiet ? NO_PROGRESS : createProgress(Deno.stderr.isTerminal(), writeError);
  const status = await startManagedCluster({ nodes, port, signal, onProgress: progress.wait });
  progress.clear();
  printOut(describe(status));
}

async function stop(): Promise<string> {
  return await stopManagedCluster() ? "Stopped\n" : "Nothing was running\n";
}

function describe(status: ManagedStatus | undefined): string {
  if (status === undefined) return "Not running\n";
  const { version, nodes, contactPoints, alreadyRunning, startedAt, problems } = status;
  const running = alreadyRunning ? `has been running since ${startedAt}` : "is running";
  return [
    `Cassandra ${version} with ${nodes} ${nodes === 1 ? "node" : "nodes"} ${running}`,
    `  contact points: ${contactPoints.join(", ")}`,
    ...problems.map((problem) => `  problem: ${problem}`),
    "",
  ].join("\n");
}
