/**
 * What can be done to a node while a case runs. To its process: `kill` ends it at once (SIGKILL), `stop` and `continue`
 * freeze it and let it go on (SIGSTOP, SIGCONT), `restart` ends it in good order and starts it again. To its network:
 * `stall` passes nothing until `unstall`, `reset` resets all its connections, `refuse` takes no new ones until `accept`.
 */
export type NodeAction =
  | "kill"
  | "stop"
  | "continue"
  | "restart"
  | "stall"
  | "unstall"
  | "reset"
  | "refuse"
  | "accept";

const PROCESS_ACTIONS: readonly NodeAction[] = ["kill", "stop", "continue", "restart"];

/** Every action. */
export const NODE_ACTIONS: readonly NodeAction[] = [
  ...PROCESS_ACTIONS,
  ...["stall", "unstall", "reset", "refuse", "accept"] as const,
];

/** Whether an action is one on the process of a node, and not on its network. */
export function isProcessAction(action: NodeAction): boolean {
  return PROCESS_ACTIONS.includes(action);
}

/** Something that is done to a node of the target while a case runs. */
export interface NodeEvent {
  /** When, in milliseconds on the case's clock, so after its warm-up. */
  readonly at: number;
  /** Which node, counted from 1 in the order of their addresses. */
  readonly node: number;
  /** What is done to it. */
  readonly do: NodeAction;
}

/** A case with events is looked at in intervals of so many milliseconds, as a second is too coarse for a recovery. */
export const INTERVAL = 100;
