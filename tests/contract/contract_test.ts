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
import { assertClocks, serverSpansOf, tracePage } from "./traces.ts";

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

/** Cassandra's name for the request, and the work of its only node. */
const TRACED: Record<string, readonly string[]> = {
  create: ["coordinator", "write user"],
  find: ["coordinator", "read user"],
  batch: ["coordinator, batch", "write user"],
  execute: ["coordinator", "read user"],
};

async function checkTraces(contactPoint: string): Promise<void> {
  const page = await tracePage([contactPoint], "quorum");
  for (const [step, expected] of Object.entries(TRACED)) {
    const names = [...serverSpansOf(page, step).keys()];
    for (const name of expected) assert.ok(names.includes(name), `${step}: ${names}`);
  }
  assertClocks(page, ["127.0.0.1"]);
}

testPermitted(
  "the contract, on the embedded server",
  (t) =>
    withEmbedded(async (point) => {
      await checkTarget(t, point);
      await t.step("traced requests are answered, and tell of no trace", async () => {
        const { spans } = await tracePage([point], "quorum");
        assert.deepEqual(spans.map(({ name }) => name), Object.keys(TRACED));
        assert.ok(spans.every(({ trace }) => trace === undefined));
      });
    }),
);

testOnCassandra(
  "the contract, on Cassandra and beside the embedded server",
  (t) =>
    withCassandra(19_342, (real) =>
      withEmbedded(async (embedded) => {
        await checkTarget(t, real);
        await t.step("traced requests show what the node did", () => checkTraces(real));
        await compareStatements(t, embedded, real);
      })),
);
