/** The contract: whatever cassbench and its users send, the embedded server answers as Cassandra does. */
import assert from "node:assert/strict";
import { startEmbeddedServer } from "../../src/embedded/server.ts";
import { withCassandra } from "../support/cassandra.ts";
import { testOnCassandra, testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";
import { runAll } from "./outcome.ts";
import { SCHEMA_CHECKS } from "./schema.ts";
import { SESSION_CHECKS, SESSION_MODELS } from "./session.ts";
import { STATEMENTS } from "./statements.ts";

async function withEmbedded(body: (contactPoint: string) => Promise<void>): Promise<void> {
  const server = await startEmbeddedServer();
  try {
    await body(`${server.host}:${server.port}`);
  } finally {
    await server.stop();
  }
}

async function checkTarget(t: Deno.TestContext, contactPoint: string): Promise<void> {
  const target = { contactPoints: [contactPoint] };
  const opened = await open(target, "session_contract", SESSION_MODELS);
  for (const [name, check] of Object.entries(SESSION_CHECKS)) {
    await t.step(`session: ${name}`, () => check(opened.session));
  }
  await opened.close();
  for (const [name, check] of Object.entries(SCHEMA_CHECKS)) {
    await t.step(`schema: ${name}`, () => check(target));
  }
}

async function compareStatements(
  t: Deno.TestContext,
  embedded: string,
  real: string,
): Promise<void> {
  for (const [at, [group, steps]] of Object.entries(STATEMENTS).entries()) {
    await t.step(`the same answers: ${group}`, async () => {
      const keyspace = `contract_${at}`;
      const expected = await runAll(real, keyspace, steps);
      const actual = await runAll(embedded, keyspace, steps);
      steps.forEach((step, i) => assert.deepEqual(actual[i], expected[i], JSON.stringify(step)));
    });
  }
}

testPermitted(
  "the contract, on the embedded server",
  (t) => withEmbedded((point) => checkTarget(t, point)),
);

testOnCassandra(
  "the contract, on Cassandra and beside the embedded server",
  (t) =>
    withCassandra(19_342, (real) =>
      withEmbedded(async (embedded) => {
        await checkTarget(t, real);
        await compareStatements(t, embedded, real);
      })),
);
