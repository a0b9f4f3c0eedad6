import assert from "node:assert/strict";
import { startEmbeddedServer } from "../../src/embedded/server.ts";
import { useManagedCluster } from "../../src/target/managed/cluster.ts";
import { testOnCassandra } from "../support/needs.ts";
import { runAll } from "./outcome.ts";
import { STATEMENTS } from "./statements.ts";

const PORT = 19_342;

testOnCassandra("the embedded server answers each statement as Cassandra does", async (t) => {
  const server = await startEmbeddedServer();
  const cluster = await useManagedCluster({ port: PORT });
  const [real = ""] = cluster.contactPoints;
  try {
    for (const [at, [group, steps]] of Object.entries(STATEMENTS).entries()) {
      await t.step(group, async () => {
        const keyspace = `contract_${at}`;
        const expected = await runAll(real, keyspace, steps);
        const actual = await runAll(`${server.host}:${server.port}`, keyspace, steps);
        assert.deepEqual(
          steps.map((step, i) => [step, actual[i]]),
          steps.map((step, i) => [step, expected[i]]),
        );
      });
    }
  } finally {
    await cluster.stop();
    await server.stop();
  }
});
