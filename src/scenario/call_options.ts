import { CONSISTENCIES } from "./check/setting_schemas.ts";
import { BOUNDS } from "./cql_part.ts";
import type { Consistency } from "./settings.ts";

/** How many replicas must answer a read; `serial` and `localSerial` see what lightweight transactions have decided. */
export type ReadConsistency = Consistency | SerialConsistency;

/** Among which replicas lightweight transactions are decided: all, or those of the local data center. */
export type SerialConsistency = "serial" | "localSerial";

/** What every call of a session can be given. What is left out is as the scenario's settings say. */
export interface CallOptions {
  /** Whether it may be sent twice without harm. @default {false} */
  readonly idempotent?: boolean;
  /** The most milliseconds that it may take; then it fails as `clientTimeout`. @default no limit of its own */
  readonly timeout?: number;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /** How many replicas must answer. */
  readonly consistency?: Consistency;
  /** Seconds after which what is written is gone. @default as the table says */
  readonly ttl?: number;
  /** The time of the write in microseconds since 1970; of two writes the later one holds. @default now */
  readonly timestamp?: bigint | number;
}

/** Options of a lightweight transaction. */
export interface ConditionalOptions extends Omit<WriteOptions, "timestamp"> {
  /** Among which replicas it is decided. @default {"serial"} */
  readonly serialConsistency?: SerialConsistency;
}

/** Bounds of a clustering column's values. */
export interface ClusteringRange<T = unknown> {
  /** Values above this one. */
  readonly gt?: T;
  /** Values from this one on. */
  readonly gte?: T;
  /** Values below this one. */
  readonly lt?: T;
  /** Values up to this one. */
  readonly lte?: T;
}

/** A range of the first clustering column that a key lacks. */
export type RangeOf<K, P> = {
  readonly [C in Exclude<keyof K, keyof P>]?: ClusteringRange<K[C]>;
};

/** A key of some rows of a partition: clustering columns can be missing, the last ones first. */
export type PartialKey<K, P> = P & { [C in Exclude<keyof K, keyof P>]?: K[C] };

/** Options of a delete. */
export interface DeleteOptions<R = unknown, K = unknown, P = unknown>
  extends Omit<WriteOptions, "ttl"> {
  /** The columns whose values are removed. @default the whole row */
  readonly columns?: readonly Exclude<keyof R, keyof K>[];
  /** Which of the rows: `{ sent_at: { lt: yesterday } }`. */
  readonly range?: RangeOf<K, P>;
}

/** Options of a read by key. */
export interface FindOptions<C extends PropertyKey = string> extends CallOptions {
  /** How many replicas must answer. */
  readonly consistency?: ReadConsistency;
  /** The columns to read. @default all */
  readonly columns?: readonly C[];
}

/** Which rows of a result to ask for, and how. An answer holds a part of them, which CQL calls a page. */
export interface RowsOptions extends CallOptions {
  /** How many replicas must answer. */
  readonly consistency?: ReadConsistency;
  /** The most rows of one answer. @default {5000} */
  readonly pageSize?: number;
  /** The `pageState` of an answer: asks for the rows that follow it. */
  readonly pageState?: string;
}

/** Which rows of a partition to ask for. */
export interface FindAllOptions<K = unknown, P = unknown, C extends PropertyKey = string>
  extends RowsOptions {
  /** The columns to read. @default all */
  readonly columns?: readonly C[];
  /** Which of the rows: `{ sent_at: { gte: from, lt: to } }`. */
  readonly range?: RangeOf<K, P>;
  /** The most rows that all answers together may hold. @default no limit */
  readonly limit?: number;
  /** Whether the rows come in the opposite order. @default {false} */
  readonly reversed?: boolean;
}

/** How CQL is sent. */
export interface ExecuteOptions extends RowsOptions, Pick<ConditionalOptions, "serialConsistency"> {
  /** The time of its writes in microseconds since 1970, where the text says no other. @default now */
  readonly timestamp?: bigint | number;
  /**
   * Whether it is prepared. A text that is not takes no values, as only preparing tells their types: it is for texts that
   * change with each call. @default {true}
   */
  readonly prepare?: boolean;
}

/** How a batch is sent. */
export interface BatchOptions
  extends Omit<WriteOptions, "ttl">, Pick<ConditionalOptions, "serialConsistency"> {
  /** Whether the coordinator writes the batch to its log first, so that all of it happens or nothing. @default {true} */
  readonly logged?: boolean;
}

/** Options of the calls of an operation or a step, where a call does not give its own. */
export interface CallDefaults
  extends Omit<WriteOptions, "consistency">, Pick<RowsOptions, "consistency" | "pageSize"> {
  /** Among which replicas lightweight transactions are decided. */
  readonly serialConsistency?: SerialConsistency;
}

/** The options of all calls by their names. */
export type AnyOptions = Partial<
  Record<keyof WriteOptions | keyof FindAllOptions | keyof ExecuteOptions | "logged", unknown>
>;

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

const all = { idempotent: flag, timeout };
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
