import cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import type { Warning } from "../../result/document.ts";
import { grantFor } from "../../scenario/cql/grant.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { quote } from "../../scenario/schema/names.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import type { Service } from "../services.ts";
import { assertUsable, type Findings, NO_DDL_HINT } from "../schema/findings.ts";
import {
  compareKeyspace,
  createKeyspace,
  type DataCenters,
  findUnknownDataCenters,
  type WantedKeyspace,
} from "../schema/keyspace.ts";
import { lookAtIndexes } from "../schema/indexes.ts";
import { lookAtTable } from "../schema/look_at_table.ts";
import { lookAtTypes, userTypesOf } from "../schema/user_types.ts";
import { classifyDriverError } from "./errors.ts";
import { untilActive } from "./await_active.ts";
import { type Build, type BuildProgress, untilBuilt } from "./await_builds.ts";
import {
  askError,
  findKeyspace,
  readColumns,
  readIndexes,
  readTables,
  readTypes,
  readViews,
} from "./read_schema.ts";

/** What a run needs of the schema. */
export interface WantedSchema {
  readonly settings: Pick<FullSettings, keyof WantedKeyspace | "createSchema">;
  readonly models: readonly Model[];
  /** Further statements, for after the tables. */
  readonly ddl: readonly string[];
  /** The service that the server is, where it is one. */
  readonly service?: Service | undefined;
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
  { settings, models, ddl, service }: WantedSchema,
  dataCenters: DataCenters,
  progress: BuildProgress,
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
  else {
    const cql = cqlForKeyspace({ settings, service }, dataCenters);
    found.changes.push({ cql, missing: [] });
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
  const indexes = await findIndexes(client, keyspace, models, found);
  assertUsable(keyspace, createSchema, found);
  const usable = models.map(({ name }) => name).filter((name) => tables.has(name));
  for (const { cql, table } of found.changes) {
    await change(client, cql);
    if (table !== undefined && !usable.includes(table)) usable.push(table);
    if (service?.makesLater) await untilActive(client, keyspace, usable, progress);
  }
  if (service?.makesLater) await untilActive(client, keyspace, usable, progress);
  const made = createSchema ? await runDdl(client, keyspace, ddl) : [];
  await untilBuilt(client, keyspace, [...indexes, ...made], progress);
  return found.warnings;
}

/** What makes the keyspace that is not there. */
function cqlForKeyspace(
  { settings, service }: Pick<WantedSchema, "settings" | "service">,
  dataCenters: DataCenters,
): string {
  const { keyspace, createSchema } = settings;
  const isMadeHere = service === undefined || service.replication !== undefined;
  if (createSchema && isMadeHere) {
    return createKeyspace(settings, dataCenters, service?.replication);
  }
  const why = isMadeHere ? "" : `, and ${service.product} makes none by CQL`;
  throw new TargetError(
    `Cannot use keyspace "${keyspace}" as it is not there${why}`,
    service?.keyspaceHint ?? NO_DDL_HINT,
  );
}

async function findIndexes(
  client: cassandra.Client,
  keyspace: string,
  models: readonly Model[],
  found: Findings,
): Promise<Build[]> {
  if (models.every(({ indexes }) => indexes.length === 0)) return [];
  const existing = await readIndexes(client, keyspace);
  return models.flatMap((model) => lookAtIndexes(model, keyspace, existing, found))
    .map((name) => ({ kind: "index", name }));
}

/** Runs further statements, in the keyspace. Returns the indexes and views that are there since then. */
async function runDdl(
  client: cassandra.Client,
  keyspace: string,
  ddl: readonly string[],
): Promise<Build[]> {
  if (ddl.length === 0) return [];
  const before = await readBuilds(client, keyspace);
  await change(client, `USE ${quote(keyspace)}`);
  for (const cql of ddl) await change(client, cql);
  const after = await readBuilds(client, keyspace);
  return after.filter(({ kind, name }) =>
    !before.some((other) => other.kind === kind && other.name === name)
  );
}

async function readBuilds(client: cassandra.Client, keyspace: string): Promise<Build[]> {
  const indexes = await readIndexes(client, keyspace);
  const views = await readViews(client, keyspace);
  return [
    ...indexes.map(({ name }) => ({ kind: "index", name } as const)),
    ...views.map((name) => ({ kind: "view", name } as const)),
  ];
}

/** Cassandra looks at no consistency here; Amazon Keyspaces takes no other one. */
const DDL_CONSISTENCY = cassandra.types.consistencies.localQuorum;

async function change(client: cassandra.Client, cql: string): Promise<void> {
  try {
    await client.execute(cql, [], { prepare: false, consistency: DDL_CONSISTENCY });
  } catch (cause) {
    const isOff = /in cassandra\.yaml/.test(String(cause));
    const hint = isOff ? OFF_HINT : grantHint(cause) ?? HINTS[classifyDriverError(cause)];
    throw askError("prepare", cql, cause, hint);
  }
}

/** Where a right is missing: what gives it, or how to do without. */
function grantHint(cause: unknown): string | undefined {
  const grant = grantFor(String(cause));
  return grant && `${grant}; or have somebody else create what is missing, and pass --no-ddl`;
}

/** Cassandra says of materialized views and others that cassandra.yaml has them off. */
const OFF_HINT =
  "with --cassandra, pass --cassandra-option KEY=true with its key of cassandra.yaml, " +
  "such as materialized_views_enabled";

/** What to do about a change that the server refused, by the error's class. */
const HINTS: Readonly<Record<string, string>> = {
  unauthorized: "create them yourself, or pass a --username that may",
  alreadyExists: "every run sends the statements of ddl: one that creates needs IF NOT EXISTS",
};
