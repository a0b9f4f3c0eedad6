/**
 * Runs a call of the managed Cassandra in a process of its own, so that a test can choose its environment and kill it:
 * `command.ts CALL OPTIONS`. A CALL that ends in "-and-hold" does not end by itself. Prints what happens as lines of JSON.
 */
import { setTimeout as delay } from "node:timers/promises";
import {
  managedLogs,
  managedStatus,
  startManagedCluster,
  stopManagedCluster,
  useManagedCluster,
} from "../../../src/cluster/managed/cluster.ts";

import { watchServers } from "../../../src/cluster/server_watch.ts";

const [call = "", options = "{}"] = Deno.args;
const interrupted = new AbortController();
Deno.addSignalListener("SIGINT", () => interrupted.abort(new Error("interrupted")));

const say = (line: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(line) + "\n"));

try {
  say({ result: await perform() ?? null });
} catch (error) {
  const { name, message, hint } = error as Error & { hint?: string };
  say({ error: { name, message, hint } });
}
Deno.exit();

async function perform(): Promise<unknown> {
  const settings = {
    ...JSON.parse(options),
    signal: interrupted.signal,
    onProgress: (progress: string) => say({ progress }),
  };
  switch (call) {
    case "start":
      return await startManagedCluster(settings);
    case "status":
      return await managedStatus();
    case "stop":
      return await stopManagedCluster();
    case "logs":
      return await managedLogs(settings.lines);
    case "use":
    case "use-and-hold": {
      const cluster = await useManagedCluster(settings);
      const { servers: _, ...shown } = cluster;
      const watch = watchServers(cluster.servers, (ended) => say({ ended }));
      say({ ready: shown });
      if (call === "use-and-hold") await delay(60_000);
      watch.stop();
      await cluster.stop();
      return shown;
    }
    default:
      throw new Error(`Unknown call: ${call}`);
  }
}
