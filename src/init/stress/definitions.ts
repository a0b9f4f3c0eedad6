import type { CreateTable } from "../../embedded/cql/ast.ts";
import { parse } from "../../embedded/cql/parse.ts";
import { messageOf } from "../../errors.ts";
import { isModelOption } from "../model_text.ts";
import {
  replicationNotes,
  type SourceSchema,
  type SourceTable,
  type SourceType,
  type TableIndex,
  type TableOption,
} from "../schema.ts";
import { treeOf } from "../type_tree.ts";
import type { Profile } from "./profile.ts";

/** The schema of a profile's definitions: its own table first. */
export interface Definitions {
  readonly schema: SourceSchema;
  /** What of it a scenario cannot have. */
  readonly notes: readonly string[];
  /** What is no definition. */
  readonly problems: readonly string[];
}

/** Reads the definitions of a profile. */
export function readDefinitions(profile: Profile): Definitions {
  const notes: string[] = [];
  const problems: string[] = [];
  const types: SourceType[] = [];
  const tables: SourceTable[] = [];
  const indexes: (TableIndex & { readonly table: string })[] = [];
  notes.push(...keyspaceNotes(profile.keyspaceDefinition, problems));
  function add(cql: string, path: string): void {
    try {
      if (/^\s*CREATE\s+TYPE\b/i.test(cql)) types.push(readType(cql));
      else if (/^\s*CREATE\s+(TABLE|COLUMNFAMILY)\b/i.test(cql)) tables.push(readTable(cql, notes));
      else {
        const index = readIndex(cql);
        if (index !== undefined) indexes.push(index);
        else notes.push(withoutBlanks(cql));
      }
    } catch (error) {
      problems.push(`${path} must be CQL: ${messageOf(error)}`);
    }
  }
  // The user types of the table are among the extra definitions.
  if (!/^\s*CREATE\s+(TABLE|COLUMNFAMILY)\b/i.test(profile.tableDefinition)) {
    problems.push("table_definition must be a CREATE TABLE");
  } else add(profile.tableDefinition, "table_definition");
  profile.extraDefinitions.forEach((cql, at) => add(cql, `extra_definitions[${at}]`));
  const [own] = tables;
  if (own !== undefined && own.name !== profile.table && problems.length === 0) {
    problems.push(`table must be that of table_definition, ${own.name}: found "${profile.table}"`);
  }
  const withIndexes = tables.map((table) => ({
    ...table,
    indexes: indexes.filter((index) => index.table === table.name)
      .map(({ table: _, ...index }) => index),
  }));
  return { schema: { types, tables: withIndexes }, notes, problems };
}

function readType(cql: string): SourceType {
  const { statement } = parse(cql);
  if (statement.kind !== "createType") throw new Error("it is no CREATE TYPE");
  const { type, fields } = statement;
  return {
    name: type.name,
    fields: fields.map((field) => ({ name: field.name, type: treeOf(field.type) })),
  };
}

function readTable(cql: string, notes: string[]): SourceTable {
  const isCompact = /\bCOMPACT\s+STORAGE\b/i.test(cql);
  if (isCompact) notes.push("COMPACT STORAGE, which Cassandra no longer has");
  const plain = cql.replace(/\bWITH\s+COMPACT\s+STORAGE\s+AND\b/i, "WITH")
    .replace(/\b(WITH|AND)\s+COMPACT\s+STORAGE\b/i, "");
  const { table: { name }, columns, keys: [key], order, options } = parseTable(plain);
  const { partition = [], clustering = [] } = key ?? {};
  if (key === undefined) throw new Error(`table ${name} has no PRIMARY KEY`);
  const position = (column: string) => {
    const at = [...partition, ...clustering].indexOf(column);
    return at < 0 ? columns.length : at;
  };
  const read = Object.fromEntries(
    [...options].map(([option, value]) => [option, readOption(option, value)]),
  );
  for (const [option, value] of Object.entries(read)) {
    if (!isModelOption(option)) {
      notes.push(
        `table ${name}: option ${option} = ${
          typeof value === "string" ? value : JSON.stringify(value)
        }`,
      );
    }
  }
  return {
    name,
    columns: [...columns].sort((a, b) => position(a.name) - position(b.name)).map((column) => ({
      name: column.name,
      type: treeOf(column.type),
      isStatic: column.isStatic,
    })),
    partitionKey: partition,
    clusteringKey: clustering,
    descending: order.filter(({ descending }) => descending).map(({ column }) => column),
    options: read,
    indexes: [],
  };
}

function parseTable(cql: string): CreateTable {
  const { statement } = parse(cql);
  if (statement.kind !== "createTable") throw new Error("it is no CREATE TABLE");
  return statement;
}

/** The names that options of the compression had before Cassandra 3. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ["sstable_compression", "class"],
  ["chunk_length_kb", "chunk_length_in_kb"],
]);

function readOption(name: string, value: string | ReadonlyMap<string, string>): TableOption {
  if (typeof value === "string") return value;
  if (name !== "compression") return Object.fromEntries(value);
  const renamed = [...value].map(([key, text]) => [OLD_NAMES.get(key) ?? key, text]);
  const compression: Record<string, string> = Object.fromEntries(renamed);
  // A class without a name meant none.
  return compression.class === "" ? { enabled: "false" } : compression;
}

const INDEX =
  /^\s*CREATE\s+(?:CUSTOM\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:(?!ON\b)"?(\w+)"?\s+)?ON\s+(?:\w+\.)?"?(\w+)"?\s*\(\s*([^)]*(?:\([^)]*\))?)\s*\)\s*(?:USING\s+'([^']+)')?\s*(?:WITH\s+OPTIONS\s*=\s*\{([^}]*)\})?\s*;?\s*$/i;

/** Reads a CREATE INDEX; `undefined` for anything else. */
function readIndex(cql: string): (TableIndex & { readonly table: string }) | undefined {
  const [, name, table, on, using, inner = ""] = INDEX.exec(cql) ?? [];
  if (table === undefined || on === undefined) return undefined;
  const options = Object.fromEntries(
    [...inner.matchAll(/'([^']+)'\s*:\s*'([^']*)'/g)].map((
      [, key = "", value = ""],
    ) => [key, value]),
  );
  return {
    ...{ table, on: on.replaceAll('"', "") },
    ...Object.keys(options).length > 0 ? { options } : {},
    ...name === undefined ? {} : { name },
    ...using === undefined ? {} : { using: /StorageAttachedIndex$/.test(using) ? "sai" : using },
  };
}

/** What a run must be told of the keyspace. */
function keyspaceNotes(cql: string | undefined, problems: string[]): string[] {
  if (cql === undefined) return [];
  try {
    const { statement } = parse(cql);
    if (statement.kind !== "createKeyspace") throw new Error("it is no CREATE KEYSPACE");
    const replication = statement.options.get("replication");
    return replicationNotes(Object.fromEntries(replication instanceof Map ? replication : []));
  } catch (error) {
    problems.push(`keyspace_definition must be CQL: ${messageOf(error)}`);
    return [];
  }
}

/** A statement in one line. */
function withoutBlanks(cql: string): string {
  return cql.trim().replaceAll(/\s+/g, " ");
}
