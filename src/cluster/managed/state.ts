import { join } from "node:path";
import { TargetError } from "../../errors.ts";
import { cacheError, cacheFolder } from "./folders.ts";
import type { WantedCassandra } from "./release.ts";
import type { NodeRecord } from "./node.ts";

/** The record of a cluster, which `cassandra start` writes for later processes. */
export interface ClusterRecord {
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The folder of everything that the cluster writes. */
  readonly folder: string;
  readonly nodes: readonly NodeRecord[];
  /** What its cassandra.yaml says beside what cassbench always says; absent for nothing. */
  readonly options?: NonNullable<WantedCassandra["options"]>;
}

/**
 * The record that `cassandra start` wrote; `undefined` where there is none.
 *
 * @throws {BrokenState} where the file holds something else
 * @throws {TargetError} where the file cannot be read
 */
export async function readState(): Promise<ClusterRecord | undefined> {
  const text = await Deno.readTextFile(stateFile()).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw cacheError(error, stateFile());
  });
  return text === undefined ? undefined : parseRecord(text);
}

/** The file of the record holds something else. */
export class BrokenState extends TargetError {
  /** The file as it is. */
  readonly text: string;

  /** Takes what the file holds, in words, and its text. */
  constructor(found: string, text: string) {
    super(
      `Cannot use what "cassandra start" wrote in ${stateFile()} as it is ${found}`,
      'run "cassandra stop", which removes it',
    );
    this.text = text;
  }
}

function parseRecord(text: string): ClusterRecord {
  if (text.trim() === "") throw new BrokenState("empty", text);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw new BrokenState("no JSON, or only the beginning of one", text);
  }
  if (!isRecord(record)) throw new BrokenState("JSON of another shape", text);
  return record;
}

function isRecord(value: unknown): value is ClusterRecord {
  const { version, startedAt, folder, nodes } = Object(value) as Partial<ClusterRecord>;
  return [version, startedAt, folder].every((text) => typeof text === "string") &&
    Array.isArray(nodes) && nodes.length > 0 && nodes.every(isNode);
}

function isNode(value: unknown): value is NodeRecord {
  const { engine, address, port, folder, pid } = Object(value) as Partial<NodeRecord>;
  return ["java", "docker", "podman"].includes(engine ?? "") &&
    [address, folder].every((text) => typeof text === "string") &&
    [port, pid].every((number) => Number.isInteger(number) && Number(number) > 0);
}

/**
 * Writes the record in one step, and only where there is none yet.
 *
 * @throws {Deno.errors.AlreadyExists} where another process was first
 */
export async function claimState(cluster: ClusterRecord): Promise<void> {
  const whole = join(cluster.folder, "state.json");
  // The options of cassandra.yaml can hold a password.
  await Deno.writeTextFile(whole, JSON.stringify(cluster, undefined, 2), { mode: 0o600 });
  await Deno.link(whole, stateFile());
}

/** Writes down the new process of a node of the cluster, in one step. */
export function changeState(cluster: ClusterRecord, node: NodeRecord): void {
  // Without a turn of the event loop between, as two nodes can be started at the same time.
  const { nodes, ...others } = JSON.parse(Deno.readTextFileSync(stateFile())) as ClusterRecord;
  const changed = nodes.map((one) => one.address === node.address ? node : one);
  const whole = join(cluster.folder, "state.json.new");
  Deno.writeTextFileSync(whole, JSON.stringify({ ...others, nodes: changed }, undefined, 2));
  Deno.renameSync(whole, stateFile());
}

/** Deletes the record. */
export async function deleteState(): Promise<void> {
  await Deno.remove(stateFile()).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/** The file of the record. The number in its name changes with the shape of the record. */
function stateFile(): string {
  return join(cacheFolder(), "started-1.json");
}
