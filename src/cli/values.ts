import type { Fault, FaultKind } from "../scenario/faults.ts";
import type { Replication } from "../scenario/schema/keyspace.ts";
import type { NodeAction, NodeEvent } from "../scenario/node_event.ts";
import type { Speculative, Stage } from "../scenario/settings.ts";

/** The value that each kind of flag has. */
export interface Values {
  switch: boolean;
  text: string;
  texts: string[];
  /** One text for each time that the flag is given. */
  repeated: string[];
  number: number;
  numbers: number[];
  /** A share: `5%` is 0.05. */
  percent: number;
  port: number;
  /** A port to listen on; 0 takes any that is free. */
  listeningPort: number;
  /** Milliseconds. */
  duration: number;
  stages: Stage[];
  replication: Replication;
  speculative: Speculative;
  events: NodeEvent[];
  faults: Fault[];
}

/** How the text of a flag is read. */
export type Kind = keyof Values;

/** Reads the texts of a kind. */
interface Reader {
  /** Ends the sentence "--flag must …". */
  readonly must: string;
  /** `undefined` for a text of another kind. */
  read(text: string): unknown;
  /** Whether a text holds several values with commas between. */
  readonly isList?: boolean;
}

/** The kinds of flags that can be given several times, which adds up. */
export const REPEATED: ReadonlySet<Kind> = new Set(["repeated", "events"]);

const TEXT: Reader = { must: "be text", read: (text) => text };

const READERS: Record<Exclude<Kind, "switch">, Reader> = {
  text: TEXT,
  texts: { ...TEXT, isList: true },
  repeated: TEXT,
  number: { must: "be a number", read: parseNumber },
  numbers: { must: "be numbers with commas between", read: parseNumber, isList: true },
  percent: { must: "be a percentage from 0%, as in 5%", read: parsePercent },
  port: portReader(1),
  listeningPort: portReader(0),
  duration: { must: "be milliseconds, or a number with ms, s, m or h", read: parseDuration },
  stages: {
    must: "be RATE:TIME or FROM..TO:TIME with commas between",
    read: parseStage,
    isList: true,
  },
  replication: {
    must: "be a number, or DATACENTER:NUMBER with commas between",
    read: parseReplication,
  },
  speculative: {
    must: "be TIME, or TIME,NUMBER: how late, and how often",
    read: parseSpeculative,
  },
  events: {
    must: "be TIME:NODE:ACTION, as in 5s:2:kill",
    read: parseEvent,
    isList: true,
  },
  faults: {
    must: "be KIND, KIND:SHARE% or delay:TIME:SHARE% with commas between",
    read: parseFault,
    isList: true,
  },
};

/**
 * Reads the texts of a flag, one for each time that it is given.
 *
 * @returns the value, or a problem that ends the sentence "--flag must …"
 */
export function readValue(
  kind: Exclude<Kind, "switch">,
  texts: readonly string[],
): { readonly value: unknown } | { readonly problem: string } {
  if (texts.includes("")) return { problem: "be followed by a value" };
  const { must, read, isList = false } = READERS[kind];
  const parts = isList
    ? texts.flatMap((text) => text.split(",")).map((part) => part.trim())
    : texts;
  const values = parts.map(read);
  const bad = parts.filter((_, at) => values[at] === undefined);
  if (bad.length > 0) return { problem: `${must}: found "${bad.join(",")}"` };
  return { value: isList || kind === "repeated" ? values : values[0] };
}

/** Parses a number as a person writes it; `undefined` for anything else. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** Parses `5%` into a share; `undefined` for anything else, and for what is below 0. */
function parsePercent(text: string): number | undefined {
  const [, number = ""] = /^(.*?)\s*%$/.exec(text) ?? [];
  const percent = parseNumber(number);
  return percent === undefined || percent < 0 || !Number.isFinite(percent)
    ? undefined
    : percent / 100;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Parses a length of time, `30s` or `500`, into milliseconds; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number = "", unit = "ms"] = /^(.*?)\s*(ms|s|m|h)?$/.exec(text) ?? [];
  const value = parseNumber(number);
  return value === undefined ? undefined : value * (UNITS[unit] ?? 1);
}

/** Parses `1000:10s` or `500..1000:10s`; `undefined` for anything else. */
export function parseStage(text: string): Stage | undefined {
  const [, first, last = "", time = ""] = /^(?:(.+)\.\.)?(.+):(.+)$/.exec(text) ?? [];
  const from = first === undefined ? undefined : parseNumber(first);
  const [to, duration] = [parseNumber(last), parseDuration(time)];
  if (to === undefined || duration === undefined) return undefined;
  if (first === undefined) return { to, duration };
  return from === undefined ? undefined : { from, to, duration };
}

/** Parses `3` or `dc1:3,dc2:2`; `undefined` for anything else, and for a data center that is named twice. */
export function parseReplication(text: string): Replication | undefined {
  const all = parseNumber(text);
  if (all !== undefined) return all;
  const pairs = text.split(",").map((part) => /^\s*(.+?)\s*:\s*(.+?)\s*$/.exec(part) ?? []);
  const entries = pairs.map(([, name = "", factor = ""]) => [name, parseNumber(factor)] as const);
  const factors = new Map(entries);
  if (factors.size < entries.length || factors.has("")) return undefined;
  return entries.some(([, factor]) => factor === undefined)
    ? undefined
    : Object.fromEntries(factors) as Record<string, number>;
}

function portReader(lowest: number): Reader {
  return {
    must: `be a port from ${lowest} to 65535`,
    read(text) {
      const port = parseNumber(text) ?? NaN;
      return Number.isInteger(port) && port >= lowest && port <= 65_535 ? port : undefined;
    },
  };
}

/** Parses `20ms` or `20ms,2`. */
function parseSpeculative(text: string): Speculative | undefined {
  const [time = "", count = "1", ...others] = text.split(",").map((part) => part.trim());
  const [after, most] = [parseDuration(time), parseNumber(count)];
  return after === undefined || most === undefined || others.length > 0
    ? undefined
    : { after, most };
}

/** Parses `5s:2:kill`. Whether there are such a node and such an action, the plan checks. */
function parseEvent(text: string): NodeEvent | undefined {
  const [time = "", number = "", action = "", ...others] = text.split(":").map((part) =>
    part.trim()
  );
  const [at, node] = [parseDuration(time), parseNumber(number)];
  return at === undefined || node === undefined || action === "" || others.length > 0
    ? undefined
    : { at, node, do: action as NodeAction };
}

/** Parses `overloaded`, `overloaded:1%` or `delay:50ms:1%`. Whether there is such a kind, the plan checks. */
function parseFault(text: string): Fault | undefined {
  const [kind = "", ...more] = text.split(":").map((part) => part.trim());
  const [time, share, ...others] = kind === "delay" ? more : [undefined, ...more];
  const ms = time === undefined ? undefined : parseDuration(time);
  const percent = share?.endsWith("%") ? parseNumber(share.slice(0, -1)) : undefined;
  const isWrong = kind === "" || others.length > 0 || (time !== undefined && ms === undefined) ||
    (share !== undefined && percent === undefined);
  if (isWrong) return undefined;
  return {
    kind: kind as FaultKind,
    ...ms !== undefined && { ms },
    ...percent !== undefined && { share: percent / 100 },
  };
}
