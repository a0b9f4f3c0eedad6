import type { NodeAction, NodeEvent } from "../node_event.ts";
import type { Scenario } from "../scenario.ts";
import { lengthOf } from "../settings.ts";
import { SETTINGS } from "../settings_table.ts";
import { type Problem, problemAt } from "./problems.ts";

/** What is wrong with events beside each other and the length of the cases, where each is right by itself. */
export function* findEventProblems(scenario: Partial<Scenario>): Generator<Problem> {
  const { events = [] } = scenario;
  const length = longestCase(scenario);
  for (const [index, { at }] of events.entries()) {
    if (at < length) continue;
    const message = `must be before the end of a case, ${length} ms`;
    yield {
      ...problemAt(["events", index, "at"], message, at),
      others: ["duration", "stages", "rate", "operations"],
    };
  }
  yield* findWrongOrder(events);
}

/** How long the longest case is; infinite for a load that ends with its operations, however long they take. */
function longestCase(scenario: Partial<Scenario>): number {
  const { rate, operations = Number(SETTINGS.operations.default) } = scenario;
  const length = lengthOf(scenario);
  if (length !== undefined) return length;
  return rate === undefined ? Infinity : operations / Math.min(...rate) * 1_000;
}

/** The state that an action needs, and the one that it leads to; `restart` and `reset` can always be. */
const STEPS: Readonly<Partial<Record<NodeAction, readonly [from: string, to: string]>>> = {
  kill: ["not killed", "killed"],
  stop: ["running", "stopped"],
  continue: ["stopped", "running"],
  stall: ["not stalled", "stalled"],
  unstall: ["stalled", "not stalled"],
  refuse: ["accepting", "refusing"],
  accept: ["refusing", "accepting"],
};

/** What a node is like when a case starts. */
const WHOLE = { process: "running", flow: "not stalled", connecting: "accepting" };

/** Goes through the events in the order of their time, and finds those that a node is not in the state for. */
function* findWrongOrder(events: readonly NodeEvent[]): Generator<Problem> {
  const states = new Map<number, typeof WHOLE>();
  const inOrder = [...events.entries()].toSorted(([, a], [, b]) => a.at - b.at);
  for (const [index, event] of inOrder) {
    const state = states.get(event.node) ?? { ...WHOLE };
    states.set(event.node, state);
    const part = partOf(event.do);
    const [from = "", to = ""] = STEPS[event.do] ?? [];
    if (event.do === "restart") state.process = "running";
    if (from === "") continue;
    const isRight = event.do === "kill" ? state.process !== "killed" : state[part] === from;
    if (isRight) state[part] = to;
    else {
      const message = `must not ${event.do} node ${event.node}, which is ${state[part]} by then`;
      yield problemAt(["events", index], message, event);
    }
  }
}

function partOf(action: NodeAction): keyof typeof WHOLE {
  if (action === "stall" || action === "unstall") return "flow";
  return action === "refuse" || action === "accept" ? "connecting" : "process";
}
