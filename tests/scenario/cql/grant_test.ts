import assert from "node:assert/strict";
import { grantFor } from "../../../src/scenario/cql/grant.ts";

Deno.test("grantFor() gives the statement for each right that Cassandra says is missing", () => {
  const grants: Record<string, string | undefined> = {
    "User ada has no CREATE permission on <all keyspaces> or any of its parents":
      "GRANT CREATE ON ALL KEYSPACES TO ada",
    "User ada has no CREATE permission on <keyspace shop> or any of its parents":
      "GRANT CREATE ON KEYSPACE shop TO ada",
    "User ada has no CREATE permission on <all tables in shop> or any of its parents":
      "GRANT CREATE ON ALL TABLES IN KEYSPACE shop TO ada",
    "User ada has no MODIFY permission on <table shop.users> or any of its parents":
      "GRANT MODIFY ON shop.users TO ada",
    "User Ada-1 has no SELECT permission on <table Shop.table> or any of its parents":
      'GRANT SELECT ON "Shop"."table" TO "Ada-1"',
    "User ada has no SELECT permission on <table system_views.caches> or any of its parents":
      "GRANT SELECT ON KEYSPACE system_views TO ada",
    "User ada has no EXECUTE permission on <function shop.f(int)> or any of its parents": undefined,
    "User ada has no CREATE permission on <all functions> or any of its parents":
      "GRANT CREATE ON ALL FUNCTIONS TO ada",
    "You have not logged in": undefined,
    "": undefined,
  };
  for (const [message, grant] of Object.entries(grants)) assert.equal(grantFor(message), grant);
});
