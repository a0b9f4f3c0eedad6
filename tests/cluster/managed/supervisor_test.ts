import { strict as assert } from "node:assert";
import { join } from "node:path";
import { findFreePort, isFree } from "../../../src/cluster/managed/ports.ts";
import { guarded, hasEnded, supervise } from "../../../src/cluster/managed/supervisor.ts";
import { testPermitted } from "../../support/needs.ts";
import { assertNoProcess, makeFolder, processesWith } from "./fixture.ts";
import { eventually } from "../../support/eventually.ts";

const SUPERVISOR = new URL("../../../src/cluster/managed/supervisor.ts", import.meta.url);

/** A process that supervises two others, with the marker in their command line, and then runs this code. */
async function cassbench(marker: string, then: string): Promise<Deno.ChildProcess> {
  const script = `
    import { guarded, supervise } from "${SUPERVISOR}";
    const command = guarded(["sh", "-c", "sleep 60; exit", "${marker}"]);
    const both = [supervise(command, "${marker}.log"), supervise(command, "${marker}.log")];
    ${then}`;
  await Deno.writeTextFile(`${marker}.ts`, script);
  return new Deno.Command(Deno.execPath(), { args: ["run", "--no-check", "-A", `${marker}.ts`] })
    .spawn();
}

for (const signal of ["SIGKILL", "SIGTERM", "SIGHUP"] as const) {
  testPermitted(
    `supervised processes and their children end when cassbench gets ${signal}`,
    async () => {
      await using place = await makeFolder();
      const marker = join(place.folder, "marked");
      const process = await cassbench(marker, "setTimeout(() => {}, 60_000);");
      await eventually(async () => (await processesWith(`60; exit ${marker}`)).length === 4);
      process.kill(signal);
      await process.status;
      await assertNoProcess(marker);
    },
  );
}

testPermitted("supervised processes end when cassbench exits and did not end them", async () => {
  await using place = await makeFolder();
  const marker = join(place.folder, "marked");
  assert.equal((await (await cassbench(marker, "Deno.exit(0);")).status).code, 0);
  await assertNoProcess(marker);
});

testPermitted("supervised processes do not get the user's passwords", async () => {
  await using place = await makeFolder();
  const log = join(place.folder, "log");
  // Other test files share the environment of the process, so that another process has them.
  const script = `
    import { guarded, supervise } from "${SUPERVISOR}";
    await supervise(guarded(["env"]), ${JSON.stringify(log)}).ended;`;
  const names = ["CASSANDRA_PASSWORD", "CASSBENCH_NATS_PASSWORD", "CASSBENCH_NATS_TOKEN"];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    env: Object.fromEntries(names.map((name) => [name, "c4nary"])),
  }).output();
  assert.ok(success);
  const printed = await Deno.readTextFile(log);
  assert.match(printed, /^PATH=/m);
  assert.ok(!printed.includes("c4nary"));
});

testPermitted("released processes outlive cassbench", async () => {
  await using place = await makeFolder();
  const marker = join(place.folder, "marked");
  const released = await cassbench(
    marker,
    "for (const one of both) await one.release(); Deno.exit(0);",
  );
  await released.status;
  // The guards have ended, but the processes have not.
  await eventually(async () => (await processesWith(`60; exit ${marker}`)).length === 2);
  for (const line of await processesWith(`60; exit ${marker}`)) {
    Deno.kill(-Number.parseInt(line), "SIGKILL");
  }
  await assertNoProcess(marker);
});

testPermitted(
  "a supervised process is in a session of its own, which Ctrl-C in the terminal does not reach",
  async () => {
    await using place = await makeFolder();
    const supervised = supervise(guarded(["sleep", "60"]), join(place.folder, "log"));
    try {
      await eventually(async () => {
        const { stdout } = await new Deno.Command("ps", {
          args: ["-o", "sid=", "-p", `${supervised.pid}`],
        }).output();
        return Number(new TextDecoder().decode(stdout)) === supervised.pid;
      });
    } finally {
      await supervised.kill();
    }
  },
);

testPermitted(
  "hasEnded() is true of a killed process once its port is free, and not before it is killed",
  async () => {
    // A port that systems give to outgoing connections could be one of another test at once.
    const port = findFreePort(["127.0.0.1"]);
    const script = `
      Deno.listen({ hostname: "127.0.0.1", port: ${port} });
      console.log("listening");
      setInterval(() => {}, 60_000);`;
    const listening = new Deno.Command(Deno.execPath(), {
      ...{ args: ["eval", script], stdout: "piped" },
    }).spawn();
    const reader = listening.stdout.getReader();
    await reader.read();
    assert.equal(await hasEnded(listening.pid), false);
    listening.kill("SIGKILL");
    await eventually(() => hasEnded(listening.pid));
    assert.ok(isFree("127.0.0.1", port));
    await reader.cancel();
    await listening.status;
  },
);

testPermitted("supervise() tells how a process ended, and keeps what it printed", async () => {
  await using place = await makeFolder();
  const log = join(place.folder, "log");
  const failing = supervise(guarded(["sh", "-c", "echo out; echo error >&2; exit 3"]), log);
  assert.deepEqual(await failing.ended, { code: 3, signal: null });
  assert.equal(failing.hasEnded(), true);
  assert.equal(await Deno.readTextFile(log), "out\nerror\n");
  await failing.kill();

  const missing = supervise([join(place.folder, "no-such-program")], log);
  assert.deepEqual(await missing.ended, { code: 127, signal: null });
  await missing.kill();
});
