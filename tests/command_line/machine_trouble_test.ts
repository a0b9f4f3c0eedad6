/** The machine lacks something: files to open, a home, memory, a clock that can be trusted, the time to run. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { listen } from "../../src/embedded/listen.ts";
import { cassbench } from "../support/cassbench.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";
import { inTrouble, resultIn, threeCases, under } from "../support/trouble.ts";

const MANY = ["--connections", "100", "--pool-sizes", "100", "--operations", "100"];

for (const client of ["driver", "wire"]) {
  testPermitted(
    `${client}: fewer files than connections are an error that names the limit`,
    async () => {
      const server = listen(0);
      const flags = [...MANY, "--client", client, "--contact-points", `127.0.0.1:${server.port}`];
      try {
        await inTrouble({ flags, through: under("ulimit -n 64") }, ({ code, stdout, stderr }) => {
          assert.equal(code, 1, stdout);
          assert.match(stderr, /^error: Cannot open 100 connections to each node as /m);
          assert.match(stderr, /^hint: raise the limit, as in `ulimit -n 4096`/m);
          assert.doesNotMatch(stderr, /^ +at |panicked/m);
        });
      } finally {
        await server.stop();
      }
    },
  );
}

testPermitted(
  "few files are enough for a run on the embedded server, and too few are an error",
  async () => {
    await inTrouble({ through: under("ulimit -n 64") }, ({ code, stderr, cwd }) => {
      assert.equal(code, 0, stderr);
      assert.equal(resultIn(cwd, "x.json").status, "completed");
    });
    await inTrouble({ flags: MANY, through: under("ulimit -n 64") }, ({ code, stderr }) => {
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^hint: raise the limit, as in `ulimit -n 4096`/m);
    });
  },
);

/** Where Deno keeps what it has compiled, which it looks for in the home as well. */
const [, DENO_DIR = ""] = /"denoDir": "(.+)"/.exec(await denoInfo()) ?? [];

async function denoInfo(): Promise<string> {
  const isGranted = Deno.permissions.querySync({ name: "run" }).state === "granted";
  if (!isGranted) return "";
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return new TextDecoder().decode(stdout);
}

const NO_HOME = under("unset HOME XDG_CACHE_HOME CASSBENCH_CACHE");

testPermitted(
  "without a home a run goes on, and leaves nothing but its results",
  () =>
    inTrouble({ through: NO_HOME, env: { DENO_DIR } }, ({ code, stderr, left }) => {
      assert.equal(code, 0, stderr);
      assert.deepEqual(left, ["x.json"]);
    }),
);

const CACHES: Record<string, readonly [env: Record<string, string>, through: string[], RegExp]> = {
  "there is no home": [
    {},
    NO_HOME,
    /^error: Cannot tell where .+ as HOME is not set\nhint: set CASSBENCH_CACHE/m,
  ],
  "it is a file": [
    { CASSBENCH_CACHE: import.meta.filename! },
    [],
    /^error: Cannot use .+: Not a directory.+\nhint: set CASSBENCH_CACHE/m,
  ],
};

for (const [what, [env, through, expected]] of Object.entries(CACHES)) {
  for (const command of ["status", "stop", "logs", "start"]) {
    testPermitted(
      `cassandra ${command} says what to set for a cache folder where ${what}`,
      async () => {
        const { code, stderr } = await cassbench(["cassandra", command], {
          env: { DENO_DIR, ...env },
          through,
        });
        assert.equal(code, 1, stderr);
        assert.match(stderr, expected);
        assert.doesNotMatch(stderr, /fault of cassbench/);
      },
    );
  }
}

testPermitted(
  "a clock that jumps by an hour, back and forth, is in no figure",
  () =>
    inTemporaryFolder(async (cwd) => {
      const jumps = `
      const { now } = Date;
      let calls = 0;
      const jumping = () => now() + (++calls % 3 - 1) * 3_600_000;
      globalThis.Date = class extends Date { constructor(...at) { super(...(at.length > 0 ? at : [jumping()])); } };
      Date.now = jumping;`;
      await Deno.writeTextFile(join(cwd, "clock.ts"), jumps);
      await Deno.writeTextFile(
        join(cwd, "x.ts"),
        threeCases("duration: 300, latency: [2]").replace("operations: 20,", ""),
      );
      for (const load of [[], ["--rate", "200"]]) {
        const { code, stderr } = await cassbench(["x.ts", "--json", "x.json", "--quiet", ...load], {
          cwd,
          permissions: ["-A", "--preload", join(cwd, "clock.ts")],
        });
        assert.equal(code, 0, stderr);
        for (const { elapsed, responseTime, waitTime, series } of resultIn(cwd, "x.json").cases) {
          assert.ok(elapsed >= 290 && elapsed < 60_000, `${elapsed}`);
          const { min = -1, max = -1 } = responseTime ?? {};
          assert.ok(min >= 2 && max <= elapsed, `${min} to ${max} ms`);
          assert.ok((waitTime?.min ?? 0) >= 0 && (waitTime?.max ?? 0) <= elapsed);
          assert.ok(series.every(({ at }) => at > 0 && at <= elapsed));
        }
      }
    }),
);

testPermitted(
  "a run that eats all memory ends with a word, and what was measured before is saved",
  () => {
    const text = threeCases(`setup: async (_, { poolSize }) => {
      while (poolSize === 2) (globalThis.kept ??= []).push(new Array(1e5).fill(Math.random()));
    }`);
    const permissions = ["-A", "--v8-flags=--max-old-space-size=60"];
    return inTrouble({ text, permissions }, ({ code, stderr, cwd, left }) => {
      assert.notEqual(code, 0);
      assert.match(stderr, /out of memory/);
      assert.deepEqual(left, ["x.json"]);
      assert.equal(resultIn(cwd, "x.json").cases.length, 1);
    });
  },
);

testPermitted(
  "a case over which the program was stopped, as by Ctrl-Z, is not valid and says why",
  () =>
    inTemporaryFolder(async (cwd) => {
      // It stops itself, so that it is stopped in its case however fast that is.
      const text = threeCases(`operation: (session) => {
        globalThis.stopped ??= Deno.kill(Deno.pid, "SIGSTOP") ?? true;
        return session.execute("SELECT key FROM system.local");
      },`);
      await Deno.writeTextFile(join(cwd, "x.ts"), text);
      const flags = ["--pool-sizes", "2", "--operations", "4000", "--json", "x.json", "--quiet"];
      const { code, stderr } = await cassbench(["x.ts", ...flags], {
        cwd,
        async onStart(child) {
          await eventually(() => /^State:\s+T/m.test(statusOf(child.pid)));
          // No shorter stop can be told from a machine that is busy.
          await new Promise((resolve) => setTimeout(resolve, 1_300));
          child.kill("SIGCONT");
        },
      });
      assert.equal(code, 0, stderr);
      const [{ verdict } = assert.fail("no case")] = resultIn(cwd, "x.json").cases;
      assert.equal(verdict.valid, false);
      assert.ok(verdict.reasons.some(({ code }) => code === "standstill"), JSON.stringify(verdict));
    }),
);

function statusOf(pid: number): string {
  return Deno.readTextFileSync(`/proc/${pid}/status`);
}
