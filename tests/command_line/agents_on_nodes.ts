import assert from "node:assert/strict";
import { join } from "node:path";
import cassandra from "cassandra-driver";
import type { Result } from "../../mod.ts";
import { startAgents } from "../support/agents.ts";
import { cassbench } from "../support/cassbench.ts";
import { startNats } from "../support/nats.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const OPERATIONS = 2_000;

const SCENARIO = `
import { model, scenario } from "${inRepository("mod.ts")}";
const Written = model("by_agents", { id: "int", v: "text" }, ["id"]);
export default scenario({
  name: "agents",
  models: [Written],
  poolSizes: [40],
  operations: ${OPERATIONS},
  warmup: 0,
  consistency: "localQuorum",
  client: ["wire"],
  input: ({ index, faker }) => ({ id: index, v: faker.lorem.word() }),
  operation: (session, row) => session.create(Written, row),
});`;

/** Four agents, which are processes, write to these nodes: what is there afterwards is what they say was acknowledged. */
export async function writeByAgents(contactPoints: readonly string[]): Promise<void> {
  await using nats = await startNats();
  await using agents = await startAgents(nats.url, 4);
  const { cases: [only = assert.fail("no case")] } = await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), SCENARIO);
    const words = ["x.ts", "--contact-points", contactPoints.join(), "--nats", nats.url];
    const finished = await cassbench([...words, "--agents", "4", "--verify", "--json", "r.json"], {
      cwd,
    });
    assert.equal(finished.code, 0, finished.stderr);
    const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "r.json")));
    return result;
  });
  const acknowledged = only.operations - only.errors.total;
  assert.deepEqual(only.agents?.map(({ lost }) => lost), agents.map(() => undefined));
  assert.equal(
    only.agents?.reduce((sum, { operations, errors }) => sum + operations - errors, 0),
    acknowledged,
  );
  const { verified } = only;
  assert.deepEqual([verified?.readBack, verified?.missing, verified?.different], [
    acknowledged,
    ...[0, 0],
  ]);
  // What failed may have been written all the same.
  const rows = await countRows(contactPoints);
  assert.ok(rows >= acknowledged && rows <= acknowledged + (only.errors.unknown ?? 0), `${rows}`);
}

async function countRows(contactPoints: readonly string[]): Promise<number> {
  const client = new cassandra.Client({
    contactPoints: [...contactPoints],
    localDataCenter: "datacenter1",
  });
  try {
    const count = "SELECT count(*) FROM cassbench.by_agents";
    const { rows } = await client.execute(count, [], {
      consistency: cassandra.types.consistencies.localQuorum,
    });
    return Number(rows[0]?.["count"]);
  } finally {
    await client.shutdown();
  }
}
