import { z } from "zod";
import { flagged, integer, within } from "../check/schema.ts";
import { problemsOf, sentenceOf } from "../check/problems.ts";
import { quoteText } from "./names.ts";

/** Options in Cassandra's own words: `{ class: "LeveledCompactionStrategy", sstable_size_in_mb: 160 }`. */
export type OptionMap = Readonly<Record<string, string | number | boolean>>;

/** The options of a table, as CREATE TABLE … WITH has them. What is absent is as the server has it by default. */
export interface TableOptions {
  /** How sstables are merged; the keys are Cassandra's. */
  readonly compaction?: OptionMap & { readonly class: string };
  /** How sstables are compressed, `{ class: "ZstdCompressor" }`, or not, `{ enabled: false }`; the keys are Cassandra's. */
  readonly compression?: OptionMap;
  /** What is cached; the keys are Cassandra's. */
  readonly caching?: {
    readonly keys?: "ALL" | "NONE";
    // deno-lint-ignore camelcase -- the keys are Cassandra's
    readonly rows_per_partition?: "ALL" | "NONE" | number;
  };
  /** What people read about the table. */
  readonly comment?: string;
  /** Seconds after which a value ends that is written without a TTL of its own; 0 for never. */
  readonly defaultTtl?: number;
  /** Seconds that a deletion is kept. */
  readonly gcGrace?: number;
  /** When a read asks another replica: `"99p"`, `"50ms"`, `"ALWAYS"`, `"NEVER"`. */
  readonly speculativeRetry?: string;
  /** When a write asks another replica, as `speculativeRetry`. */
  readonly additionalWritePolicy?: string;
  /** `"BLOCKING"` or `"NONE"`. */
  readonly readRepair?: "BLOCKING" | "NONE";
  /** The share of false positives of the bloom filter, from 0 to 1. */
  readonly bloomFilterFpChance?: number;
  /** The share of reads that verify checksums, from 0 to 1. */
  readonly crcCheckChance?: number;
  /** The smallest distance of entries in the index summary. */
  readonly minIndexInterval?: number;
  /** The largest distance of entries in the index summary. */
  readonly maxIndexInterval?: number;
  /** The name of a memtable's configuration in cassandra.yaml. */
  readonly memtable?: string;
  /** Milliseconds after which a memtable is flushed; 0 for never. */
  readonly memtableFlushPeriod?: number;
  /** Whether changes are logged for change data capture. */
  readonly cdc?: boolean;
  /** Whether it has automatic snapshots. */
  readonly allowAutoSnapshot?: boolean;
  /** Whether it has incremental backups. */
  readonly incrementalBackups?: boolean;
}

/** The name of an option. */
export type TableOptionName = keyof TableOptions;

const seconds = integer(0, 2 ** 31 - 1);
const share = within(0, 1, "a number");

const value = z.union(
  [z.string(), z.number(), z.boolean()],
  "must be a string, a finite number or a boolean",
);

const map = (what: string) => z.record(z.string(), value, `must be ${what}`);

const text = (what: string) => z.string(`must be ${what}`).min(1, `must be ${what}`);

const cached = z.enum(["ALL", "NONE"], "must be ALL or NONE");

const SPECULATION = "99p, 50ms, ALWAYS, NEVER, or MIN or MAX of two";
const ONE_POLICY = String.raw`\d+(\.\d+)?\s*(p|percentile|ms)`;

const speculation = z.string(`must be ${SPECULATION}`).regex(
  new RegExp(
    `^(always|never|none|${ONE_POLICY}|(min|max)\\(${ONE_POLICY},\\s*${ONE_POLICY}\\))$`,
    "i",
  ),
  `must be ${SPECULATION}`,
);

/** Each option: its name in CQL, and what values it takes. */
const OPTIONS: { readonly [K in TableOptionName]-?: readonly [cql: string, schema: z.ZodType] } = {
  compaction: [
    "compaction",
    map("{ class, … }").refine((it) => typeof it.class === "string", "must have a class"),
  ],
  compression: [
    "compression",
    map("{ class, … } or { enabled: false }")
      .refine((it) => "class" in it || "enabled" in it, "must have a class, or enabled: false"),
  ],
  caching: [
    "caching",
    z.strictObject({
      keys: cached.optional(),
      rows_per_partition: z.union([cached, z.int().min(0)], "must be ALL, NONE or an integer")
        .optional(),
    }, "must be { keys, rows_per_partition }"),
  ],
  comment: ["comment", z.string("must be a string")],
  defaultTtl: ["default_time_to_live", integer(0, 20 * 365 * 24 * 60 * 60)],
  gcGrace: ["gc_grace_seconds", seconds],
  speculativeRetry: ["speculative_retry", speculation],
  additionalWritePolicy: ["additional_write_policy", speculation],
  readRepair: ["read_repair", z.enum(["BLOCKING", "NONE"], "must be BLOCKING or NONE")],
  bloomFilterFpChance: ["bloom_filter_fp_chance", share],
  crcCheckChance: ["crc_check_chance", share],
  minIndexInterval: ["min_index_interval", integer(1, 2 ** 31 - 1)],
  maxIndexInterval: ["max_index_interval", integer(1, 2 ** 31 - 1)],
  memtable: ["memtable", text("the name of a memtable's configuration")],
  memtableFlushPeriod: ["memtable_flush_period_in_ms", seconds],
  cdc: ["cdc", flagged],
  allowAutoSnapshot: ["allow_auto_snapshot", flagged],
  incrementalBackups: ["incremental_backups", flagged],
};

const tableOptions = z.strictObject(
  Object.fromEntries(
    Object.entries(OPTIONS).map(([name, [, schema]]) => [name, schema.optional()]),
  ),
  "must be an object of options",
);

/** Whether a table has an option of this name. */
export function isTableOption(name: string): name is TableOptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** The name of an option in CQL. */
export function cqlNameOf(name: TableOptionName): string {
  return OPTIONS[name][0];
}

/** What is wrong with the options of a table, each in a sentence. */
export function tableOptionProblems(options: unknown): string[] {
  return problemsOf(tableOptions.safeParse(options).error, options, ["options"]).map(sentenceOf);
}

/** The options that are given, each by its name in CQL. */
export function namedOptions(
  options: TableOptions,
): readonly (readonly [cql: string, value: string | number | boolean | OptionMap])[] {
  return (Object.entries(OPTIONS) as [TableOptionName, readonly [string, z.ZodType]][])
    .flatMap(([name, [cql]]) => {
      const value = options[name];
      return value === undefined ? [] : [[cql, value as string | OptionMap] as const];
    });
}

/** The options as they stand after WITH: `comment = 'x'`. */
export function optionTexts(options: TableOptions): string[] {
  return namedOptions(options).map(([cql, value]) => `${cql} = ${optionText(value)}`);
}

function optionText(value: string | number | boolean | OptionMap): string {
  if (typeof value === "object") return mapText(value);
  return typeof value === "string" ? quoteText(value) : String(value);
}

/** A map in CQL, all of whose values are texts. */
export function mapText(map: OptionMap): string {
  const entries = Object.entries(map).map(([key, value]) =>
    `${quoteText(key)}: ${quoteText(String(value))}`
  );
  return `{${entries.join(", ")}}`;
}
