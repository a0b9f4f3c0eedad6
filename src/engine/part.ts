import type { Case, Plan } from "../scenario/planned.ts";
import type { Session } from "../scenario/session.ts";
import type { Share } from "./operations/supply.ts";
import type { Compute } from "./page/compute.ts";

/** A thread's part of a case. */
export interface Part {
  readonly plan: Plan;
  readonly case: Case;
  readonly share: Share;
  readonly session: Session;
  /** The same with Cassandra's tracing on; `onTrace` is told of each trace, inside its request. */
  readonly traced?: (onTrace: (id: string) => void) => Session;
  /** Where computing steps run in mode `threads`. */
  readonly compute?: Compute | undefined;
  /** Names the kind of an operation's error. */
  readonly classify: (error: unknown) => string;
  readonly signal: AbortSignal;
}
