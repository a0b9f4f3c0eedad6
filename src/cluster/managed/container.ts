import { basename, dirname } from "node:path";
import { probe, runToEnd } from "./commands.ts";
import type { NodeConfiguration } from "./configuration.ts";
import type { Engine, StartProgress } from "./engine.ts";
import { FAST_START, heapMegabytes } from "./java_command.ts";
import type { WantedCassandra } from "./release.ts";

type Kind = "docker" | "podman";

/** The full name, as podman asks for the registry of a short one. */
function imageOf({ version = "5.0" }: WantedCassandra): string {
  return `docker.io/library/cassandra:${version}`;
}

/**
 * Makes the function that returns an engine of this kind, or says what is missing for it. Asks the engine too, as many
 * machines have the client where no engine runs.
 */
export function findContainers(
  kind: Kind,
): (nodes: number, wanted: WantedCassandra) => Promise<Engine | string> {
  return async (nodes, wanted) => {
    if (await probe(kind, ["--version"]) === undefined) return `${kind} was not found`;
    if (await probe(kind, ["info"]) === undefined) return `${kind} has no running engine`;
    if (nodes > 1) return `${kind} can run one node, not ${nodes}, as clients need an address each`;
    if (Object.keys(wanted.options ?? {}).length > 0) {
      return `${kind} has the cassandra.yaml of its image, which takes no --cassandra-option`;
    }
    const image = imageOf(wanted);
    return {
      kind,
      prepare: (progress) => pullImage(kind, image, progress),
      nodeCommand: (node) => Promise.resolve(containerCommand(kind, image, node)),
    };
  };
}

async function pullImage(
  kind: Kind,
  image: string,
  { onProgress, signal }: StartProgress,
): Promise<void> {
  if (await probe(kind, ["image", "inspect", image]) !== undefined) return;
  onProgress(`downloading the image ${image} (once)`);
  const log = await Deno.makeTempFile({ prefix: "cassbench-" });
  try {
    await runToEnd([kind, "pull", image], {
      log,
      signal,
      failure: `Cannot download the image ${image} with ${kind}`,
      hint: `check the network, or get the image by hand: ${kind} pull ${image}`,
    });
  } finally {
    await Deno.remove(log);
  }
}

/**
 * The guard of supervisor.ts for the inside of a container, where the end of process 1 ends all others. The client passes
 * on the end of its standard input, so no \`sh\` is needed outside of the container.
 */
const GUARD = `
exec 3<&0 </dev/null
trap 'exit 137' TERM
"$@" 3<&- &
server=$!
(read -r release <&3 || kill -TERM $$) &
wait $server`;

function containerCommand(kind: Kind, image: string, node: NodeConfiguration): string[] {
  const environment = {
    // cassandra-env.sh refuses the first without the second, which it ignores under G1.
    MAX_HEAP_SIZE: `${heapMegabytes(1)}M`,
    HEAP_NEWSIZE: "200M",
    JVM_EXTRA_OPTS: [...FAST_START, `-Dcassandra.native_transport_port=${node.port}`].join(" "),
    CASSANDRA_BROADCAST_RPC_ADDRESS: node.address,
    CASSANDRA_NUM_TOKENS: "1",
  };
  return [
    kind,
    ...["run", "--rm", "--interactive", "--name", containerName(node.folder)],
    ...["--publish", `${node.address}:${node.port}:${node.port}`],
    ...Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...[image, "sh", "-c", GUARD, "sh", "docker-entrypoint.sh", "cassandra", "-f"],
  ];
}

/** The name of the container for the node with this folder. */
export function containerName(nodeFolder: string): string {
  return `cassbench-${basename(dirname(nodeFolder))}-${basename(nodeFolder)}`;
}

/** Ends a container and deletes its data; does nothing where it has ended. */
export async function removeContainer(kind: Kind, nodeFolder: string): Promise<void> {
  await probe(kind, ["rm", "--force", "--volumes", containerName(nodeFolder)]);
}

/** Whether the container runs. */
export async function containerRuns(kind: Kind, nodeFolder: string): Promise<boolean> {
  const running = ["inspect", "--format", "{{.State.Running}}", containerName(nodeFolder)];
  return (await probe(kind, running))?.trim() === "true";
}
