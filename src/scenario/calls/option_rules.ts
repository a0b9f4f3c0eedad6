/** What options the calls of a session take, and what values these can have. */
import type { AnyOptions, CallDefaults } from "./call_options.ts";
import { MAX_RETRIES } from "../check/schema.ts";
import { CONSISTENCIES } from "../check/setting_schemas.ts";
import { BOUNDS } from "../cql/part.ts";

/** What an option must be. */
export interface OptionRule {
  readonly words: string;
  holds(value: unknown): boolean;
}

/** The longest TTL that Cassandra takes: twenty years. */
const MAX_TTL = 630_720_000;
const MAX_TIMEOUT = 3_600_000;

function oneOf(values: readonly unknown[]): OptionRule {
  return { words: `one of ${values.join(", ")}`, holds: (value) => values.includes(value) };
}

function integer(from: number, to: number, unit: string): OptionRule {
  return {
    words: `${unit} from ${from} to ${to}`,
    holds: (value) => Number.isInteger(value) && value as number >= from && value as number <= to,
  };
}

const SERIAL = ["serial", "localSerial"] as const;
const flag: OptionRule = { words: "true or false", holds: (value) => typeof value === "boolean" };
const consistency = oneOf(CONSISTENCIES);
const readConsistency = oneOf([...CONSISTENCIES, ...SERIAL]);
const serialConsistency = oneOf(SERIAL);
const ttl = integer(0, MAX_TTL, "seconds");
const count = integer(1, 2 ** 31 - 1, "an integer");
const columns: OptionRule = {
  words: "a list of columns",
  holds: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string"),
};
const timestamp: OptionRule = {
  words: "microseconds since 1970, an integer",
  holds: (value) =>
    Number.isSafeInteger(value) ||
    typeof value === "bigint" && BigInt.asIntN(64, value) === value,
};
const timeout: OptionRule = {
  words: `milliseconds from 1 to ${MAX_TIMEOUT}`,
  holds: (value) => typeof value === "number" && value >= 1 && value <= MAX_TIMEOUT,
};
const pageState: OptionRule = {
  words: "the pageState of an answer",
  holds: (value) => typeof value === "string" && /^([\da-f]{2})+$/i.test(value),
};
const range: OptionRule = {
  words: "bounds of one column: { column: { gt or gte, lt or lte } }",
  holds(value) {
    const [bounds, ...others] = Object.values(Object(value));
    const names = Object.keys(Object(bounds));
    return others.length === 0 && names.length > 0 &&
      names.every((name) => BOUNDS.includes(name as never)) &&
      !["gt", "lt"].some((name) => names.includes(name) && names.includes(`${name}e`));
  },
};

const retries = integer(0, MAX_RETRIES, "an integer");
const all = { idempotent: flag, timeout, retries };
const read = { consistency: readConsistency, ...all };
const paged = { ...read, pageSize: count, pageState };
const write = { consistency, ...all };

/** The options of each call. */
const RULES = {
  create: { ...write, ttl, timestamp },
  createIfNotExists: { ...write, serialConsistency, ttl },
  find: { ...read, columns },
  findAll: { ...paged, columns, range, limit: count, reversed: flag },
  update: { ...write, ttl, timestamp },
  delete: { ...write, timestamp, columns, range },
  batch: { ...write, serialConsistency, timestamp, logged: flag },
  execute: { ...paged, serialConsistency, timestamp, prepare: flag },
  "batch.create": { ttl, timestamp },
  "batch.update": { ttl, timestamp },
  "batch.delete": { timestamp, columns, range },
} satisfies Record<string, Partial<Record<keyof AnyOptions, OptionRule>>>;

/** A call that takes options. */
export type OptionedCall = keyof typeof RULES;

/** The options that the calls of an operation can have in common. */
export const DEFAULT_RULES: Readonly<Record<keyof CallDefaults, OptionRule>> = {
  ...{ consistency: readConsistency, serialConsistency, ttl, timestamp },
  ...{ pageSize: count, ...all },
};

/** The options of calls that an operation of a mix, or a step, has beside its own; `undefined` where there are none. */
export function defaultsIn(written: object, isTimeoutOwn = false): CallDefaults | undefined {
  const own = Object.entries(written).filter(([name, value]) =>
    Object.hasOwn(DEFAULT_RULES, name) && value !== undefined &&
    !(isTimeoutOwn && name === "timeout")
  );
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

/** Those of the options that a call takes. */
export function optionsFor(call: OptionedCall, options: CallDefaults): AnyOptions {
  const taken = Object.entries(options).filter(([name]) => name in RULES[call]);
  return Object.fromEntries(taken);
}

/**
 * Checks the options of a call.
 *
 * @throws {TypeError} for one that it does not take, and for a value that it cannot have
 */
export function checkOptions(call: OptionedCall, options: object): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`Cannot take the options of ${call}() as they must be an object`);
  }
  const rules: Partial<Record<string, OptionRule>> = RULES[call];
  for (const name in options) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      const known = Object.keys(rules).join(", ");
      throw new TypeError(
        `Cannot take option "${name}" of ${call}() as it knows no such: it knows ${known}`,
      );
    }
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined || rule.holds(value)) continue;
    throw new TypeError(
      `Cannot take option "${name}" of ${call}() as it must be ${rule.words}: found ${
        Deno.inspect(value)
      }`,
    );
  }
}
