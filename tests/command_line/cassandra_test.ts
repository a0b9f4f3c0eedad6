import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { findFreePort, isFree } from "../../src/cluster/managed/ports.ts";
import { testOnCassandra, withOwnCache } from "../support/cassandra.ts";
import { cassbench, type CommandOptions } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { killNodeUnderLoad } from "./killed_node.ts";
import { assertCountedOnce, runWithEvents } from "./node_events.ts";

const LATENCY = inRepository("scenarios/latency.ts");
const SHORT = ["--latency", "0,1", "--operations", "50", "--json", "x.json"];

/** Runs a test body in a folder of its own, with a cache of its own and a free port. */
function onOwn(
  body: (options: CommandOptions & { cwd: string }, port: number) => Promise<void>,
): Promise<void> {
  const port = findFreePort(["127.0.0.1"]);
  return inTemporaryFolder((cwd) => withOwnCache((env) => body({ cwd, env }, port)));
}

/** A load without a server ends when its time is over, and its Cassandra is there for the next. */
async function endTheOnlyNode(cache: string): Promise<void> {
  const { finished, result } = await runWithEvents(cache, [
    ...["--client", "wire", "--duration", "1500ms", "--event", "700ms:1:kill"],
  ]);
  assert.equal(finished.code, 0, finished.stderr);
  const [measured] = result.cases;
  assert.ok(measured !== undefined);
  assertCountedOnce(measured);
  assert.equal(measured.status, "completed");
  // A busy machine is late by what its event loop was.
  const lag = measured.client.eventLoopLag?.max ?? 0;
  assert.ok(measured.elapsed < 1_500 + 500 + 1_000 + lag, `${measured.elapsed}`);
  const [kill] = measured.events ?? [];
  assert.equal(kill?.recoveredAfter, null);
  assert.ok(kill.errors.total > 0);
  assert.equal(kill.dip?.throughput, 0);
}

testOnCassandra(
  "cassandra start, a run that reuses it, status, logs and stop",
  () =>
    onOwn(async (options, port) => {
      const started = await cassbench(["cassandra", "start", "--port", `${port}`], options);
      try {
        assert.equal(started.code, 0, started.stderr);
        assert.match(started.stdout, /^Cassandra 5\.0\.\d+ with 1 node is running\n/);
        assert.equal(started.stdout.split("\n")[1], `  contact points: 127.0.0.1:${port}`);

        const run = await cassbench([LATENCY, "--cassandra", ...SHORT], options);
        assert.equal(run.code, 0, run.stderr);
        assert.match(
          run.stdout,
          /^Target: Apache Cassandra 5\.0\.\d+, 1 node, on this machine$/m,
        );
        const result: Result = JSON.parse(await Deno.readTextFile(join(options.cwd, "x.json")));
        assert.equal(result.environment.target.kind, "managed");
        assert.deepEqual(result.cases.map(({ errors }) => errors.total), [0, 0, 0, 0]);

        const point = ["--contact-points", `127.0.0.1:${port}`];
        const external = await cassbench([LATENCY, ...point, ...SHORT], options);
        assert.match(
          external.stdout,
          /^Target: Apache Cassandra 5\.0\.\d+, 1 node, existing cluster$/m,
        );

        await endTheOnlyNode(`${options.env?.CASSBENCH_CACHE}`);
        const status = await cassbench(["cassandra", "status"], options);
        assert.match(status.stdout, /has been running since 20/);
        const logs = await cassbench(["cassandra", "logs"], options);
        assert.match(logs.stdout, /^==> .* <==\n(.*\n)*INFO /);
        assert.ok(logs.stdout.startsWith(`==> 127.0.0.1:${port} <==\n`));
      } finally {
        const stopped = await cassbench(["cassandra", "stop"], options);
        assert.equal(stopped.stdout, "Stopped\n");
      }
      const status = await cassbench(["cassandra", "status"], options);
      assert.equal(status.stdout, "Not running\n");
    }),
);

testOnCassandra(
  "--cassandra starts one that ends with the run, under -P=cassandra, too",
  () =>
    onOwn(async (own, port) => {
      const options = { ...own, permissions: ["-P=cassandra", "--no-prompt"] };
      const { code, stdout, stderr } = await cassbench([
        LATENCY,
        "--cassandra",
        "--port",
        `${port}`,
        ...SHORT,
      ], options);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Target: Apache Cassandra 5\.0\.\d+, 1 node, on this machine$/m);
      assert.ok(isFree("127.0.0.1", port));
      assert.doesNotMatch(stderr, / ended/, "cassbench itself ended it");
    }),
);

testOnCassandra(
  "a Cassandra that is killed under load ends the run at once, is named, and costs nothing that was measured",
  () =>
    withOwnCache(async ({ CASSBENCH_CACHE: cache = "" }) => {
      const port = findFreePort(["127.0.0.1"]);
      const words = ["--port", `${port}`, "--duration", "1h"];
      const { finished, result } = await killNodeUnderLoad({ cache, node: "127.0.0.1", words });
      const { code, stderr, elapsed } = finished;
      assert.equal(code, 1, stderr);
      assert.ok(elapsed < 15_000, `${elapsed} ms: an hour was asked for, and a timeout is 60 s`);
      const ended = `Cassandra at 127.0.0.1:${port} ended (SIGKILL)`;
      const [, notice = ""] = stderr.split(`warning: ${ended}; the end of its log:\n`);
      assert.match(notice, /^( {2}.{1,240}\n){1,5}What was measured is in x\.json\n/);
      assert.ok(stderr.endsWith(`\nerror: Cannot go on as ${ended}\n`), stderr);

      const { status, cases, warnings } = result;
      assert.equal(status, "failed");
      assert.deepEqual(cases.map((one) => [one.status, one.endedBy]), [["aborted", "target"]]);
      const [reason, ...others] = cases[0]?.verdict.reasons ?? [];
      assert.ok(reason?.message.startsWith(`${ended} `), reason?.message);
      assert.deepEqual(others, []);
      assert.ok(warnings[0]?.message.startsWith(`${ended} in the case `), warnings[0]?.message);
    }),
);
