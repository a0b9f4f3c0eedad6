import {
  type Bytes,
  fromBoolean,
  fromDouble,
  fromElements,
  fromHex,
  fromInt,
  fromLong,
  fromText,
} from "../../protocol/bytes.ts";
import { joinKey } from "../../protocol/partition_key.ts";
import { formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { CreateTable } from "../cql/ast.ts";
import { parse } from "../cql/parse.ts";
import { openHead, openPartition, openRow, removePartition, type Stamp } from "./data.ts";
import { buildTable } from "./define.ts";
import { DATA_CENTER } from "./options.ts";
import type { Schema, SchemaColumn, StoredKeyspace, Table } from "./schema.ts";
import { shownOptions } from "./table_options.ts";
import { SYSTEM_TABLES } from "./system_schema.ts";
import { markRow, putCell, writableRow } from "./write.ts";

/** The version that the server gives: that of the Cassandra it imitates, with a suffix that says it is none. */
export const SERVER_VERSION = "5.0.6-embedded";

type ColumnValues = Record<string, Bytes | null>;
const ALWAYS: Stamp = { time: 0, ttl: 0, expiresAt: 0 };

/** Makes a schema that only has the tables from which clients learn about the cluster. */
export function newSchema(port: number): Schema {
  const schema: Schema = { keyspaces: new Map(), epoch: 0 };
  for (const text of SYSTEM_TABLES) {
    const statement = parse(text).statement as CreateTable;
    const keyspace = openKeyspace(schema, statement.table.keyspace!);
    keyspace.tables.set(statement.table.name, buildTable(keyspace, statement));
  }
  fillLocal(schema, port);
  for (const keyspace of schema.keyspaces.values()) publish(schema, keyspace.name);
  return schema;
}

function openKeyspace({ keyspaces }: Schema, name: string): StoredKeyspace {
  const replication = new Map([["class", "org.apache.cassandra.locator.LocalStrategy"]]);
  const keyspace = keyspaces.get(name) ??
    { name, replication, durableWrites: true, tables: new Map(), userTypes: new Map() };
  keyspaces.set(name, keyspace);
  return keyspace;
}

function tableOf(schema: Schema, keyspace: string, name: string): Table {
  return schema.keyspaces.get(keyspace)!.tables.get(name)!;
}

function fillLocal(schema: Schema, port: number): void {
  const localhost = "\x7f\x00\x00\x01";
  put(tableOf(schema, "system", "local"), {
    key: "local",
    bootstrapped: "COMPLETED",
    broadcast_address: localhost,
    cluster_name: "cassbench embedded server",
    cql_version: "3.4.7",
    data_center: DATA_CENTER,
    host_id: fromHex(crypto.randomUUID()),
    listen_address: localhost,
    native_protocol_version: "4",
    partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
    rack: "rack1",
    release_version: SERVER_VERSION,
    rpc_address: localhost,
    rpc_port: fromInt(port),
    tokens: fromElements(["-9223372036854775808"]),
  });
}

/** Updates the rows of system_schema about a keyspace; deletes them where the keyspace has been dropped. */
export function publish(schema: Schema, name: string): void {
  put(tableOf(schema, "system", "local"), {
    key: "local",
    schema_version: fromHex(crypto.randomUUID()),
  });
  for (const table of schema.keyspaces.get("system_schema")!.tables.values()) {
    removePartition(table.data, fromText(name));
  }
  const keyspace = schema.keyspaces.get(name);
  if (!keyspace) return;
  put(tableOf(schema, "system_schema", "keyspaces"), {
    keyspace_name: fromText(name),
    durable_writes: fromBoolean(keyspace.durableWrites),
    replication: textMap(keyspace.replication),
  });
  for (const table of keyspace.tables.values()) publishTable(schema, table);
  for (const [typeName, { of, fields = [] }] of keyspace.userTypes) {
    put(tableOf(schema, "system_schema", "types"), {
      keyspace_name: fromText(name),
      type_name: fromText(typeName),
      field_names: fromElements(fields.map(fromText)),
      field_types: fromElements(of.map((type) => fromText(formatCqlType(type)))),
    });
  }
}

function publishTable(schema: Schema, table: Table): void {
  const name = nameOf(table);
  put(tableOf(schema, "system_schema", "tables"), { ...name, ...tableValues(table) });
  for (const column of table.columns.values()) {
    put(tableOf(schema, "system_schema", "columns"), { ...name, ...columnValues(column) });
  }
  for (const { column, at } of table.dropped.values()) {
    put(tableOf(schema, "system_schema", "dropped_columns"), {
      ...name,
      column_name: fromText(column.name),
      dropped_time: fromLong(BigInt(at)),
      kind: column.kind,
      type: fromText(formatCqlType(column.type)),
    });
  }
}

function nameOf({ keyspace, name }: Table): ColumnValues {
  return { keyspace_name: fromText(keyspace), table_name: fromText(name) };
}

function columnValues({ name, type, kind, position, descending }: SchemaColumn): ColumnValues {
  const order = kind !== "clustering" ? "none" : descending ? "desc" : "asc";
  return {
    column_name: fromText(name),
    column_name_bytes: fromText(name),
    clustering_order: order,
    kind,
    position: fromInt(position),
    type: fromText(formatCqlType(type)),
  };
}

function tableValues({ id, isCounter, options }: Table): ColumnValues {
  const text = (name: string, or: string) => fromText(String(options.get(name) ?? or));
  const int = (name: string, or: number) => fromInt(Number(options.get(name) ?? or));
  const double = (name: string, or: number) => fromDouble(Number(options.get(name) ?? or));
  const flag = (name: string) => {
    const value = options.get(name);
    return value === undefined ? null : fromBoolean(value === "true");
  };
  const shown = shownOptions(options);
  return {
    id,
    additional_write_policy: fromText(shown.additionalWritePolicy),
    allow_auto_snapshot: flag("allow_auto_snapshot"),
    bloom_filter_fp_chance: fromDouble(shown.bloomFilterFpChance),
    caching: textMap(shown.caching),
    comment: text("comment", ""),
    compaction: textMap(shown.compaction),
    compression: textMap(shown.compression),
    crc_check_chance: double("crc_check_chance", 1),
    dclocal_read_repair_chance: double("dclocal_read_repair_chance", 0),
    default_time_to_live: int("default_time_to_live", 0),
    extensions: fromElements([]),
    flags: fromElements(isCounter ? ["compound", "counter"] : ["compound"]),
    gc_grace_seconds: int("gc_grace_seconds", 864_000),
    incremental_backups: flag("incremental_backups"),
    max_index_interval: int("max_index_interval", 2048),
    memtable_flush_period_in_ms: int("memtable_flush_period_in_ms", 0),
    min_index_interval: int("min_index_interval", 128),
    read_repair: text("read_repair", "BLOCKING"),
    read_repair_chance: double("read_repair_chance", 0),
    speculative_retry: fromText(shown.speculativeRetry),
  };
}

function textMap(map: Map<string, string>): Bytes {
  const entries = [...map].sort(([a], [b]) => a < b ? -1 : 1);
  return fromElements(entries.flat().map(fromText), entries.length);
}

function put(table: Table, values: ColumnValues): void {
  const part = (column: SchemaColumn) => values[column.name]!;
  const partition = openPartition(table.data, joinKey(table.partitionKey.map(part)));
  const clustering = table.clustering.map(part);
  const order = (a: readonly Bytes[], b: readonly Bytes[]) => compareTexts(a, b);
  const row = clustering.length > 0 ? openRow(partition, clustering, order) : openHead(partition);
  const target = writableRow(partition, row, order);
  markRow(target, ALWAYS);
  for (const [name, value] of Object.entries(values)) {
    const column = table.columns.get(name)!;
    if (column.position >= 0) continue;
    row.cells[column.cellIndex] = undefined;
    putCell(target, column.cellIndex, value, ALWAYS);
  }
}

// All clustering columns of these tables are texts.
function compareTexts(a: readonly Bytes[], b: readonly Bytes[]): number {
  for (let i = 0; i < b.length; i++) {
    if (a[i]! !== b[i]!) return a[i]! < b[i]! ? -1 : 1;
  }
  return 0;
}
