import { beginOf, type Instant } from "./instant.ts";
import type { TraceEvent } from "./trace.ts";

/** The coordinator asked a replica, which did something and replied. */
export interface Exchange {
  readonly name: string;
  readonly replica: string;
  /** When the coordinator asked: milliseconds since it began. */
  readonly asked: number;
  /** When the coordinator had the reply, at the latest: milliseconds since it began. */
  readonly answered: number;
  /** When the replica was reached. */
  readonly received: Instant;
  /** Milliseconds from then to its reply. */
  readonly duration: number;
}

/** The coordinator's side of a trace. */
interface Coordination {
  readonly coordinator: string;
  readonly begin: Instant;
  /** Milliseconds. */
  readonly duration: number;
}

/** One of the four messages of an exchange, as its sender or its receiver noted it. */
interface Message {
  readonly verb: string;
  readonly replica: string;
  readonly is: "asked" | "received" | "replied" | "answered";
  readonly event: TraceEvent;
}

/** Finds the exchanges of which both sides are in the trace; several of one verb and replica are taken in turn. */
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
  /** All that the replica noted, from its being reached to its reply. */
  readonly work: readonly TraceEvent[];
  readonly answered: TraceEvent;
}

function measure(
  { asked, work, answered }: Sides,
  coordination: Coordination,
): Omit<Exchange, "name" | "replica"> | undefined {
  const from = work.at(0)?.elapsed ?? null;
  const to = work.at(-1)?.elapsed ?? null;
  // Without a count it happened when the request had ended.
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

/** A reply that comes when the request has ended starts a count of its own: then its time of day must do. */
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
  // A replica of another data center hands on what it got: that is between replicas.
  if ((sending !== undefined) !== (isRequest === isOwn)) return undefined;
  const is = isOwn ? isRequest ? "asked" : "answered" : isRequest ? "received" : "replied";
  return { verb, replica, is, event };
}

/** The address in `10.0.0.1:7000` or `[2001:db8:0:0:0:0:0:1]:7000`, written as the driver writes it. */
function addressIn(text: string): string {
  return URL.parse(`http://${text}`)?.hostname.replaceAll(/[[\]]/g, "") ?? text;
}
