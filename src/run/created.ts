import { createTable, createType } from "../scenario/cql/definitions.ts";
import type { Plan } from "../scenario/planned.ts";
import { createIndex } from "../scenario/schema/indexes.ts";
import type { UserType } from "../scenario/schema/user_type.ts";

/** Something of the schema that a run creates where it is missing. */
export interface Created {
  readonly kind: "keyspace" | "type" | "table" | "index" | "statement";
  readonly name: string;
  /** How it is created; absent for a keyspace whose replication depends on the cluster. */
  readonly cql?: string;
}

/** What a run creates where it is missing, in this order; empty where the schema must be there. */
export function createdBy({ scenario: { models = [], ddl = [] }, settings }: Plan): Created[] {
  const { keyspace, createSchema } = settings;
  if (!createSchema) return [];
  const types = new Set(models.flatMap(({ userTypes }) => userTypes.flatMap(withUsed)));
  return [
    { kind: "keyspace", name: keyspace },
    ...[...types].map((type): Created => ({
      ...{ kind: "type", name: type.name, cql: createType(type, keyspace) },
    })),
    ...models.map((model): Created => ({
      ...{ kind: "table", name: model.name, cql: createTable(model, keyspace) },
    })),
    ...models.flatMap((model) =>
      model.indexes.map((index): Created => ({
        ...{ kind: "index", name: index.name, cql: createIndex(model.name, keyspace, index) },
      }))
    ),
    ...ddl.map((cql, at): Created => ({ kind: "statement", name: String(at + 1), cql })),
  ];
}

/** A type after those that its fields name. */
function withUsed(type: UserType): UserType[] {
  return [...type.uses.flatMap(withUsed), type];
}
