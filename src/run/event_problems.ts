import type { NodeControl } from "../cluster/node_control.ts";
import { ScenarioError } from "../errors.ts";
import { type Problem, problemAt } from "../scenario/check/problems.ts";
import { isProcessAction, NODE_ACTIONS, type NodeEvent } from "../scenario/node_event.ts";
import type { RunOptions } from "./options.ts";

/** Everything that is wrong with events on a target before it is open. What is no event at all is told elsewhere. */
export function findWrongEvents(options: RunOptions, events: unknown): Problem[] {
  const { target = "embedded", nodes = 1 } = options;
  return eventsAmong(events).flatMap(([index, event]) => {
    const path = ["events", index];
    if (isProcessAction(event.do) && target !== "cassandra") {
      const message = "must act on nodes that cassbench starts, which is target " +
        '"cassandra", on the command line --cassandra';
      return [problemAt([...path, "do"], message, event.do)];
    }
    if (target === "cassandra" && Number.isInteger(nodes) && event.node > nodes) {
      const message = nodes === 1
        ? "must be 1, as there is one node"
        : `must be from 1 to ${nodes}`;
      return [problemAt([...path, "node"], message, event.node)];
    }
    return [];
  });
}

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
  const { actions = new Set(), nodes = 0 } = control ?? {};
  const impossible = events.filter((event) => !actions.has(event.do));
  if (impossible.length > 0) {
    const named = [...new Set(impossible.map((event) => event.do))];
    const which = impossible.some((event) => isProcessAction(event.do))
      ? 'the nodes that this run starts itself on Java, and not those of "cassandra start" or of containers'
      : "nodes with a network between (the setting network)";
    throw new ScenarioError(
      `Cannot run events that ${named.join(", ")} nodes of this target as that takes ${which}`,
      'end the Cassandra that runs with "cassandra stop", and pass --cassandra --nodes 3',
    );
  }
  const beyond = events.find(({ node }) => node > nodes);
  if (beyond === undefined) return;
  throw new ScenarioError(
    `Cannot run an event on node ${beyond.node} as the target has ${nodes}`,
    "nodes are counted from 1, in the order of their addresses",
  );
}
