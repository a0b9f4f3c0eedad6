// deno-lint-ignore-file camelcase -- the options have Cassandra's names
import type { SchemaRow } from "../cluster/read_keyspace.ts";
import { isModelOption } from "./model_text.ts";
import type { TableOption } from "./schema.ts";

/** The options of a table that are not Cassandra's defaults, by CQL's names. */
export interface ReadOptions {
  readonly options: Readonly<Record<string, TableOption>>;
  /** Those that a model does not have. */
  readonly notes: readonly string[];
}

/** The columns of `system_schema.tables` that are no options, or say what the cluster chose itself. */
const NO_OPTIONS = new Set([
  ...["keyspace_name", "table_name", "id", "flags", "extensions", "memtable"],
  ...["dclocal_read_repair_chance", "read_repair_chance", "incremental_backups"],
  ...["allow_auto_snapshot", "cdc", "crc_check_chance"],
]);

const DEFAULTS: Readonly<Record<string, TableOption>> = {
  additional_write_policy: "99p",
  bloom_filter_fp_chance: "0.01",
  caching: { keys: "ALL", rows_per_partition: "NONE" },
  comment: "",
  compaction: {
    class: "SizeTieredCompactionStrategy",
    max_threshold: "32",
    min_threshold: "4",
  },
  compression: { chunk_length_in_kb: "16", class: "LZ4Compressor" },
  default_time_to_live: "0",
  gc_grace_seconds: "864000",
  max_index_interval: "2048",
  memtable_flush_period_in_ms: "0",
  min_index_interval: "128",
  read_repair: "BLOCKING",
  speculative_retry: "99p",
};

/** Reads the options of a table from its row in `system_schema.tables`. */
export function optionsOf(row: SchemaRow): ReadOptions {
  const options: Record<string, TableOption> = {};
  const notes: string[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (NO_OPTIONS.has(name) || value === null || value === undefined) continue;
    const found = optionValue(value);
    if (isDefault(name, found, row)) continue;
    if (isModelOption(name)) options[name] = found;
    else {notes.push(
        `option ${name} = ${typeof found === "string" ? found : JSON.stringify(found)}`,
      );}
  }
  return { options, notes };
}

function optionValue(value: unknown): TableOption {
  if (!(value instanceof Map)) return String(value);
  return Object.fromEntries(
    [...value].map(([name, text]) => [String(name), shortClass(String(name), String(text))]),
  );
}

/** Cassandra writes the package before a class of its own, and takes the class without it. */
function shortClass(name: string, text: string): string {
  const own = /^org\.apache\.cassandra\.(db\.compaction|io\.compress)\./;
  return name === "class" ? text.replace(own, "") : text;
}

function isDefault(name: string, found: TableOption, row: SchemaRow): boolean {
  const { [name]: byDefault } = DEFAULTS;
  if (byDefault === undefined) return false;
  if (typeof found === "string" || typeof byDefault === "string") {
    // With LeveledCompactionStrategy another one is the default.
    const isLeveled = /Leveled/.test(String((row.compaction as Map<string, string>)?.get("class")));
    return found === byDefault ||
      (name === "bloom_filter_fp_chance" && isLeveled && found === "0.1");
  }
  return Object.entries(found).every(([key, text]) => byDefault[key] === text) &&
    Object.keys(found).length === Object.keys(byDefault).length;
}
