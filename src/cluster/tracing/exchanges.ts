import { beginOf, type Instant, type TraceEvent } from "./trace.ts";

/** A request of the coordinator to a replica, and its reply. */
export interface Exchange {
  readonly name: string;
  readonly replica: string;
  /** When the coordinator sent the request: milliseconds since it began. */
  readonly asked: number;
  /** When the coordinator had the reply, at the latest: milliseconds since it began. */
  readonly answered: number;
  /** When the replica received the request. */
  readonly received: Instant;
  /** Milliseconds from then until it sent the reply. */
  readonly duration: number;
}

/** The coordinator's side of a trace. */
interface Coordination {
  readonly coordinator: string;
  readonly begin: Instant;
  /** Milliseconds. */
  readonly duration: number;
}

/** One of the four events of an exchange: each message is recorded by its sender and by its receiver. */
interface Message {
  readonly verb: string;
  readonly replica: string;
  readonly is: "asked" | "received" | "replied" | "answered";
  readonly event: TraceEvent;
}

/**
 * Finds the exchanges of which all four events are in the trace. Several exchanges with one replica for the same verb are
 * matched by their order.
 */
export function findExchanges(
  events: readonly TraceEvent[],
  coordination: Coordination,
): Exchange[] {
  const messages = events.flatMap((event) => readMessage(event, coordination.coordinator) ?? []);
  const groups = Map.groupBy(messages, ({ verb, replica }) => `${verb} ${replica}`);
  return [...groups.values()].flatMap((group) => {
    const roles = Map.groupBy(group, ({ is }) => is);
    const nth = (is: Message["is"], at: number) => roles.get(is)?.[at]?.event;
    return (roles.get("received") ?? []).flatMap(({ verb, replica, event: received }, at) => {
      const [asked, replied] = [nth("asked", at), nth("replied", at)];
      const answered = nth("answered", at);
      if (!asked || !replied || !answered) return [];
      const its = events.filter(({ node }) => node === replica);
      const work = its.slice(its.indexOf(received), its.indexOf(replied) + 1);
      const figures = measure({ asked, work, answered }, coordination);
      const name = `replica ${
        verb.toLowerCase().replace("mutation", "write").replaceAll("_", " ")
      }`;
      return figures === undefined ? [] : [{ name, replica, ...figures }];
    });
  });
}

interface Sides {
  readonly asked: TraceEvent;
  /** The events of the replica, from receiving the request to sending the reply. */
  readonly work: readonly TraceEvent[];
  readonly answered: TraceEvent;
}

function measure(
  { asked, work, answered }: Sides,
  coordination: Coordination,
): Omit<Exchange, "name" | "replica"> | undefined {
  const from = work.at(0)?.elapsed ?? null;
  const to = work.at(-1)?.elapsed ?? null;
  // An event without `elapsed` came after the request had ended.
  if (asked.elapsed === null || from === null || to === null || to < from) return undefined;
  const { at, uncertainty } = beginOf(work);
  const duration = to - from;
  return {
    asked: asked.elapsed,
    answered: answeredAt(answered, asked.elapsed + duration, coordination),
    received: { at: at + from, uncertainty },
    duration,
  };
}

/**
 * When the coordinator had the reply. For a reply that comes after the request has ended, `elapsed` starts again at 0:
 * then the time of the coordinator's clock has to do.
 */
function answeredAt(
  { at, elapsed }: TraceEvent,
  earliest: number,
  { begin, duration }: Coordination,
): number {
  const isCounted = elapsed !== null && elapsed >= earliest && elapsed <= duration;
  return isCounted ? elapsed : Math.floor(at) + 1 - (begin.at - begin.uncertainty);
}

const MESSAGE = /^(Sending )?(\w+)_(REQ|RSP) message (?:to|received from) \S*\/(\S+)/;

function readMessage(event: TraceEvent, coordinator: string): Message | undefined {
  const found = MESSAGE.exec(event.activity);
  if (found === null) return undefined;
  const [, sending, verb = "", kind, peer = ""] = found;
  const isRequest = kind === "REQ";
  const isOwn = event.node === coordinator;
  const replica = isOwn ? addressIn(peer) : event.node;
  // Skips messages between replicas: in another data center, one hands a write on to the others.
  if ((sending !== undefined) !== (isRequest === isOwn)) return undefined;
  const is = isOwn ? isRequest ? "asked" : "answered" : isRequest ? "received" : "replied";
  return { verb, replica, is, event };
}

/** The address in `10.0.0.1:7000` or `[2001:db8:0:0:0:0:0:1]:7000`, in the driver's notation. */
function addressIn(text: string): string {
  return URL.parse(`http://${text}`)?.hostname.replaceAll(/[[\]]/g, "") ?? text;
}
