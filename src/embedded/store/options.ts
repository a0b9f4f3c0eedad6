import { ErrorCode } from "../../protocol/opcodes.ts";
import type { DefinitionOptions } from "../cql/ast.ts";
import { CqlError, syntax } from "../errors.ts";

const LOCATOR = "org.apache.cassandra.locator.";

/** The name of the only data centre. */
export const DATA_CENTER = "datacenter1";

/** Checks the options of a keyspace; returns the replication as system_schema shows it. */
export function keyspaceOptions(
  keyspace: string,
  options: DefinitionOptions,
): { replication: Map<string, string> | undefined; durableWrites: boolean | undefined } {
  for (const name of options.keys()) {
    if (name !== "replication" && name !== "durable_writes") {
      throw syntax(`Unknown property '${name}'`);
    }
  }
  const replication = options.get("replication");
  if (typeof replication === "string") {
    throw syntax("Invalid value for property 'replication'. It should be a map.");
  }
  const durable = options.get("durable_writes");
  return {
    replication: replication && readReplication(keyspace, replication),
    durableWrites: durable === undefined ? undefined : String(durable).toLowerCase() === "true",
  };
}

function readReplication(keyspace: string, given: Map<string, string>): Map<string, string> {
  const short = given.get("class")?.replace(LOCATOR, "");
  if (!short) throw config("Missing replication strategy class");
  if (short !== "SimpleStrategy" && short !== "NetworkTopologyStrategy") {
    throw config(`Unable to find replication strategy class '${LOCATOR}${short}'`);
  }
  const factors = new Map(given);
  factors.delete("class");
  for (const [name, factor] of factors) {
    if (!/^\d+(\/\d+)?$/.test(factor)) throw config(`For input string: "${factor}"`);
    if (name === "replication_factor" || name === DATA_CENTER) continue;
    throw config(
      `Unrecognized strategy option {${name}} passed to ${short} for keyspace ${keyspace}`,
    );
  }
  const factor = factors.get(DATA_CENTER) ?? factors.get("replication_factor") ?? "1";
  const name = short === "SimpleStrategy" ? "replication_factor" : DATA_CENTER;
  return new Map([["class", LOCATOR + short], [name, factor]]);
}

/** The longest name of a table. */
const MAX_TABLE_NAME = 222;

/** Refuses a name that could not be that of a folder. */
export function checkTableName(keyspace: string, name: string): void {
  if (!/^\w+$/.test(name)) {
    throw config(
      `${keyspace}.${name}: Table name must not be empty or not contain ` +
        `non-alphanumeric-underscore characters (got "${name}")`,
    );
  }
  if (name.length > MAX_TABLE_NAME) {
    throw config(
      `${keyspace}.${name}: Table name must not be more than ${MAX_TABLE_NAME} characters long ` +
        `(got ${name.length} characters for "${name}")`,
    );
  }
}

export function config(message: string): CqlError {
  return new CqlError(ErrorCode.configError, message);
}
