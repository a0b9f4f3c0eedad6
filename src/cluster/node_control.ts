/**
 * What can be done to the nodes of a target while a case runs. Nodes are numbered from 1, in the order of their
 * addresses.
 *
 * @module
 */
import type { NodeAction } from "../scenario/node_event.ts";

export type { NodeAction };

/** Carries out actions on the nodes of a target. */
export interface NodeControl {
  /** What it can do. */
  readonly actions: ReadonlySet<NodeAction>;
  /** Their addresses as host:port, as {@linkcode sortNodes} sorts them: that of node 1 is the first. */
  readonly addresses: readonly string[];
  /**
   * Carries out an action, and resolves when it is done: `restart` when the node answers again.
   *
   * @param node its number, from 1
   * @throws {TargetError} when it cannot be done, as when a node does not start again
   */
  act(node: number, action: NodeAction): Promise<void>;
  /**
   * Undoes what is left of all actions so far, and resolves when all nodes answer, and each sees that the others do.
   *
   * @throws {TargetError} when that cannot be done
   */
  restore(): Promise<void>;
}

/** Sorts the addresses of nodes, each as host:port, into the order in which they are numbered: 127.0.0.10 after 127.0.0.2. */
export function sortNodes(addresses: readonly string[]): string[] {
  return addresses.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** Makes one control of several for the same nodes; `undefined` where there is none. */
export function joinControls(
  controls: readonly (NodeControl | undefined)[],
): NodeControl | undefined {
  const given = controls.filter((control) => control !== undefined);
  const [first] = given;
  if (first === undefined || given.length === 1) return first;
  return {
    actions: new Set(given.flatMap(({ actions }) => [...actions])),
    addresses: first.addresses,
    async act(node, action) {
      await given.find(({ actions }) => actions.has(action))?.act(node, action);
    },
    async restore() {
      // Nodes are asked through their network, so that is restored first.
      for (const control of given.toReversed()) await control.restore();
    },
  };
}
