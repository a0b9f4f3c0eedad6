import type { NodeControl } from "../cluster/node_control.ts";
import { messageOf } from "../errors.ts";
import type { DoneEvent } from "../result/conclude/node_events.ts";
import { callAt } from "../runtime/call_at.ts";
import { eventsOfStages } from "../scenario/network.ts";
import type { NodeEvent } from "../scenario/node_event.ts";
import type { FullSettings } from "../scenario/settings.ts";

/** The events of a case. */
export interface EventRun {
  /** The case's clock starts now. */
  start(): void;
  /** The case has ended: what was not done by now is not done. */
  stop(): void;
  /** Whether anything was done. */
  hasBegun(): boolean;
  /** What was done so far, in the order of time. */
  done(): DoneEvent[];
}

/**
 * Prepares to carry out events, and to note what the stages of the network do by themselves.
 *
 * @param onEvent is called with each that is begun
 */
export function prepareEvents(
  { events = [], network = {} }: Pick<FullSettings, "events" | "network">,
  control: NodeControl | undefined,
  onEvent: (event: DoneEvent) => void,
): EventRun {
  const byNetwork = eventsOfStages(network, control?.addresses.length ?? 0);
  const noted = [
    ...events.map((event) => noteOf(event, control, control?.act)),
    // What its proxies do by themselves needs only be noted.
    ...byNetwork.map((event) => noteOf(event, control, undefined)),
  ].sort((a, b) => a.event.planned - b.event.planned);
  let cancels: (() => void)[] = [];

  return {
    start() {
      const startedAt = performance.now();
      cancels = noted.map(({ event, act }) =>
        callAt(startedAt + event.planned, async () => {
          const begun = performance.now();
          event.at = begun - startedAt;
          onEvent({ ...event });
          try {
            await act?.(event.node, event.do);
            event.took = performance.now() - begun;
          } catch (error) {
            event.failed = messageOf(error);
          }
        })
      );
    },
    stop() {
      for (const cancel of cancels) cancel();
    },
    hasBegun: () => noted.some(({ event }) => event.at !== null),
    done: () => noted.map(({ event }) => ({ ...event })),
  };
}

/** Brings back what events have done to nodes. */
export interface Restoring {
  /** Something was done. */
  touch(): void;
  /**
   * Undoes what is left of it, before something else needs the nodes.
   *
   * @throws {TargetError} where a node does not come back
   */
  restore(): Promise<void>;
}

/** Prepares to bring nodes back; `onWait` is called where that has to be waited for. */
export function prepareRestoring(
  control: NodeControl | undefined,
  onWait: (message: string) => void,
): Restoring {
  let isTouched = false;
  return {
    touch: () => void (isTouched = true),
    async restore() {
      if (!isTouched) return;
      onWait("waiting until all nodes are back");
      await control?.restore();
      isTouched = false;
    },
  };
}

/** An event that nothing is known of yet, and what carries it out. */
interface Noted {
  readonly event: { -readonly [K in keyof DoneEvent]: DoneEvent[K] };
  readonly act: NodeControl["act"] | undefined;
}

function noteOf(
  { at, node, do: action }: NodeEvent,
  control: NodeControl | undefined,
  act: NodeControl["act"] | undefined,
): Noted {
  const address = control?.addresses[node - 1] ?? "";
  return { event: { planned: at, at: null, node, address, do: action, took: null }, act };
}
