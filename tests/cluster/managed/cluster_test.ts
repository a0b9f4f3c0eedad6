import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { answersCql, findFreePort, isFree } from "../../../src/cluster/managed/ports.ts";
import { CLIENTS } from "../../../src/scenario/settings.ts";
import { checkReplicas } from "../../contract/replicas.ts";
import { assertClocks, checkTracedPage, serverSpansOf } from "../../contract/traces.ts";
import { testOnCassandra } from "../../support/cassandra.ts";
import { writeByAgents } from "../../command_line/agents_on_nodes.ts";
import { killNodeUnderLoad } from "../../command_line/killed_node.ts";
import { assertCountedOnce, runWithEvents } from "../../command_line/node_events.ts";
import { assertNoProcess, command, makeCache, processesWith } from "./fixture.ts";
import { eventually } from "../../support/eventually.ts";

testOnCassandra(
  "a run's Cassandra is ready in time, is there for it alone and dies with it, also by SIGKILL",
  async () => {
    await using cache = await makeCache();
    const env = { CASSBENCH_CACHE: cache.folder };
    const port = findFreePort(["127.0.0.1"]);
    const run = command("use-and-hold", { port }, env);
    const { ready } = await run.until((line) => line.ready);

    const { control, ...known } = ready;
    assert.deepEqual(control.addresses, [`127.0.0.1:${port}`]);
    assert.deepEqual(known, {
      contactPoints: [`127.0.0.1:${port}`],
      localDataCenter: "datacenter1",
      version: "5.0.6",
      nodes: 1,
      options: {},
      reused: false,
    });
    assert.equal(await answersCql("127.0.0.1", port), true);
    assert.equal((await command("status", {}, env).end).result, null, "it is of no other run");
    const second = (await command("use", { port }, env).end).error;
    assert.equal(second?.message, `Cannot start Cassandra as port ${port} on 127.0.0.1 is in use`);
    assert.ok(second?.hint?.includes(`--contact-points 127.0.0.1:${port} `), second?.hint);
    assert.ok(second?.hint?.includes(` --port ${port + 1} `), second?.hint);

    Deno.kill(run.pid, "SIGKILL");
    await run.end;
    await assertNoProcess(cache.folder);
    await eventually(() => isFree("127.0.0.1", port));

    // A start that is interrupted leaves nothing behind, and has deleted the folder of the killed one.
    const next = command("use-and-hold", { port }, env);
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
    const addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
    const port = findFreePort(addresses);
    const options = { nodes: 3, port };
    const contactPoints = addresses.map((address) => `${address}:${port}`);

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
        assert.equal(await answersCql("127.0.0.3", port), true);
      });
      await t.step("traced requests show what the replicas did", async () => {
        await checkTracedPage(contactPoints, { consistency: "all", client: "wire" }, (page) => {
          for (const [request, name] of Object.entries({ create: "write", find: "read" })) {
            const { node = "" } = serverSpansOf(page, request).get(`replica ${name}`) ?? {};
            assert.ok(addresses.includes(node), `${request}: ${node}`);
          }
          assertClocks(page, addresses);
        });
      });
      for (const client of CLIENTS) {
        await t.step(
          `${client}: each request goes to a node that holds its row`,
          () => checkReplicas(contactPoints, client),
        );
      }
      await t.step(
        "four agents write to it: what is there is what they say was acknowledged",
        () => writeByAgents(contactPoints),
      );
      await t.step("a run for another number of nodes or port is refused", async () => {
        const { error } = await call("use", { nodes: 1, port: 9042 });
        const misfits = `has 3 nodes, not 1, listens on 127.0.0.1:${port}, not on port 9042`;
        assert.ok(error?.message.endsWith(misfits), error?.message);
      });
      await t.step("its logs are told, node by node", async () => {
        const { result } = await call("logs", { lines: 500 });
        const titles = result.match(/^==> .* <==$/gm);
        assert.deepEqual(titles, contactPoints.map((point) => `==> ${point} <==`));
        assert.equal(result.match(/Startup complete/g).length, 3);
      });
      await t.step(
        "a node that is stopped, continued and killed on purpose is no fault, and back for the next case",
        async () => {
          const events = ["--event", "1s:2:stop,1500ms:2:continue", "--event", "2s:2:kill"];
          const { finished: { code, stderr }, result } = await runWithEvents(cache.folder, [
            ...["--client", "driver,wire", "--workers", "2", "--consistency", "localQuorum"],
            ...["--duration", "3s", ...events],
          ]);
          assert.equal(code, 0, stderr);
          assert.match(stderr, /^[12]\.\d\d s: stop node 2 \(127\.0\.0\.2:\d+\)$/m);
          assert.doesNotMatch(stderr, / ended/);
          assert.equal(result.status, "completed");
          assert.equal(result.cases.length, 2);
          for (const measured of result.cases) {
            const { events = [], endedServers, intervals = [] } = measured;
            assertCountedOnce(measured);
            assert.equal(endedServers, undefined);
            assert.deepEqual(events.map((event) => event.do), ["stop", "continue", "kill"]);
            const { elapsed } = measured;
            for (const { planned, at, took, address, throughputBefore } of events) {
              assert.ok(at !== null && at >= planned && at < elapsed, `${planned}: ${at}`);
              assert.ok(took !== null && took < elapsed, `${took}`);
              assert.equal(address, contactPoints[1]);
              assert.ok(throughputBefore !== null && throughputBefore > 0);
            }
            const rest = intervals.slice(25).reduce((sum, { succeeded }) => sum + succeeded, 0);
            assert.ok(rest > 0, "two of three are a quorum");
          }
          assert.deepEqual((await call("status")).result.problems, [], "left as it was found");
        },
      );
      await t.step(
        "a run goes on without a node that died, names it, and nothing that was acknowledged at localQuorum is missing, with both clients",
        async () => {
          const { finished: { code, stderr }, result } = await killNodeUnderLoad({
            ...{ cache: cache.folder, node: "127.0.0.2" },
            words: [
              ...["--duration", "1500ms", "--latency", "0", "--client", "driver,wire"],
              ...["--consistency", "localQuorum", "--verify"],
            ],
          });
          assert.equal(code, 0, stderr);
          const ended = `Cassandra at 127.0.0.2:${port} ended`;
          assert.ok(stderr.includes(`warning: ${ended}; the end of its log:\n`), stderr);
          assert.equal(result.status, "completed");
          assert.equal(result.warnings[0]?.code, "ended");
          assert.deepEqual(
            result.cases.map(({ verdict: { reasons } }) =>
              reasons.map(({ message }) => message.replace(/ [\d.,]+ m?s after its/, " after its"))
            ),
            [[`${ended} after its clock started`], [`${ended} before its clock started`]],
          );
          for (const { verified, operations, errors } of result.cases) {
            const { acknowledged = 0, readBack, missing, different, notChecked } = verified ?? {};
            assert.ok(acknowledged >= operations - errors.total, `${acknowledged} acknowledged`);
            assert.deepEqual([readBack, missing, different], [acknowledged, 0, 0]);
            assert.equal(notChecked, undefined);
          }
        },
      );
      await t.step("a node that died is told, and no run uses what is left", async () => {
        await eventually(async () => (await processesWith(cache.folder)).length === 2);
        const problem = `127.0.0.2:${port} has died`;
        assert.deepEqual((await call("status")).result.problems, [problem]);
        assert.ok((await call("use")).error?.message.endsWith(`: ${problem}`));
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

testOnCassandra(
  "a node that dies while starting is an error with the end of its log, and leaves nothing",
  async () => {
    await using cache = await makeCache();
    const env = {
      CASSBENCH_CACHE: cache.folder,
      JDK_JAVA_OPTIONS: "-Dcassandra.partitioner=Nonsense",
    };
    const port = findFreePort(["127.0.0.1"]);
    const { error } = await command("start", { port }, env).end;

    assert.equal(error?.name, "TargetError");
    const [first, ...log] = error?.message.split("\n") ?? [];
    const failure = `Cannot start Cassandra on 127.0.0.1:${port} as it died while starting`;
    assert.ok(first?.startsWith(failure), first);
    assert.match(log.join("\n"), /Invalid partitioner class Nonsense/);
    assert.ok(log.length <= 15, `${log.length} lines`);
    await assertNoProcess(cache.folder);
    assert.deepEqual(readdirSync(join(cache.folder, "runs")), []);
  },
);
