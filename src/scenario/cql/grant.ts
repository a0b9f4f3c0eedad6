import { shownName } from "../schema/names.ts";

/** What Cassandra says where a right is missing. */
const MISSING = /User (\S+) has no (\w+) permission on <(.+?)>/;

/**
 * The statement that gives the right which the server says is missing, such as `GRANT SELECT ON shop.users TO ada`;
 * `undefined` for any other message.
 */
export function grantFor(message: string): string | undefined {
  const [, role = "", right = "", resource = ""] = MISSING.exec(message) ?? [];
  const on = nameResource(resource);
  return on && `GRANT ${right} ON ${on} TO ${shownName(role)}`;
}

function nameResource(resource: string): string | undefined {
  const [, kind, names = ""] = /^(table|keyspace|all tables in|all) (.+)$/.exec(resource) ?? [];
  if (kind === undefined) return undefined;
  const shown = names.split(".").map(shownName).join(".");
  if (kind === "all tables in") return `ALL TABLES IN KEYSPACE ${shown}`;
  if (kind === "all") {
    return ["keyspaces", "roles", "functions"].includes(names)
      ? `ALL ${names.toUpperCase()}`
      : undefined;
  }
  // The tables of a virtual keyspace are read together, so one grant is for all.
  if (shown.startsWith("system_views.")) return "KEYSPACE system_views";
  return kind === "keyspace" ? `KEYSPACE ${shown}` : shown;
}
