import assert from "node:assert/strict";
import { join } from "node:path";
import { describeEnd, watchedNode } from "../../src/cluster/managed/node.ts";
import { guarded, supervise } from "../../src/cluster/managed/supervisor.ts";
import { type RunningServer, watchServers } from "../../src/cluster/server_watch.ts";
import { TargetError } from "../../src/errors.ts";
import type { EndedServer } from "../../src/result/node.ts";
import { makeFolder } from "./managed/fixture.ts";
import { eventually } from "../support/eventually.ts";
import { withClock } from "../support/clock.ts";
import { testPermitted } from "../support/needs.ts";

/** A server that ends when the test says so, and tells it or only answers when it is asked. */
function fakeServer(name: string, isTold: boolean) {
  const ended = Promise.withResolvers<string>();
  let runs = true;
  const server: RunningServer = {
    name,
    ...isTold && { ended: ended.promise },
    runs: () => Promise.resolve(runs),
  };
  return {
    server,
    end(how: string) {
      runs = false;
      ended.resolve(how);
    },
  };
}

/** Lets what has been promised happen. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

Deno.test("watchServers() tells of an end at once where the server tells it, and a second later at most where not", async () => {
  await withClock(async (clock) => {
    const [own, other] = [fakeServer("own", true), fakeServer("other", false)];
    const told: EndedServer[] = [];
    const watch = watchServers([own.server, other.server], (ended) => told.push(ended));
    clock.tick(1_000);
    await settled();
    assert.deepEqual(told, []);

    own.end("exit code 3");
    await settled();
    assert.deepEqual(told.map(({ message }) => message), ["own ended (exit code 3)"]);
    assert.equal(watch.lost.aborted, false, "another one is left");

    other.end("");
    await settled();
    assert.equal(told.length, 1);
    clock.tick(1_000);
    await settled();
    assert.deepEqual(told.slice(1).map(({ message }) => message), ["other ended"]);
    assert.deepEqual(watch.ended(), told);
    const reason = watch.lost.reason;
    assert.ok(reason instanceof TargetError);
    assert.equal(reason.message, "Cannot go on as own ended (exit code 3), other ended");
    clock.tick(1_000);
    await settled();
    assert.equal(told.length, 2, "each is told once");
    watch.stop();
  });
});

Deno.test("watchServers() explains a failure by the end of the last server, also where it shows first", async () => {
  const { server, end } = fakeServer("it", false);
  const watch = watchServers([server], () => {});
  const fail = () => watch.explain(Promise.reject(new Error("Socket was closed")));
  try {
    await assert.rejects(fail(), /^Error: Socket was closed$/);
    end("");
    await assert.rejects(fail(), (error) => error === watch.lost.reason);
  } finally {
    watch.stop();
  }
});

Deno.test("watchServers() tells nothing after it was stopped", async () => {
  const { server, end } = fakeServer("it", true);
  const told: EndedServer[] = [];
  const watch = watchServers([server], (ended) => told.push(ended));
  watch.stop();
  end("SIGKILL");
  await settled();
  await watch.ask();
  assert.deepEqual([told, watch.ended(), watch.lost.aborted], [[], [], false]);
});

Deno.test("watchServers() takes no server that cannot be asked for ended", async () => {
  const runs = () => Promise.reject(new Error("Too many open files"));
  const watch = watchServers([{ name: "it", runs }], () => {});
  try {
    await watch.ask();
    assert.deepEqual(watch.ended(), []);
  } finally {
    watch.stop();
  }
});

Deno.test("watchServers() has nothing to watch on a cluster of others", async () => {
  const watch = watchServers([], () => {});
  await watch.ask();
  assert.equal(watch.lost.aborted, false);
  watch.stop();
});

testPermitted(
  "the end of a node's process is told with its signal or code and the end of its log, bounded",
  async () => {
    await using place = await makeFolder();
    const print = "for i in 1 2 3 4 5 6 7; do printf '%0300d\n' $i; done";
    for (const [how, then] of [["SIGKILL", "sleep 60; exit"], ["exit code 3", "exit 3"]] as const) {
      const folder = join(place.folder, how);
      await Deno.mkdir(folder);
      const file = join(folder, "system.log");
      // The first word is in its command line, as a node's folder is.
      const process = supervise(guarded(["sh", "-c", `${print}; ${then}`, folder]), file);
      const record = { engine: "java", address: "127.0.0.1", port: 9042, folder } as const;
      const node = { ...record, pid: process.pid };
      const end = Promise.withResolvers<EndedServer>();
      const ended = process.ended.then(describeEnd);
      const own = watchServers([{ ...watchedNode(node), ended }], end.resolve);
      // What another process started is only known by its process id.
      const other = watchServers([watchedNode(node)], () => {});
      try {
        await eventually(async () => (await Deno.stat(file)).size === 7 * 301);
        if (how === "SIGKILL") Deno.kill(process.pid, "SIGKILL");
        const { message, log = [] } = await end.promise;
        assert.equal(message, `Cassandra at 127.0.0.1:9042 ended (${how})`);
        assert.deepEqual(log.map(({ length }) => length), [240, 240, 240, 240, 240]);
        await other.ask();
        assert.deepEqual(other.ended().map(({ message }) => message), [
          "Cassandra at 127.0.0.1:9042 ended",
        ]);
      } finally {
        own.stop();
        other.stop();
        await process.kill();
      }
    }
  },
);
