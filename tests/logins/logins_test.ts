/** A Cassandra that asks who one is, and grants rights. */
import { shareRecord, testOnCassandra } from "../support/cassandra.ts";
import { checkCanary } from "./canary.ts";
import { LOST_CHECKS } from "./lost.ts";
import { checkManaged } from "./managed.ts";
import { checkRefused } from "./refused.ts";
import { RIGHTS_CHECKS } from "./rights.ts";
import { closeAdmin, makeRoles } from "./roles.ts";

const record = shareRecord({
  authenticator: "PasswordAuthenticator",
  authorizer: "CassandraAuthorizer",
  // What is changed holds at once, and not when what a node remembers is two seconds old.
  ...{ credentials_validity: "0ms", roles_validity: "0ms", permissions_validity: "0ms" },
});

/** The contact point. */
const point = () => record()?.nodes.map(({ address, port }) => `${address}:${port}`).join() ?? "";

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

testWithRoles("a managed Cassandra with logins", (_, t) => checkManaged(t, record()!));

testWithRoles("the password is found nowhere", (point, t) => checkCanary(t, point));
