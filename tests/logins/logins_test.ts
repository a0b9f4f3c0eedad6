/** A Cassandra that asks who one is, and grants rights. */
import { shareCassandra, testOnCassandra } from "../support/cassandra.ts";
import { LOST_CHECKS } from "./lost.ts";
import { checkRefused } from "./refused.ts";
import { RIGHTS_CHECKS } from "./rights.ts";
import { closeAdmin, makeRoles } from "./roles.ts";

const point = shareCassandra({
  authenticator: "PasswordAuthenticator",
  authorizer: "CassandraAuthorizer",
});

Deno.test.afterAll(closeAdmin);

let made: Promise<void> | undefined;

/** A test that finds the roles there. */
function testWithRoles(
  name: string,
  test: (point: string, t: Deno.TestContext) => Promise<void>,
): void {
  testOnCassandra(name, async (t) => {
    await (made ??= makeRoles(point()));
    await test(point(), t);
  });
}

testWithRoles("logging in: who may not", (point, t) => checkRefused(t, point));

for (const [name, check] of Object.entries(RIGHTS_CHECKS)) testWithRoles(`rights: ${name}`, check);

for (const [name, check] of Object.entries(LOST_CHECKS)) testWithRoles(`logins: ${name}`, check);
