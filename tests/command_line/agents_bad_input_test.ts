/** What goes wrong before a run on agents begins: one message each, and every agent waits on. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { nkeys } from "@nats-io/nats-core";
import { connectNats } from "../../src/agents/nats/connect.ts";
import { openGroup } from "../../src/agents/nats/group.ts";
import { announce } from "../../src/agents/nats/registration.ts";
import { startAgent, startCassbench } from "../support/agents.ts";
import { cassbench } from "../support/cassbench.ts";
import { startNats } from "../support/nats.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Starts a NATS, and runs commands against it in a folder with scenarios. */
async function withNats(
  body: (
    url: string,
    run: (args: readonly string[]) => ReturnType<typeof cassbench>,
    cwd: string,
  ) => Promise<void>,
): Promise<void> {
  await using nats = await startNats();
  await inTemporaryFolder(async (cwd) => {
    const top = `import { scenario } from "${inRepository("mod.ts")}";`;
    const file = (name: string, lines: string, more = "") =>
      Deno.writeTextFile(
        join(cwd, name),
        `${top}${lines}
        const look = (session) => session.execute("SELECT key FROM system.local");
        export default scenario({ name: "x", poolSizes: [4], operations: 40, warmup: 0, operation: look, ${more} });`,
      );
    await file("x.ts", "");
    await file("away.ts", `if (Deno.env.get("WHERE") === "there") throw new Error("not here");`);
    await file("reads.ts", `Deno.readTextFileSync("x.ts");`);
    await file("long.ts", "", "operations: undefined, duration: 60_000");
    const run = (args: readonly string[]) =>
      cassbench([...args, "--nats", nats.url, "--json", "r.json"], { cwd });
    await body(nats.url, run, cwd);
  });
}

testPermitted("a run without the agents that it needs says so, and touches no other", async () => {
  await withNats(async (url, run) => {
    const none = await run(["x.ts", "--agents-timeout", "200ms"]);
    assert.deepEqual(none.code, 1);
    assert.match(
      none.stderr,
      /^error: Cannot begin as group "default" must have 1 agent within 2 s: found none\nhint: start more with `agent/m,
    );
    await using agent = await startAgent(url);
    const fewer = await run(["x.ts", "--agents", "2", "--agents-timeout", "5s"]);
    assert.equal(fewer.code, 1);
    assert.match(fewer.stderr, /must have 2 agents within 5 s: found a\w+ \(/);
    const many = await run(["x.ts", "--agents", "5"]);
    assert.equal(many.code, 2);
    assert.match(
      many.stderr,
      /poolSizes must be 5 or more, as all of 5 agents take part: found \d/,
    );
    const reads = await run(["reads.ts", "--agents", "1"]);
    assert.equal(reads.code, 2);
    assert.match(
      reads.stderr,
      /^error: Cannot send "reads\.ts" to agents as it reads files, by Deno\.readTextFileSync \(.*reads\.ts:1\)$/m,
    );
    assert.doesNotMatch(agent.said(), /carries a share/);
    const good = await run(["x.ts", "--agents", "1"]);
    assert.equal(good.code, 0, good.stderr);
  });
});

testPermitted("agents of another version, and a group that is in use, are named", async () => {
  await withNats(async (url, run, cwd) => {
    const signal = new AbortController().signal;
    const connection = await connectNats({ servers: url }, signal);
    const group = await openGroup(connection, "old");
    const entry = {
      ...{ agent: "a0", host: "h", cpus: 1, cassbench: "0.0.1", deno: Deno.version.deno },
      ...{ pid: 1, since: new Date().toISOString(), protocol: 1 },
    };
    const announcing = announce(group, () => entry);
    const old = await run(["x.ts", "--group", "old", "--agents", "1"]);
    announcing.end();
    await connection.close();
    assert.equal(old.code, 1);
    assert.match(
      old.stderr,
      /^error: Cannot begin as all must measure the same:? ?agent a0 \(h\) has cassbench 0\.0\.1, and not \d/m,
    );

    await using agent = await startAgent(url);
    await using long = startCassbench(["long.ts", "--nats", url, "--quiet"], { cwd });
    await agent.says(/it carries a share of "x" with 1 thread/);
    const second = await run(["x.ts", "--agents", "1"]);
    assert.equal(second.code, 1);
    assert.match(
      second.stderr,
      /^error: Cannot take group "default" as a coordinator on .* has it since/m,
    );
    long.kill("SIGINT");
    assert.equal(await long.code, 130);
    await agent.says(/it waits for the next/);
  });
});

testPermitted("an agent takes what its key has signed, and nothing else", async () => {
  await withNats(async (url, run, cwd) => {
    const pair = nkeys.createUser();
    await Deno.writeFile(join(cwd, "seed.nk"), pair.getSeed());
    await Deno.writeFile(join(cwd, "other.nk"), nkeys.createUser().getSeed());
    await using agent = await startAgent(url, ["--trust", pair.getPublicKey()]);
    assert.match(agent.said(), new RegExp(`it runs code that ${pair.getPublicKey()} has signed`));
    const refused = async (args: readonly string[], why: RegExp) => {
      const { code, stderr } = await run(["x.ts", "--agents", "1", ...args]);
      assert.equal(code, 1);
      assert.match(stderr, /^error: Cannot begin as agent a\w+ \(.*\): refuses the run as/m);
      assert.match(stderr, why);
      await agent.says(/it waits for the next/);
    };
    await refused([], /its order is not signed\nhint: pass --sign-key FILE/);
    await refused(["--sign-key", "other.nk"], /its order is signed by another key/);
    const none = await run(["x.ts", "--sign-key", "x.ts"]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /Cannot sign with "x\.ts" as it holds no seed of an NKey/);
    assert.doesNotMatch(agent.said(), /carries a share/);
    const taken = await run(["x.ts", "--agents", "1", "--sign-key", "seed.nk"]);
    assert.equal(taken.code, 0, taken.stderr);
  });
});

testPermitted("what fails on an agent alone is told with its name, and it waits on", async () => {
  await withNats(async (url, run) => {
    await using agent = await startAgent(url, [], { env: { WHERE: "there" } });
    const away = await run(["away.ts", "--agents", "1"]);
    assert.equal(away.code, 2);
    assert.match(
      away.stderr,
      /^error: Cannot begin as agent a\w+ \(.*\): Cannot load the scenario as it threw at import: not here/m,
    );
    await agent.says(/it waits for the next/);
  });
});
