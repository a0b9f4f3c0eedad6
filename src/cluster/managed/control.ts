import { type NodeAction, type NodeControl, sortNodes } from "../node_control.ts";
import { logFile, type NodeRecord, sizeOf, untilAllSeeEachOther } from "./node.ts";
import type { StartedNode } from "./started_node.ts";

/**
 * Controls the nodes of a cluster of processes of this machine.
 *
 * @param signal ends the wait until they see each other again
 */
export function controlNodes(
  nodes: readonly StartedNode[],
  signal: AbortSignal | undefined,
): NodeControl {
  const addresses = sortNodes(nodes.map(addressOf));
  // How long the log of one node was when it, or another, was started last: what it says of that one counts from there.
  const logged = new Map<string, number>();
  let isTouched = false;

  function noteStart(started: NodeRecord): void {
    for (const { address, folder } of nodes.map((node) => node.record())) {
      logged.set(`${address} ${started.address}`, sizeOf(logFile({ folder })));
      logged.set(`${started.address} ${address}`, sizeOf(logFile(started)));
    }
  }

  async function act(node: number, action: NodeAction): Promise<void> {
    const one = nodes.find((other) => addressOf(other) === addresses[node - 1]);
    if (one === undefined) throw new RangeError(`there is no node ${node}`);
    isTouched = true;
    if (action === "restart") noteStart(one.record());
    await one.act(action);
  }

  return {
    actions: new Set(["kill", "stop", "continue", "restart"]),
    addresses,
    act,
    async restore() {
      if (!isTouched) return;
      // One after the other, as each learns the ring from those that run.
      for (const node of nodes) await node.restore(() => noteStart(node.record()));
      const records = nodes.map((node) => node.record());
      await untilAllSeeEachOther(
        records,
        signal,
        (seeing, seen) => logged.get(`${seeing.address} ${seen.address}`) ?? 0,
      );
      isTouched = false;
    },
  };
}

function addressOf(node: StartedNode): string {
  const { address, port } = node.record();
  return `${address}:${port}`;
}
