import { ErrorCode } from "../../protocol/opcodes.ts";
import type { Definition } from "../cql/ast.ts";
import { CqlError, invalid } from "../errors.ts";
import { keyspaceOptions } from "./options.ts";
import { refuseSystemKeyspace, type Schema, type SchemaChange } from "./schema.ts";

/** Carries out a CREATE KEYSPACE. */
export function createKeyspace(
  { keyspaces }: Schema,
  { name, ifNotExists, options }: Extract<Definition, { kind: "createKeyspace" }>,
): SchemaChange | undefined {
  refuseSystemKeyspace(name);
  const given = keyspaceOptions(name, options);
  if (!given.replication) throw invalid("Missing mandatory option 'replication'");
  if (keyspaces.has(name)) {
    if (ifNotExists) return undefined;
    throw new CqlError(ErrorCode.alreadyExists, `Cannot add existing keyspace "${name}"`, {
      keyspace: name,
      table: "",
    });
  }
  keyspaces.set(name, {
    name,
    replication: given.replication,
    durableWrites: given.durableWrites ?? true,
    tables: new Map(),
    userTypes: new Map(),
  });
  return { change: "CREATED", keyspace: name, table: undefined };
}

/** Carries out an ALTER or DROP KEYSPACE. */
export function changeKeyspace(
  { keyspaces }: Schema,
  definition: Extract<Definition, { kind: "alterKeyspace" | "dropKeyspace" }>,
): SchemaChange | undefined {
  const { name, ifExists } = definition;
  refuseSystemKeyspace(name);
  const keyspace = keyspaces.get(name);
  if (!keyspace) {
    if (ifExists) return undefined;
    throw noKeyspace(name);
  }
  if (definition.kind === "dropKeyspace") {
    keyspaces.delete(name);
    return { change: "DROPPED", keyspace: name, table: undefined };
  }
  const given = keyspaceOptions(name, definition.options);
  keyspace.replication = given.replication ?? keyspace.replication;
  keyspace.durableWrites = given.durableWrites ?? keyspace.durableWrites;
  return { change: "UPDATED", keyspace: name, table: undefined };
}

/** The error of a keyspace that is not there. */
export function noKeyspace(name: string): CqlError {
  return invalid(`Keyspace '${name}' doesn't exist`);
}
