import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { Field, TypeChange, TypeDefinition } from "../cql/ast.ts";
import { refersTo, resolveType } from "../data/types.ts";
import { invalid } from "../errors.ts";
import { refuseSystemKeyspace, type SchemaChange, type StoredKeyspace } from "./schema.ts";

/** Carries out a CREATE, ALTER or DROP of a user type, as {@linkcode define} does. */
export function defineType(
  keyspace: StoredKeyspace,
  definition: TypeDefinition,
): SchemaChange | undefined {
  refuseSystemKeyspace(keyspace.name);
  const { type: { name } } = definition;
  const shown = `${keyspace.name}.${name}`;
  const existing = keyspace.userTypes.get(name);
  const changed = (change: SchemaChange["change"]): SchemaChange => (
    { change, keyspace: keyspace.name, table: undefined, userType: name }
  );
  if (definition.kind === "createType") {
    if (existing === undefined) {
      keyspace.userTypes.set(name, newType(keyspace, name, definition.fields));
      return changed("CREATED");
    }
    if (definition.ifNotExists) return undefined;
    throw invalid(`A user type with name '${name}' already exists`);
  }
  if (existing === undefined) {
    if (definition.ifExists) return undefined;
    throw invalid(`Type '${shown}' doesn't exist`);
  }
  if (definition.kind === "alterType") {
    changeType(keyspace, existing, definition.change);
    return changed("UPDATED");
  }
  const user = usersOf(keyspace, existing)[0];
  if (user !== undefined) throw invalid(`Cannot drop user type '${shown}' as ${user} uses it`);
  keyspace.userTypes.delete(name);
  return changed("DROPPED");
}

function newType(keyspace: StoredKeyspace, name: string, fields: readonly Field[]): CqlType {
  const names = fields.map((field) => field.name);
  const twice = names.find((field, at) => names.indexOf(field) < at);
  if (twice !== undefined) throw invalid(`Duplicate field name '${twice}' in type '${name}'`);
  const of = fields.map((field) => fieldType(keyspace, field));
  return { name: "udt", of, keyspace: keyspace.name, userType: name, fields: names };
}

function fieldType(keyspace: StoredKeyspace, { type: written }: Field): CqlType {
  const type = resolveType(written, keyspace.name, keyspace.userTypes);
  if (type.name === "counter") throw invalid("A user type cannot contain counters");
  if (type.name === "udt") throw invalid("A user type cannot contain non-frozen UDTs");
  return type;
}

function changeType(keyspace: StoredKeyspace, type: CqlType, change: TypeChange): void {
  if (change.kind === "retype") throw invalid("Altering field types is no longer supported");
  const fields = [...type.fields ?? []];
  const shown = `${keyspace.name}.${type.userType}`;
  if (change.kind === "rename") {
    for (const { from, to } of change.pairs) {
      const at = fields.indexOf(from);
      if (at < 0) throw invalid(`Unkown field ${from} in user type ${shown}`);
      if (fields.includes(to)) throw invalid(`Duplicate field name ${to} in type ${shown}`);
      fields[at] = to;
    }
    type.fields = fields;
    return;
  }
  const { field, ifNotExists } = change;
  if (fields.includes(field.name)) {
    if (ifNotExists) return;
    throw invalid(
      `Cannot add field ${field.name} to type ${shown}: a field with name ${field.name} already exists`,
    );
  }
  const added = fieldType(keyspace, field);
  const refusal = `Cannot add new field ${field.name} of type ${formatCqlType(added)} ` +
    `to user type ${shown} as`;
  if (refersTo(added, type)) throw invalid(`${refusal} it would create a circular reference`);
  const keyed = [...keyspace.tables.values()].find(({ partitionKey }) =>
    partitionKey.some((column) => refersTo(column.type, type))
  );
  if (keyed !== undefined) {
    throw invalid(`${refusal} the type is being used in partition key by ${keyed.name}`);
  }
  type.of.push(added);
  type.fields = [...fields, field.name];
}

/** What is made of a user type, in words. */
function usersOf({ tables, userTypes }: StoredKeyspace, type: CqlType): string[] {
  const types = [...userTypes.values()].filter((other) => other !== type && refersTo(other, type));
  const used = [...tables.values()].filter(({ columns }) =>
    [...columns.values()].some((column) => refersTo(column.type, type))
  );
  return [
    ...types.map(({ userType }) => `user type ${userType}`),
    ...used.map(({ name }) => `table ${name}`),
  ];
}
