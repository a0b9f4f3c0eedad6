/** Clusters that are no Cassandra, as a person runs against them; the servers are stand-ins. */
import assert from "node:assert/strict";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { startAstra, startKeyspaces } from "../support/service_server.ts";
import { startShardServer } from "../support/shard_server.ts";

const SCENARIO = inRepository("scenarios/latency.ts");
const SMALL = ["--latency", "0", "--pool-sizes", "10", "--operations", "200", "--repetitions", "1"];

/** What does not go: [the server, the flags, the message, the hint]. */
const REFUSED = [
  [
    "Amazon Keyspaces",
    startKeyspaces,
    [],
    /Cannot use Amazon Keyspaces as it takes writes at consistency localQuorum only: found localOne/,
    /pass --consistency localQuorum/,
  ],
  [
    "Astra DB",
    startAstra,
    ["--consistency", "localQuorum", "--keyspace", "other"],
    /Cannot use keyspace "other" as it is not there, and Astra DB makes none by CQL/,
    /make it in the Astra Portal/,
  ],
] as const;

for (const [name, start, flags, message, hint] of REFUSED) {
  testPermitted(
    `${name}: what it would refuse ends the run at once, and nothing is written`,
    async () => {
      await using server = await start();
      await inTemporaryFolder(async (cwd) => {
        const where = ["--contact-points", server.contactPoint, "--json", "r.json"];
        const args = [SCENARIO, ...where, ...SMALL, ...flags];
        const { code, stderr } = await cassbench(args, { cwd });
        assert.equal(code, 1, stderr);
        assert.match(stderr, message);
        assert.match(stderr, hint);
        assert.deepEqual([...Deno.readDirSync(cwd)], []);
      });
      assert.deepEqual([server.refused, server.changes], [[], []]);
    },
  );
}

testPermitted(
  "ScyllaDB: a run of both clients is named as one of shards in its report and document",
  async () => {
    await using server = await startShardServer({ shards: 4, tablets: 8 });
    await inTemporaryFolder(async (cwd) => {
      const files = ["--json", "r.json", "--markdown", "-"];
      const clients = ["--client", "driver,wire"];
      const args = [
        SCENARIO,
        "--contact-points",
        server.contactPoint,
        ...SMALL,
        ...clients,
        ...files,
      ];
      const { code, stdout, stderr } = await cassbench(args, { cwd });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /each node has 4 shards: wire sent each row's requests to its own/);
      const result = JSON.parse(Deno.readTextFileSync(`${cwd}/r.json`));
      assert.equal(result.environment.target.shards, 4);
      assert.deepEqual(
        result.cases.map((one: { errors: { total: number } }) => one.errors.total),
        [0, 0],
      );
    });
  },
);
