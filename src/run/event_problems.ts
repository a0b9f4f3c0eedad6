import type { NodeControl } from "../cluster/node_control.ts";
import { ScenarioError } from "../errors.ts";
import { type Problem, problemAt } from "../scenario/check/problems.ts";
import { isProcessAction, NODE_ACTIONS, type NodeEvent } from "../scenario/node_event.ts";
import type { RunOptions } from "./options.ts";

/**
 * Everything that is wrong with events on a target before it is open. What is no event at all is told elsewhere.
 *
 * @param own the settings of the scenario, where the options have none
 */
export function findWrongEvents(
  options: RunOptions,
  own: { readonly events?: unknown; readonly network?: unknown },
): Problem[] {
  const { target = "embedded", nodes, events = own.events, network = own.network } = options;
  // Without a number, it is that of a Cassandra that may run already.
  const most = target === "embedded" ? 1 : target === "cassandra" ? nodes ?? Infinity : Infinity;
  return eventsAmong(events).flatMap(([index, event]) => {
    const path = ["events", index];
    if (isProcessAction(event.do) && target !== "cassandra") {
      return [problemAt([...path, "do"], NEEDS_PROCESS, event.do)];
    }
    if (!isProcessAction(event.do) && network === undefined) {
      return [problemAt([...path, "do"], NEEDS_NETWORK, event.do)];
    }
    if (event.node > most) {
      const message = most === 1 ? "must be 1, as there is one node" : `must be from 1 to ${most}`;
      return [problemAt([...path, "node"], message, event.node)];
    }
    return [];
  });
}

const NEEDS_PROCESS = "must act on nodes that cassbench starts, which is target " +
  '"cassandra", on the command line --cassandra';

const NEEDS_NETWORK = "must stand beside network, which puts a proxy in front of each node";

function eventsAmong(events: unknown): [index: number, event: NodeEvent][] {
  if (!Array.isArray(events)) return [];
  return [...events.entries()].filter(([, event]) => {
    const { node, do: action } = Object(event) as Partial<NodeEvent>;
    return Number.isInteger(node) && NODE_ACTIONS.some((one) => one === action);
  });
}

/**
 * Asserts that the nodes of an open target can be done to what events say.
 *
 * @throws {ScenarioError} naming each event that cannot be
 */
export function assertPossible(
  events: readonly NodeEvent[],
  control: NodeControl | undefined,
): void {
  const { actions = new Set(), addresses = [] } = control ?? {};
  const nodes = addresses.length;
  const impossible = events.filter((event) => !actions.has(event.do));
  if (impossible.length > 0) {
    const named = [...new Set(impossible.map((event) => event.do))];
    const which = impossible.some((event) => isProcessAction(event.do))
      ? "nodes that cassbench starts on Java, and not in containers"
      : "the setting network, which puts a proxy in front of each node";
    throw new ScenarioError(
      `Cannot run events that ${named.join(", ")} nodes of this target as that takes ${which}`,
      "as with --cassandra --nodes 3, where there are Java and Maven",
    );
  }
  const beyond = events.find(({ node }) => node > nodes);
  if (beyond === undefined) return;
  throw new ScenarioError(
    `Cannot run an event on node ${beyond.node} as the target has ${nodes}`,
    "nodes are counted from 1, in the order of their addresses; --cassandra --nodes 3 starts three",
  );
}
