import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { withOwnCache } from "../support/cassandra.ts";
import { testOnCassandra } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const LATENCY = inRepository("scenarios/latency.ts");
const SHORT = ["--latency", "0,1", "--operations", "50", "--json", "x.json"];
const PORT = ["--port", "19642"];

testOnCassandra(
  "cassandra start, a run that reuses it, status, logs and stop",
  () =>
    inTemporaryFolder((cwd) =>
      withOwnCache(async () => {
        const started = await cassbench(["cassandra", "start", ...PORT], { cwd });
        try {
          assert.equal(started.code, 0, started.stderr);
          assert.match(
            started.stdout,
            /^Cassandra 5\.0\.\d+ with 1 node is running\n {2}contact points: 127\.0\.0\.1:19642\n$/,
          );

          const run = await cassbench([LATENCY, "--cassandra", ...SHORT], { cwd });
          assert.equal(run.code, 0, run.stderr);
          assert.match(
            run.stdout,
            /^Target: Apache Cassandra 5\.0\.\d+, 1 node, on this machine$/m,
          );
          const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
          assert.equal(result.environment.target.kind, "managed");
          assert.deepEqual(result.cases.map(({ errors }) => errors.total), [0, 0, 0, 0]);

          const point = ["--contact-points", "127.0.0.1:19642"];
          const external = await cassbench([LATENCY, ...point, ...SHORT], { cwd });
          assert.match(
            external.stdout,
            /^Target: Apache Cassandra 5\.0\.\d+, 1 node, existing cluster$/m,
          );

          const status = await cassbench(["cassandra", "status"], { cwd });
          assert.match(status.stdout, /has been running since 20/);
          const logs = await cassbench(["cassandra", "logs"], { cwd });
          assert.match(logs.stdout, /^==> 127\.0\.0\.1:19642 <==\n(.*\n)*INFO /);
        } finally {
          const stopped = await cassbench(["cassandra", "stop"], { cwd });
          assert.equal(stopped.stdout, "Stopped\n");
        }
        const status = await cassbench(["cassandra", "status"], { cwd });
        assert.equal(status.stdout, "Not running\n");
      })
    ),
);

testOnCassandra(
  "--cassandra starts one that ends with the run",
  () =>
    inTemporaryFolder((cwd) =>
      withOwnCache(async () => {
        const { code, stdout, stderr } = await cassbench([
          LATENCY,
          "--cassandra",
          ...PORT,
          ...SHORT,
        ], { cwd });
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^Target: Apache Cassandra 5\.0\.\d+, 1 node, on this machine$/m);
        Deno.listen({ hostname: "127.0.0.1", port: 19642 }).close();
      })
    ),
);
