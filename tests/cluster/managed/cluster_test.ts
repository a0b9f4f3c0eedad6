import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { answersCql } from "../../../src/cluster/managed/ports.ts";
import { assertClocks, serverSpansOf, tracePage } from "../../contract/traces.ts";
import { testOnCassandra, testPermitted } from "../../support/needs.ts";
import { assertNoProcess, command, makeCache, processesWith } from "./fixture.ts";

const PORT = 19142;

testOnCassandra(
  "a run's Cassandra is ready in time, is there for it alone and dies with it, also by SIGKILL",
  async () => {
    await using cache = await makeCache();
    const env = { CASSBENCH_CACHE: cache.folder };
    const run = command("use-and-hold", { port: PORT }, env);
    const { ready } = await run.until((line) => line.ready);

    assert.deepEqual(ready, {
      contactPoints: [`127.0.0.1:${PORT}`],
      localDataCenter: "datacenter1",
      version: "5.0.6",
      nodes: 1,
      reused: false,
    });
    assert.equal(await answersCql("127.0.0.1", PORT), true);
    assert.equal((await command("status", {}, env).end).result, null, "it is of no other run");
    const second = (await command("use", { port: PORT }, env).end).error;
    assert.equal(second?.message, `Cannot start Cassandra as port ${PORT} on 127.0.0.1 is in use`);
    assert.match(second?.hint ?? "", /--contact-points 127\.0\.0\.1:19142 .* --port 19143/);

    Deno.kill(run.pid, "SIGKILL");
    await run.end;
    await assertNoProcess(cache.folder);
    assert.equal(await answersCql("127.0.0.1", PORT), false);

    // A start that is interrupted leaves nothing behind, and has deleted the folder of the killed one.
    const next = command("use-and-hold", { port: PORT }, env);
    await next.until((line) => line.progress?.startsWith("starting node"));
    Deno.kill(next.pid, "SIGINT");
    assert.equal((await next.end).error?.message, "interrupted");
    await assertNoProcess(cache.folder);
    assert.deepEqual(readdirSync(join(cache.folder, "runs")), []);
  },
);

testOnCassandra(
  "three started nodes stay until they are stopped, and runs reuse them",
  async (t) => {
    await using cache = await makeCache();
    const env = { CASSBENCH_CACHE: cache.folder };
    const call = async (name: string, options = {}) => await command(name, options, env).end;
    const options = { nodes: 3, port: PORT + 1 };
    const contactPoints = ["127.0.0.1:19143", "127.0.0.2:19143", "127.0.0.3:19143"];

    const started = (await call("start", options)).result;
    try {
      assert.deepEqual(started.contactPoints, contactPoints);
      assert.equal(started.alreadyRunning, false);

      await t.step("it is there, as its starter is gone", async () => {
        const { result } = await call("status");
        assert.deepEqual(result, { ...started, alreadyRunning: true });
        assert.equal(result.engine, "java");
        assert.deepEqual(result.problems, []);
      });
      await t.step("a second start says that it is already running", async () => {
        assert.equal((await call("start")).result.alreadyRunning, true);
      });
      await t.step("a run reuses it and lets it be", async () => {
        const { result } = await call("use", options);
        assert.equal(result.reused, true);
        assert.deepEqual(result.contactPoints, contactPoints);
        assert.equal(await answersCql("127.0.0.3", PORT + 1), true);
      });
      await t.step("traced requests show what the replicas did", async () => {
        const page = await tracePage(contactPoints, "all");
        for (const [step, name] of Object.entries({ create: "write", find: "read" })) {
          const { node } = serverSpansOf(page, step).get(`replica ${name}`) ?? {};
          assert.match(node ?? "", /^127\.0\.0\.[123]$/, step);
        }
        assertClocks(page, ["127.0.0.1", "127.0.0.2", "127.0.0.3"]);
      });
      await t.step("a run for another number of nodes or port is refused", async () => {
        const { error } = await call("use", { nodes: 1, port: 9042 });
        assert.match(
          error?.message ?? "",
          /has 3 nodes, not 1, listens on 127\.0\.0\.1:19143, not on port 9042$/,
        );
      });
      await t.step("its logs are told, node by node", async () => {
        const { result } = await call("logs", { lines: 500 });
        assert.equal(result.match(/^==> 127\.0\.0\.\d:19143 <==$/gm).length, 3);
        assert.equal(result.match(/Startup complete/g).length, 3);
      });
      await t.step("a node that died is told, and no run uses what is left", async () => {
        const [node] = await processesWith(join("127.0.0.2", "cassandra.yaml"));
        Deno.kill(Number.parseInt(node ?? ""), "SIGKILL");
        await assertNoProcess(join("127.0.0.2", "cassandra.yaml"));
        assert.deepEqual((await call("status")).result.problems, ["127.0.0.2:19143 has died"]);
        assert.match((await call("use")).error?.message ?? "", /: 127\.0\.0\.2:19143 has died$/);
      });
    } finally {
      assert.equal((await call("stop")).result, true);
    }
    await assertNoProcess(cache.folder);
    assert.equal((await call("stop")).result, false);
    assert.equal((await call("status")).result, null);
    assert.match((await call("logs")).error?.message ?? "", /no Cassandra was started/);
    assert.deepEqual(readdirSync(join(cache.folder, "runs")), []);
  },
);

testPermitted(
  "a node that dies while starting is an error with the end of its log, and leaves nothing",
  async () => {
    await using cache = await makeCache();
    const env = {
      CASSBENCH_CACHE: cache.folder,
      JDK_JAVA_OPTIONS: "-Dcassandra.partitioner=Nonsense",
    };
    const { error } = await command("start", { port: PORT + 2 }, env).end;

    assert.equal(error?.name, "TargetError");
    const [first, ...log] = error?.message.split("\n") ?? [];
    assert.match(
      first ?? "",
      /^Cannot start Cassandra on 127\.0\.0\.1:19144 as it died while starting/,
    );
    assert.match(log.join("\n"), /Invalid partitioner class Nonsense/);
    assert.ok(log.length <= 15, `${log.length} lines`);
    await assertNoProcess(cache.folder);
    assert.deepEqual(readdirSync(join(cache.folder, "runs")), []);
  },
);
