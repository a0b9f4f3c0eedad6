import assert from "node:assert/strict";
import { join } from "node:path";
import { createFile, replaceFile, writeAll } from "../../src/cli/output_file.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

Deno.test("writeAll() goes on until all is written, where a call takes a part only", () => {
  const written: number[] = [];
  const slow = {
    writeSync(bytes: Uint8Array): number {
      written.push(...bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
  };
  const text = "Grüße × 👋, and more";
  writeAll(slow, text);
  assert.equal(new TextDecoder().decode(new Uint8Array(written)), text);
});

testPermitted(
  "a file has the permissions of any new one, or those that it had, once it is whole",
  () =>
    inTemporaryFolder((folder) => {
      const mode = (name: string) => Deno.statSync(join(folder, name)).mode! & 0o777;
      const usual = 0o666 & ~Deno.umask();
      replaceFile(join(folder, "new"), "1");
      assert.equal(mode("new"), usual);
      assert.ok(createFile(join(folder, "made"), "1"));
      assert.equal(mode("made"), usual);
      for (const kept of [0o600, 0o640, 0o666]) {
        Deno.chmodSync(join(folder, "new"), kept);
        replaceFile(join(folder, "new"), "2");
        assert.equal(mode("new"), kept);
      }
      return Promise.resolve();
    }),
);

testPermitted("while it is written, nobody else may read it", () =>
  inTemporaryFolder((folder) => {
    const modes = new Set<number>();
    const { syncSync } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.syncSync = function () {
      for (const { name } of Deno.readDirSync(folder)) {
        modes.add(Deno.statSync(join(folder, name)).mode! & 0o777);
      }
      syncSync.call(this);
    };
    try {
      replaceFile(join(folder, "x"), "1");
      createFile(join(folder, ".y"), "1");
    } finally {
      Deno.FsFile.prototype.syncSync = syncSync;
    }
    assert.deepEqual([...modes].sort(), [0o600, 0o666 & ~Deno.umask()].sort());
    return Promise.resolve();
  }));

testPermitted(
  "createFile() makes a file where the file system has no links, and never replaces one",
  () =>
    inTemporaryFolder((folder) => {
      const { linkSync } = Deno;
      Object.assign(Deno, {
        linkSync() {
          throw new Deno.errors.PermissionDenied("Operation not permitted (os error 1)");
        },
      });
      try {
        const path = join(folder, "x");
        assert.equal(createFile(path, "1"), true);
        assert.equal(createFile(path, "2"), false);
        assert.equal(Deno.readTextFileSync(path), "1");
        assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["x"]);
      } finally {
        Object.assign(Deno, { linkSync });
      }
      return Promise.resolve();
    }),
);
