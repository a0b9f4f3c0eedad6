import { strict as assert } from "node:assert";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "../../../src/cluster/managed/ports.ts";
import { testPermitted } from "../../support/needs.ts";
import { assertNoProcess, command, makeFolder, writeProgram } from "./fixture.ts";
import { eventually } from "../../support/eventually.ts";

/** A program that stands for Maven: runs the script with `$jars`, the folder of the jars. */
function maven(script: string): string {
  return `
    for argument in "$@"; do case "$argument" in -DoutputDirectory=*) jars="\${argument#*=}";; esac; done
    [ -z "$jars" ] && exit 0
    echo started >> "$CASSBENCH_CACHE/downloads.txt"
    /bin/mkdir "$jars"; echo jar > "$jars/half.jar"
    ${script}`;
}

/** A machine with this Maven, and a Java that only prints its version. */
async function makeMachine(mavenScript: string) {
  const place = await makeFolder();
  const cache = join(place.folder, "cache");
  const port = findFreePort(["127.0.0.1"]);
  await Deno.mkdir(cache);
  await Deno.writeTextFile(join(cache, "downloads.txt"), "");
  await writeProgram(place.folder, "mvn", maven(mavenScript));
  await writeProgram(place.folder, "java", `echo 'openjdk version "17.0.15" 2025-04-15' >&2`);
  await Deno.symlink("/bin/sh", join(place.folder, "sh"));
  return {
    cache,
    jars: join(cache, "cassandra-5.0.6", "jars"),
    start: () =>
      command("use", { port }, {
        PATH: place.folder,
        JAVA_HOME: "",
        CASSBENCH_CACHE: cache,
      }),
    /** How many times Maven was started to download. */
    downloads: () => Deno.readTextFileSync(join(cache, "downloads.txt")).split("\n").length - 1,
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

testPermitted(
  "a download that fails does not count, and the error ends with Maven's last words",
  async () => {
    await using machine = await makeMachine("echo '[ERROR] Could not transfer artifact'; exit 1");
    const { error } = await machine.start().end;
    assert.equal(error?.name, "TargetError");
    assert.equal(
      error?.message,
      "Cannot download Cassandra 5.0.6 from Maven Central:\n[ERROR] Could not transfer artifact",
    );
    assert.match(error?.hint ?? "", /proxy or mirror/);
    assert.equal(existsSync(machine.jars), false);
    assert.deepEqual(readdirSync(join(machine.cache, "downloads")), []);
  },
);

testPermitted(
  "a download that is killed does not count, and the next one clears it away",
  async () => {
    await using machine = await makeMachine("/bin/sleep 60");
    const first = machine.start();
    await eventually(() => machine.downloads() === 1);
    Deno.kill(first.pid, "SIGKILL");
    await first.end;
    await assertNoProcess(machine.cache);
    assert.equal(existsSync(machine.jars), false);

    const second = machine.start();
    await eventually(() => machine.downloads() === 2);
    assert.equal(readdirSync(join(machine.cache, "downloads")).length, 1);
    Deno.kill(second.pid, "SIGINT");
    assert.equal((await second.end).error?.message, "interrupted");
    await assertNoProcess(machine.cache);
    assert.deepEqual(readdirSync(join(machine.cache, "downloads")), []);
  },
);

testPermitted("there is one download ever, and of two at once one stays", async () => {
  // The first download waits for the second, so that both run at once however slow the machine is.
  await using machine = await makeMachine(`
    until [ "$(/usr/bin/wc -l < "$CASSBENCH_CACHE/downloads.txt")" -ge 2 ]; do /bin/sleep 0.01; done
    echo jar > "$jars/whole.jar"`);
  const [first, second] = await Promise.all([machine.start().end, machine.start().end]);
  assert.equal(machine.downloads(), 2);
  assert.equal(existsSync(join(machine.jars, "whole.jar")), true);
  await machine.start().end;
  assert.equal(machine.downloads(), 2);
  // The Java of this machine starts nothing, so both fail after the download.
  for (const { error } of [first, second]) {
    assert.match(error?.message ?? "", /died while starting/);
  }
});
