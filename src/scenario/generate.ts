import { ScenarioError } from "../errors.ts";
import { showShort } from "./check/problems.ts";
import type { KeyContext } from "./keys/choose_key.ts";

/** A size, or a function of the input's context that gives one: `keys.normal({ count: 1_000 })`. */
export type Size = number | ((context: KeyContext) => number);

/** Makes a value of an input from its index and random numbers. */
export type MakeValue<T> = (context: KeyContext) => T;

/** Makers of values that cost an input little. */
export interface Generate {
  /** Text of so many lower-case letters and spaces, in words that can be spoken. */
  text(size: Size): MakeValue<string>;
  /** So many random bytes, which do not compress. */
  blob(size: Size): MakeValue<Uint8Array>;
  /** Timeuuids, each of its own millisecond: from 2026-01-01 on, in the order of the indexes. */
  timeuuid(): MakeValue<string>;
}

/** The largest values, which are above what Cassandra takes in one request by default. */
const MAX_SIZE = 256 * 1024 * 1024;

/**
 * Makes the values of an input: each is a function of its context, so that the same seed gives the same values.
 *
 * @example
 * ```ts
 * import { generate, keys, model, scenario } from "@cassbench/cassbench";
 *
 * const Event = model("event", { id: "timeuuid", body: "text", raw: "blob" }, ["id"]);
 * const id = generate.timeuuid();
 * const body = generate.text(100);
 * const raw = generate.blob(keys.exponential({ count: 10_000 }));
 *
 * export default scenario({
 *   name: "events",
 *   models: [Event],
 *   input: (context) => ({ id: id(context), body: body(context), raw: raw(context) }),
 *   operation: (session, event) => session.create(Event, event),
 * });
 * ```
 */
export const generate: Generate = {
  text(size) {
    const sizeOf = sizer("text", size);
    return (context) => makeText(sizeOf(context), context.random);
  },
  blob(size) {
    const sizeOf = sizer("blob", size);
    return (context) => makeBytes(sizeOf(context), context.random);
  },
  timeuuid: () => ({ index, random }) => makeTimeuuid(FIRST_TIME + index, random),
};

/** Checks a size: one that is a number now, others each time. */
function sizer(kind: string, size: Size): (context: KeyContext) => number {
  function check(found: unknown): number {
    if (Number.isInteger(found) && Number(found) >= 0 && Number(found) <= MAX_SIZE) {
      return Number(found);
    }
    const rule = `its size must be an integer from 0 to ${MAX_SIZE}: found ${showShort(found)}`;
    throw new ScenarioError(`Cannot make generate.${kind} as ${rule}`);
  }
  if (typeof size === "function") return (context) => check(size(context));
  const checked = check(size);
  return () => checked;
}

/** Pieces of four letters: a consonant, a vowel, a consonant, and a vowel or the end of a word. */
const PIECES = Array.from({ length: 4_096 }, (_, at) => {
  const consonants = "bcdfghjklmnprstv", vowels = "aeio", ends = "ao  ";
  return consonants[at & 15]! + vowels[at >> 4 & 3] + consonants[at >> 6 & 15] + ends[at >> 10];
});

function makeText(size: number, random: () => number): string {
  startWords(random);
  let text = "";
  while (text.length < size) {
    const word = nextWord();
    text += PIECES[word >>> 20]! + PIECES[word >>> 8 & 4_095]!;
  }
  return text.length === size ? text : text.slice(0, size);
}

function makeBytes(size: number, random: () => number): Uint8Array {
  startWords(random);
  const words = new Int32Array(Math.ceil(size / 4));
  for (let at = 0; at < words.length; at++) words[at] = nextWord();
  return new Uint8Array(words.buffer, 0, size);
}

/** The state of the generator, in 32 bits each. As variables, V8 would make an object of each value. */
const state = new Int32Array(2);

/**
 * Starts a generator of its own, as `random` is slow for many words: G. Marsaglia's xorshift (2003) of 64 bits,
 * scrambled.
 */
function startWords(random: () => number): void {
  // Nothing but zeros would stay so.
  state[0] = random() * 0x100000000 | 1;
  state[1] = random() * 0x100000000 | 0;
}

/** The next 32 random bits. */
function nextWord(): number {
  const first = state[0]!, second = state[1]!;
  const mixed = first ^ first << 10;
  const next = second ^ second >>> 10 ^ mixed ^ mixed >>> 13;
  state[0] = second;
  state[1] = next;
  return Math.imul(second, 0x9e3779b1) + next | 0;
}

/** Milliseconds from the start of the Gregorian calendar, from which timeuuids count, to 1970 and to 2026. */
const GREGORIAN = 12_219_292_800_000;
const FIRST_TIME = GREGORIAN + Date.UTC(2026, 0, 1);

/** Hundreds of nanoseconds in a millisecond. */
const TICKS = 10_000;

/** Two digits for each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Makes a uuid of version 1. Its node is random, which it says by its first bit that is set (RFC 9562).
 *
 * @param time milliseconds from the start of the Gregorian calendar
 */
function makeTimeuuid(time: number, random: () => number): string {
  // The ticks have more bits than a number: they are computed as two halves.
  const upper = Math.floor(time / 0x1000000) * TICKS;
  const lower = (time % 0x1000000) * TICKS + (upper % 0x100) * 0x1000000;
  const low = lower % 0x100000000;
  const high = Math.floor(upper / 0x100) + Math.floor(lower / 0x100000000);
  const sequence = 0x8000 | random() * 0x4000;
  const node = random() * 0x100000000, nodeHigh = 0x0100 | random() * 0x10000;
  return `${hex(low >>> 16)}${hex(low)}-${hex(high)}-${hex(0x1000 | high >>> 16)}-${
    hex(sequence)
  }-` +
    `${hex(nodeHigh)}${hex(node >>> 16)}${hex(node)}`;
}

/** The lower 16 bits in four digits. */
function hex(bits: number): string {
  return HEX[bits >>> 8 & 0xff]! + HEX[bits & 0xff];
}
