import type cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import type { Warning } from "../../result/document.ts";
import type { Model } from "../../scenario/model.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import { assertUsable, type Findings, NO_DDL_HINT } from "../schema/findings.ts";
import {
  compareKeyspace,
  createKeyspace,
  type DataCenters,
  findUnknownDataCenters,
  type WantedKeyspace,
} from "../schema/keyspace.ts";
import { lookAtTable } from "../schema/look_at_table.ts";
import { lookAtTypes, userTypesOf } from "../schema/user_types.ts";
import { askError, findKeyspace, readColumns, readTables, readTypes } from "./read_schema.ts";

/** What a run needs of the schema. */
export interface WantedSchema {
  readonly settings: Pick<FullSettings, keyof WantedKeyspace | "createSchema">;
  readonly models: readonly Model[];
}

/**
 * Creates what is missing: the keyspace, user types, tables and columns. Never drops or alters anything else. With `createSchema`
 * false it creates nothing, and all must be there.
 *
 * @returns what is there and is not as it was asked for
 * @throws {TargetError} for tables that differ from their models, listing every difference, before anything is changed;
 * and when the server refuses a change
 */
export async function syncSchema(
  client: cassandra.Client,
  { settings, models }: WantedSchema,
  dataCenters: DataCenters,
): Promise<readonly Warning[]> {
  const { keyspace, createSchema } = settings;
  const found: Findings = { changes: [], differences: [], twins: [], warnings: [] };
  const existing = await findKeyspace(client, keyspace);
  const unknown = findUnknownDataCenters(settings, dataCenters);
  if (unknown.length > 0) {
    throw new TargetError(
      `Cannot use keyspace "${keyspace}" as ${unknown.join("; ")}`,
      "name data centers as the server does: SELECT data_center FROM system.local",
    );
  }
  if (existing !== undefined) found.warnings.push(...compareKeyspace(settings, existing));
  else if (createSchema) {
    found.changes.push({ cql: createKeyspace(settings, dataCenters), missing: [] });
  } else {
    throw new TargetError(`Cannot use keyspace "${keyspace}" as it is not there`, NO_DDL_HINT);
  }
  const userTypes = userTypesOf(models);
  if (userTypes.length > 0) {
    lookAtTypes(userTypes, keyspace, await readTypes(client, keyspace), found);
  }
  const tables = await readTables(client, keyspace);
  for (const model of models) {
    const columns = await readColumns(client, keyspace, model.name);
    lookAtTable(model, { keyspace, tables, columns }, models, found);
  }
  assertUsable(keyspace, createSchema, found);
  for (const { cql } of found.changes) await change(client, cql);
  return found.warnings;
}

async function change(client: cassandra.Client, cql: string): Promise<void> {
  try {
    await client.execute(cql, [], { prepare: false });
  } catch (cause) {
    throw askError("prepare", cql, cause, "create them yourself, or pass a --username that may");
  }
}
