import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answersCql, findFreePort } from "../../../src/cluster/managed/ports.ts";
import { testPermitted } from "../../support/needs.ts";
import { assertNoProcess, command, makeFolder, processesWith, writeProgram } from "./fixture.ts";

/**
 * A program that stands for docker: records its arguments, runs the command of the container as a process here and, as
 * docker does, ends everything in the container with its first process.
 */
function docker(folder: string): string {
  return `
    echo "$@" >> ${folder}/asked.txt
    case "$1" in
      --version|info) exit 0;;
      image) [ -e ${folder}/image ]; exit;;
      pull) echo pulling; : > ${folder}/image; exit;;
      inspect) read -r pid < ${folder}/$4 && kill -0 $pid && echo true; exit;;
      rm) read -r pid < ${folder}/$4 && kill -KILL -$pid; /bin/rm -f ${folder}/$4; exit 0;;
    esac
    while [ $# -gt 0 ]; do
      case "$1" in
        --name) echo $$ > ${folder}/$2; name=$2;;
        --env) export "$2";;
        *cassandra:*) shift; break;;
      esac
      shift
    done
    export PATH=${folder}/container:$PATH
    "$@"
    code=$?
    /bin/rm -f ${folder}/$name
    [ $code = 0 ] || kill -KILL 0`;
}

/** A machine with docker, whose engine runs, and without Java. */
async function makeMachine(entrypoint: string) {
  const place = await makeFolder();
  const { folder } = place;
  await writeProgram(folder, "docker", docker(folder));
  await Deno.symlink("/bin/sh", join(folder, "sh"));
  await Deno.mkdir(join(folder, "container"));
  await writeProgram(join(folder, "container"), "docker-entrypoint.sh", entrypoint);
  const env = { PATH: folder, JAVA_HOME: "", CASSBENCH_CACHE: join(folder, "cache") };
  return {
    folder,
    port: findFreePort(["127.0.0.1"]),
    call: (name: string, options: Record<string, unknown> = {}) => command(name, options, env),
    asked: () => Deno.readTextFileSync(join(folder, "asked.txt")).split("\n"),
    runs: () => readdirSync(join(folder, "cache", "runs")),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** `$0` is in the folder of the machine, so that the tests can find the process. */
const FAKE_CASSANDRA = `exec ${Deno.execPath()} run --no-check -A ${
  fileURLToPath(new URL("fake_cassandra.ts", import.meta.url))
} $0`;

testPermitted(
  "without Java a run's Cassandra is a container, which ends with the run",
  async () => {
    await using machine = await makeMachine(FAKE_CASSANDRA);
    const { result } = await machine.call("use", { port: machine.port }).end;
    assert.deepEqual(result, {
      contactPoints: [`127.0.0.1:${machine.port}`],
      localDataCenter: "datacenter1",
      version: "5.0.9",
      nodes: 1,
      options: {},
      reused: false,
    });
    await assertNoProcess(machine.folder);
    assert.deepEqual(machine.runs(), []);

    const asked = machine.asked();
    assert.equal(asked.filter((line) => line === "pull docker.io/library/cassandra:5.0").length, 1);
    const run = asked.find((line) => line.startsWith("run ")) ?? "";
    assert.match(run, /--rm --interactive --name cassbench-\S+-127\.0\.0\.1 --publish /);
    assert.ok(run.includes(` --publish 127.0.0.1:${machine.port}:${machine.port} `), run);
    assert.match(run, /--env CASSANDRA_BROADCAST_RPC_ADDRESS=127\.0\.0\.1 /);
    assert.ok(asked.some((line) => line.startsWith("rm --force --volumes cassbench-")));
  },
);

testPermitted(
  "a container ends when cassbench is killed, and its image is downloaded once",
  async () => {
    await using machine = await makeMachine(FAKE_CASSANDRA);
    for (const _ of [1, 2]) {
      const run = machine.call("use-and-hold", { port: machine.port });
      await run.until((line) => line.ready);
      assert.equal(await answersCql("127.0.0.1", machine.port), true);
      Deno.kill(run.pid, "SIGKILL");
      await run.end;
      await assertNoProcess(machine.folder);
    }
    assert.equal(machine.asked().filter((line) => line.startsWith("pull")).length, 1);
  },
);

testPermitted("the end of a container under a run is told, with the end of its log", async () => {
  await using machine = await makeMachine(FAKE_CASSANDRA);
  const run = machine.call("use-and-hold", { port: machine.port });
  await run.until((line) => line.ready);
  const inside = (await processesWith(machine.folder)).find((line) =>
    /run --no-check -A \S*fake_/.test(line)
  );
  Deno.kill(Number.parseInt(inside ?? ""), "SIGKILL");
  const { ended } = await run.until((line) => line.ended);
  Deno.kill(run.pid, "SIGKILL");
  await run.end;
  assert.equal(ended?.message, `Cassandra at 127.0.0.1:${machine.port} ended (SIGKILL)`);
  assert.deepEqual(ended.log?.slice(0, 2), ["Cassandra version: 5.0.9", "Startup complete"]);
  await assertNoProcess(machine.folder);
});

testPermitted("a started container stays until it is stopped", async () => {
  await using machine = await makeMachine(FAKE_CASSANDRA);
  const started = (await machine.call("start", { port: machine.port }).end).result;
  assert.equal(started.engine, "docker");
  assert.deepEqual((await machine.call("status").end).result, { ...started, alreadyRunning: true });
  assert.match((await machine.call("logs").end).result, /Startup complete/);
  assert.equal((await machine.call("stop").end).result, true);
  await assertNoProcess(machine.folder);
  assert.equal((await machine.call("status").end).result, null);
  assert.deepEqual(machine.runs(), []);
});

testPermitted(
  "a running cluster of another version or other options is not reused in silence",
  async () => {
    await using machine = await makeMachine(FAKE_CASSANDRA);
    await machine.call("start", { port: machine.port, version: "5.0.9" }).end;
    assert.ok(
      machine.asked().some((line) => / docker\.io\/library\/cassandra:5\.0\.9 /.test(line)),
    );
    const same = await machine.call("use", { version: "5.0.9", options: {} }).end;
    assert.equal(same.result?.reused, true);
    const wanted = { version: "4.1.10", options: { b: "x", a: true } };
    const { error } = await machine.call("use", wanted).end;
    assert.equal(
      error?.message,
      'Cannot use the Cassandra that "cassandra start" started: is version 5.0.9, not 4.1.10, ' +
        "has no options in cassandra.yaml, not a=true, b=x",
    );
    assert.match(
      error?.hint ?? "",
      /stop it with "cassandra stop", or leave out .*--cassandra-option/,
    );
    assert.equal((await machine.call("stop").end).result, true);
    const options = await machine.call("use", { port: machine.port, options: { a: true } }).end;
    assert.match(options.error?.message ?? "", /docker has the cassandra\.yaml of its image/);
  },
);

testPermitted("of two clusters started at once one stays, and the other says why not", async () => {
  await using machine = await makeMachine(FAKE_CASSANDRA);
  const ports = [machine.port, findFreePort(["127.0.0.1"])];
  const starts = ports.map((port) => machine.call("start", { port }).end);
  const ends = await Promise.all(starts);
  const [started] = ends.flatMap(({ result }) => result ? [result] : []);
  const [refused] = ends.flatMap(({ error }) => error ? [error] : []);
  assert.match(
    refused?.message ?? "",
    /another was started meanwhile|listens on 127\.0\.0\.1:\d+, not on port \d+/,
  );
  assert.deepEqual((await machine.call("status").end).result, { ...started, alreadyRunning: true });
  assert.equal(machine.runs().length, 1);
  assert.equal((await machine.call("stop").end).result, true);
  await assertNoProcess(machine.folder);
});

testPermitted("a container that fails is an error with the end of its log", async () => {
  await using machine = await makeMachine("echo 'no space left on device' >&2; exit 1");
  const { error } = await machine.call("use", { port: machine.port }).end;
  assert.match(error?.message ?? "", /as it died while starting; .*:\nno space left on device$/);
  await assertNoProcess(machine.folder);
  assert.deepEqual(machine.runs(), []);
});
