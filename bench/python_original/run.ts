import { fileURLToPath } from "node:url";
import type { Cluster } from "../lib/cluster.ts";
import type { SideReading } from "../side_by_side/reading.ts";
import type { Size } from "../lib/users.ts";

const SCRIPT = fileURLToPath(new URL("original.py", import.meta.url));
const CHECK = "from gevent import monkey; monkey.patch_all(); " +
  "import cassandra.io.geventreactor, cassandra.cqlengine.models";

/**
 * A Python that can run the original. Debian's packages are for Debian's own Python, which need not be the first.
 *
 * @throws {Error} saying how to get one
 */
export async function findPython(): Promise<string> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    if ((await capture(python, "-c", CHECK)).success) return python;
  }
  throw new Error(
    "Cannot run the original as no python3 has cassandra-driver and gevent: " +
      '"apt-get install python3-cassandra python3-gevent", or "pip install cassandra-driver gevent"',
  );
}

/** What the original says of its creates. */
export interface OriginalReading extends SideReading {
  readonly seconds: number;
}

/** Runs the original in a process of its own. */
export async function runOriginal(
  python: string,
  { host, port }: Pick<Cluster, "host" | "port">,
  { operations, poolSize, latency = 0 }: Size,
): Promise<OriginalReading> {
  const values = [host, port, operations, poolSize, latency].map(String);
  const { success, stdout, stderr } = await capture(python, SCRIPT, ...values);
  if (!success) throw new Error(`Cannot run the original: ${stderr.trim()}`);
  return JSON.parse(stdout);
}

interface Captured {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

async function capture(command: string, ...args: string[]): Promise<Captured> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
    const decoder = new TextDecoder();
    return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    return { success: false, stdout: "", stderr: String(error) };
  }
}
