// deno-lint-ignore-file camelcase -- the names of options are those of CQL
import { ErrorCode } from "../../protocol/opcodes.ts";
import type { DefinitionOptions, OptionValue } from "../cql/ast.ts";
import { CqlError, syntax } from "../errors.ts";
import { config } from "./options.ts";

const NUMBERS = [
  "default_time_to_live",
  "gc_grace_seconds",
  "max_index_interval",
  "memtable_flush_period_in_ms",
  "min_index_interval",
];
const POLICIES = ["additional_write_policy", "speculative_retry"];
const TABLE_OPTIONS: ReadonlySet<string> = new Set([
  ...NUMBERS,
  ...POLICIES,
  ...["allow_auto_snapshot", "bloom_filter_fp_chance", "caching", "cdc"],
  ...["comment", "compaction", "compression", "crc_check_chance", "dclocal_read_repair_chance"],
  ...["extensions", "id", "incremental_backups", "memtable", "read_repair", "read_repair_chance"],
]);

const COMPACTION = "org.apache.cassandra.db.compaction.";
const STRATEGIES = ["SizeTiered", "Leveled", "TimeWindow", "Unified"];
const COMPRESSION = "org.apache.cassandra.io.compress.";
const COMPRESSORS = ["LZ4", "Snappy", "Deflate", "Zstd", "Noop"];

/** Refuses wrong options of a table. Of the right ones, only the default time to live has an effect here. */
export function checkTableOptions(options: DefinitionOptions): void {
  for (const [name, value] of options) {
    if (!TABLE_OPTIONS.has(name)) throw syntax(`Unknown property '${name}'`);
    if (NUMBERS.includes(name)) checkNumber(name, value);
    else if (POLICIES.includes(name)) shownPolicy(name, value);
    else CHECKS[name]?.(value);
  }
}

function checkNumber(name: string, value: OptionValue): void {
  if (!/^-?\d+$/.test(String(value))) throw syntax(`Invalid integer value ${value} for '${name}'`);
  if (Number(value) < 0) throw config(`${name} must be greater than or equal to 0 (got ${value})`);
}

const CHECKS: Record<string, (value: OptionValue) => void> = {
  compaction(value) {
    const name = entriesOf("compaction", value).get("class");
    if (name === undefined) throw config("Missing sub-option 'class' for the 'compaction' option.");
    if (!STRATEGIES.some((known) => shortName(name) === `${known}CompactionStrategy`)) {
      throw config(`Unable to find compaction strategy class '${COMPACTION}${shortName(name)}'`);
    }
  },
  compression(value) {
    const name = entriesOf("compression", value).get("class");
    if (
      name === undefined || COMPRESSORS.some((known) => shortName(name) === `${known}Compressor`)
    ) {
      return;
    }
    throw config(`Could not create Compression for type ${COMPRESSION}${shortName(name)}`);
  },
  caching(value) {
    for (const [key, text] of entriesOf("caching", value)) {
      const isNumber = key === "rows_per_partition" && /^\d+$/.test(text);
      const isKnown = key === "keys" || key === "rows_per_partition";
      if (isKnown && (isNumber || /^(all|none)$/i.test(text))) continue;
      throw config(`Invalid value for caching sub-option '${key}': ${text}`);
    }
  },
  read_repair(value) {
    if (/^(blocking|none)$/i.test(String(value))) return;
    throw new CqlError(ErrorCode.serverError, `No enum constant ReadRepairStrategy.${value}`);
  },
  bloom_filter_fp_chance(value) {
    if (Number(value) > 0 && Number(value) <= 1) return;
    throw config(
      `bloom_filter_fp_chance must be larger than 0 and less than or equal to 1 (got ${value})`,
    );
  },
};

function entriesOf(name: string, value: OptionValue): Map<string, string> {
  if (value instanceof Map) return value;
  throw syntax(`Invalid value for property '${name}'. It should be a map.`);
}

function shortName(name: string): string {
  return name.split(".").at(-1) ?? name;
}

const ONE_POLICY = String.raw`\d+(?:\.\d+)?(?:p|percentile|ms)`;
const POLICY = new RegExp(
  `^(?:always|never|none|${ONE_POLICY}|(?:min|max)\\(${ONE_POLICY},${ONE_POLICY}\\))$`,
);

function shownPolicy(name: string, value: OptionValue): string {
  const text = String(value).toLowerCase().replaceAll(/\s/g, "");
  if (!POLICY.test(text)) {
    throw config(`Invalid value ${value} for option '${name}'`);
  }
  const short = text.replaceAll("percentile", "p");
  return short === "none"
    ? "NEVER"
    : short.replace(/^(always|never|min|max)/, (word) => word.toUpperCase());
}

/** The options of a table that are maps or texts, as `system_schema.tables` shows them. */
export interface ShownOptions {
  readonly compaction: Map<string, string>;
  readonly compression: Map<string, string>;
  readonly caching: Map<string, string>;
  readonly speculativeRetry: string;
  readonly additionalWritePolicy: string;
  readonly bloomFilterFpChance: number;
}

/** What a table shows of its options, those that it was not given included. */
export function shownOptions(options: DefinitionOptions): ShownOptions {
  const given = (name: string) => new Map(options.get(name) as Map<string, string> | undefined);
  const strategy = shortName(given("compaction").get("class") ?? "SizeTieredCompactionStrategy");
  const compressor = shortName(given("compression").get("class") ?? "LZ4Compressor");
  const isCompressed = given("compression").get("enabled") !== "false";
  const thresholds = { max_threshold: "32", min_threshold: "4" };
  const policy = (name: string) => shownPolicy(name, options.get(name) ?? "99p");
  const chance = strategy.startsWith("Leveled") ? 0.1 : 0.01;
  return {
    compaction: new Map([
      ...Object.entries(strategy.startsWith("Unified") ? {} : thresholds),
      ...given("compaction"),
      ["class", COMPACTION + strategy],
    ]),
    compression: isCompressed
      ? new Map([
        ["chunk_length_in_kb", "16"],
        ...given("compression"),
        ["class", COMPRESSION + compressor],
      ])
      : new Map([["enabled", "false"]]),
    caching: new Map([
      ["keys", options.has("caching") ? "NONE" : "ALL"],
      ["rows_per_partition", "NONE"],
      ...given("caching"),
    ]),
    speculativeRetry: policy("speculative_retry"),
    additionalWritePolicy: policy("additional_write_policy"),
    bloomFilterFpChance: Number(options.get("bloom_filter_fp_chance") ?? chance),
  };
}
