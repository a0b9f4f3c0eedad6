/** What runs without -A, and what a person is told where a permission is lacking: in words, and never by Deno's prompt. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { listen } from "../../src/embedded/listen.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const LATENCY = inRepository("scenarios/latency.ts");
const SHORT = ["--latency", "0", "--pool-sizes", "2", "--operations", "20", "--quiet"];

/** Runs a command on a terminal of its own, where Deno would ask; what it prints comes as one text. */
const TERMINAL = ["sh", "-c", 'exec timeout 60 script -qec "$*" /dev/null </dev/null', "sh"];

const RUNS: Record<string, string[]> = {
  "-P": ["--client", "driver,wire", "--workers", "2"],
  "-P=local": [],
};

for (const [set, flags] of Object.entries(RUNS)) {
  testPermitted(`${set} runs the main job on a terminal ${flags.join(" ")}`, async () => {
    const file = `results/test-${crypto.randomUUID()}.json`;
    const path = inRepository(file);
    try {
      const { code, stdout } = await cassbench([LATENCY, ...SHORT, ...flags, "--json", file], {
        cwd: inRepository(),
        permissions: [set],
        through: TERMINAL,
      });
      assert.equal(code, 0, stdout);
      assert.doesNotMatch(stdout, /Allow\?|^error/m);
      const { cases, status }: Result = JSON.parse(await Deno.readTextFile(path));
      assert.equal(status, "completed");
      for (const { errors } of cases) assert.equal(errors.total, 0);
    } finally {
      await Deno.remove(path);
    }
  });
}

const DOCUMENT = "tests/fixtures/documents/first.json";

/** Commands that need nothing but files, of which they write none here. */
const OF_FILES: Record<string, readonly string[]> = {
  "init": ["init", "-", "--from-stress", "tests/fixtures/stress/vectors.yaml"],
  "report": ["report", DOCUMENT],
  "completions": ["completions", "bash"],
  "a dry run": [LATENCY, "--dry-run"],
};

for (const [what, args] of Object.entries(OF_FILES)) {
  testPermitted(`-P=local is enough for ${what}`, async () => {
    const { stdout, stderr } = await cassbench(args, {
      cwd: inRepository(),
      permissions: ["-P=local", "--no-prompt"],
    });
    assert.ok(stdout.length > 0, stderr);
    assert.doesNotMatch(stderr, /^error|access/m);
  });
}

for (const client of ["driver", "wire"]) {
  testPermitted(
    `${client}: an existing cluster takes its address, the folder of the results, and no variable`,
    () =>
      inTemporaryFolder(async (cwd) => {
        const server = listen(0);
        try {
          const point = `127.0.0.1:${server.port}`;
          const { code, stderr } = await cassbench(
            [LATENCY, ...SHORT, "--contact-points", point, "--client", client],
            {
              cwd,
              permissions: [
                `--allow-read=${inRepository()},results`,
                "--allow-write=results",
                `--allow-net=${point}`,
                "--no-prompt",
              ],
            },
          );
          assert.equal(code, 0, stderr);
          assert.equal([...Deno.readDirSync(join(cwd, "results"))].length, 2);
        } finally {
          await server.stop();
        }
      }),
  );
}

/** What a run on the embedded server needs. */
const NEEDED = {
  read: `--allow-read=${inRepository()},out`,
  write: "--allow-write=out",
  net: "--allow-net=127.0.0.1",
  env: "--allow-env=CASSANDRA_CONTACT_POINTS,CASSBENCH_CACHE,OTEL_DENO",
};

const LACKING: Record<string, readonly [without: keyof typeof NEEDED, args: string[], RegExp]> = {
  "to read the scenario": [
    "read",
    [],
    /^error: Cannot load ".+" as Deno gave no read access to ".+latency\.ts"\s+hint: add --allow-read=\S+latency\.ts after/m,
  ],
  "to write results": [
    "write",
    [],
    /^error: Cannot write "out\/x\.json" as Deno gave no write access to "out"\s+hint: add --allow-write=out after/m,
  ],
  "to write elsewhere": [
    "env",
    ["--markdown", "other/x.md"],
    /^error: Cannot write "other\/x\.md" as Deno gave no read access to "other"\s+hint: add --allow-read=other after/m,
  ],
  "to listen": [
    "net",
    [],
    /^error: Cannot run the embedded server: Deno gave no net access to "127\.0\.0\.1"\s+hint: add --allow-net=127\.0\.0\.1 after/m,
  ],
  "to connect": [
    "net",
    ["--contact-points", "127.0.0.1:1,[::1]:1"],
    /^error: Cannot reach Cassandra at "127\.0\.0\.1:1": Deno gave no net access to "127\.0\.0\.1:1"\s+hint: add --allow-net=127\.0\.0\.1:1 after/m,
  ],
  "to read a bundle": [
    "env",
    ["--bundle", "/none/x.zip"],
    /^error: Cannot use bundle "\/none\/x\.zip" as Deno gave no read access to "\/none\/x\.zip"\s+hint: add --allow-read=\/none\/x\.zip after/m,
  ],
  "to start a Cassandra": [
    "env",
    ["--cassandra"],
    /^error: Deno gave no env access to "\w+"\s+hint: add --allow-env=\w+ after .*-P=cassandra/m,
  ],
};

for (const [what, [without, args, expected]] of Object.entries(LACKING)) {
  testPermitted(
    `without the permission ${what}, a line says so, and nothing asks`,
    () =>
      inTemporaryFolder(async (cwd) => {
        const { [without]: _, ...others } = NEEDED;
        const { code, stdout, elapsed } = await cassbench(
          [LATENCY, ...SHORT, ...args, "--json", "out/x.json"],
          { cwd, permissions: Object.values(others), through: TERMINAL },
        );
        assert.notEqual(code, 0, stdout);
        assert.match(stdout, expected);
        assert.doesNotMatch(stdout, /Allow\?/);
        assert.ok(elapsed < 60_000, "it asked");
      }),
  );
}

testPermitted(
  "without a right to the environment a run goes on, and says once that it does not look",
  () =>
    inTemporaryFolder(async (cwd) => {
      const { env: _, ...others } = NEEDED;
      const { code, stdout } = await cassbench([LATENCY, ...SHORT, "--json", "out/x.json"], {
        cwd,
        permissions: Object.values(others),
        through: TERMINAL,
      });
      assert.equal(code, 0, stdout);
      assert.equal(
        stdout.match(/^warning: CASSANDRA_CONTACT_POINTS and its like/gm)?.length,
        1,
        stdout,
      );
      assert.doesNotMatch(stdout, /Allow\?/);
    }),
);

/** What docs/security.md says of a stranger's scenario. */
const STRANGER: Record<string, readonly string[]> = {
  "-P=local": ["read the checkout", "write results", "connect to this machine"],
  "-P": [
    ...["read the checkout", "write results", "connect to this machine"],
    "connect to other machines",
  ],
};

for (const [set, can] of Object.entries(STRANGER)) {
  testPermitted(
    `under ${set} a stranger's scenario can ${can.join(", ")}, and nothing else`,
    async () => {
      const { code, stderr } = await cassbench(["tests/fixtures/stranger.ts", "--json", "-"], {
        cwd: inRepository(),
        permissions: [set, "--no-prompt"],
        env: { CASSANDRA_PASSWORD: "secret" },
      });
      assert.equal(code, 0, stderr);
      const could = [...stderr.matchAll(/^could (.*)$/gm)].map(([, what]) => what);
      assert.deepEqual(could.sort(), [...can].sort());
    },
  );
}
