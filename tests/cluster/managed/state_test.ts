/** What `cassandra stop` and the others do where the record of the started cluster holds something else. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { managedStatus, stopManagedCluster } from "../../../src/cluster/managed/cluster.ts";
import { makeOwnFolder } from "../../../src/cluster/managed/folders.ts";
import { supervise } from "../../../src/cluster/managed/supervisor.ts";
import { TargetError } from "../../../src/errors.ts";
import { withEnvironment } from "../../support/environment.ts";
import { testPermitted } from "../../support/needs.ts";
import { inTemporaryFolder } from "../../support/paths.ts";

const BROKEN: [text: string, found: RegExp][] = [
  ["", /is empty/],
  ['{ "version": "5.0.6", "nod', /only the beginning/],
  ["[1, 2]", /another shape/],
  ['{ "version": 1, "startedAt": "", "folder": "", "nodes": [] }', /another shape/],
];

async function withCache(body: (folder: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder((folder) =>
    withEnvironment(
      { CASSBENCH_CACHE: folder, PATH: Deno.env.get("PATH") ?? "" },
      () => body(folder),
    )
  );
}

testPermitted(
  "a broken record is an error with a hint, and stop removes it and says so",
  () =>
    withCache(async (folder) => {
      const file = join(folder, "started-1.json");
      for (const [text, found] of BROKEN) {
        await Deno.writeTextFile(file, text);
        await assert.rejects(managedStatus(), (error: TargetError) => {
          assert.ok(error instanceof TargetError);
          assert.match(error.message, found);
          assert.match(error.hint ?? "", /cassandra stop/);
          return true;
        });
        const said: string[] = [];
        assert.equal(await stopManagedCluster((message) => said.push(message)), true);
        assert.match(said.join(), found);
        assert.equal(await managedStatus(), undefined);
      }
    }),
);

testPermitted(
  "stop ends the node that a truncated record names",
  () =>
    withCache(async (folder) => {
      const node = join(folder, "runs", "a.1", "127.0.0.1");
      const child = supervise(["sh", "-c", "read -r line", node], join(folder, "log"));
      const record = { folder: node, nodes: [{ folder: node, pid: child.pid }] };
      const whole = JSON.stringify(record, undefined, 2);
      await Deno.writeTextFile(join(folder, "started-1.json"), whole.slice(0, -4));
      const said: string[] = [];
      await stopManagedCluster((message) => said.push(message));
      assert.deepEqual(await child.ended, { code: null, signal: "SIGKILL" });
      assert.match(said.join(), /1 of its nodes/);
      await child.kill();
    }),
);

testPermitted(
  "a cache that cannot be written is an error that names CASSBENCH_CACHE",
  () =>
    withCache(async (folder) => {
      const { mkdir } = Deno;
      const refused = () => Promise.reject(new Deno.errors.PermissionDenied("Permission denied"));
      Object.assign(Deno, { mkdir: refused });
      try {
        await assert.rejects(makeOwnFolder(join(folder, "runs")), (error: TargetError) => {
          assert.ok(error instanceof TargetError);
          assert.match(error.hint ?? "", /CASSBENCH_CACHE/);
          return true;
        });
      } finally {
        Object.assign(Deno, { mkdir });
      }
    }),
);
