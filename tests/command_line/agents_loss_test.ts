/** What becomes of a run when agents, NATS or the coordinator go: with processes that are really killed. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { type Program, startAgent, startAgents, startCassbench } from "../support/agents.ts";
import { cassbench } from "../support/cassbench.ts";
import { startNats } from "../support/nats.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** A scenario whose cases last until they are stopped, or for these milliseconds. */
function lasting(duration: number, more = ""): string {
  return `import { scenario } from "${inRepository("mod.ts")}";
    export default scenario({ name: "x", poolSizes: [4], warmup: 0, duration: ${duration}, ${more}
      operation: (session) => session.execute("SELECT key FROM system.local") });`;
}

/** Runs a scenario on the agents of a NATS, and gives its process and its document to the body. */
async function withRun(
  text: string,
  args: readonly string[],
  body: (run: Program, read: () => Promise<Result>, cwd: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), text);
    await using run = startCassbench(["x.ts", "--json", "r.json", ...args], { cwd });
    const read = async () => JSON.parse(await Deno.readTextFile(join(cwd, "r.json")));
    await body(run, read, cwd);
  });
}

const CARRIES = /it carries a share of "x"/;
const WAITS = /it waits for the next/;
/** The line of the progress, each five seconds, that says that operations have ended, so that the clock runs. */
const RUNS = /[1-9][\d,]* done/;

testPermitted(
  "Ctrl-C on the coordinator ends the shares of all agents, saves them, and they wait again",
  async () => {
    await using nats = await startNats();
    await using agents = await startAgents(nats.url, 2);
    await withRun(lasting(600_000), ["--nats", nats.url, "--agents", "2"], async (run, read) => {
      await run.says(RUNS);
      run.kill("SIGINT");
      assert.equal(await run.code, 130, run.said());
      const { status, cases: [only] } = await read();
      assert.deepEqual([status, only?.status], ["aborted", "aborted"]);
      assert.deepEqual(only?.agents?.map(({ lost }) => lost), [undefined, undefined]);
      assert.ok((only?.operations ?? 0) > 0);
    });
    await Promise.all(agents.map((agent) => agent.says(WAITS)));
    for (const agent of agents) agent.kill("SIGTERM");
    assert.deepEqual(await Promise.all(agents.map(({ code }) => code)), [143, 143]);
  },
);

testPermitted(
  "an agent that is told to end tells what it measured, and leaves; others go on",
  async () => {
    await using nats = await startNats();
    await using agents = await startAgents(nats.url, 2);
    const [first = assert.fail(), second = assert.fail()] = agents;
    const args = ["--nats", nats.url, "--agents", "2", "--repetitions", "2"];
    await withRun(lasting(12_000), args, async (run, read) => {
      await run.says(RUNS);
      first.kill("SIGTERM");
      assert.equal(await first.code, 143);
      await run.says(new RegExp(`agent ${first.name} .* left the group`));
      assert.equal(await run.code, 0, run.said());
      const { cases: [one, two] } = await read();
      const left = one?.agents?.find(({ agent }) => agent === first.name);
      assert.equal(left?.status, "aborted");
      assert.deepEqual(two?.agents?.map(({ agent }) => agent), [second.name]);
      assert.equal(two?.status, "completed");
    });
  },
);

testPermitted(
  "agents that die and hang are named at once, their shares are missing, and nothing of the others",
  async () => {
    await using nats = await startNats();
    await using agents = await startAgents(nats.url, 3);
    const [dies = assert.fail(), hangs = assert.fail(), goes = assert.fail()] = agents;
    const args = ["--nats", nats.url, "--agents", "3", "--on-agent-loss", "stop"];
    await withRun(lasting(12_000), [...args, "--repetitions", "2"], async (run, read) => {
      await run.says(RUNS);
      dies.kill("SIGKILL");
      hangs.kill("SIGSTOP");
      // Whichever of the two is first.
      await run.says(/agent a\w+ .*is silent for 5 s/);
      await run.says(/agent a\w+ .*is silent for 5 s/);
      const late = await startAgent(nats.url);
      assert.equal(await run.code, 1, run.said());
      assert.match(run.said(), /error: Cannot go on as agent a\w+ .* was silent for \d+ s/);
      const { status, cases } = await read();
      assert.deepEqual([status, cases.length], ["failed", 1]);
      const [only] = cases;
      const lostOf = (name: string) => only?.agents?.find(({ agent }) => agent === name)?.lost;
      assert.match(lostOf(dies.name) ?? "", /silent/);
      assert.match(lostOf(hangs.name) ?? "", /silent/);
      assert.equal(lostOf(goes.name), undefined);
      assert.equal(only?.verdict.valid, false);
      assert.equal(
        only?.operations,
        only?.agents?.find(({ agent }) => agent === goes.name)?.operations,
      );
      hangs.kill("SIGCONT");
      await hangs.says(WAITS);
      assert.doesNotMatch(late.said(), CARRIES);
      await late[Symbol.asyncDispose]();
    });
  },
);

testPermitted(
  "NATS that dies in mid-run stops no load: its results come when it is back",
  async () => {
    await using nats = await startNats();
    await using _agents = await startAgents(nats.url, 2);
    await withRun(lasting(12_000), ["--nats", nats.url, "--agents", "2"], async (run, read) => {
      await run.says(RUNS);
      await nats.kill();
      await nats.start();
      assert.equal(await run.code, 0, run.said());
      const { status, cases: [only] } = await read();
      assert.equal(status, "completed");
      assert.deepEqual(only?.agents?.map(({ status }) => status), ["completed", "completed"]);
    });
  },
);

testPermitted(
  "what agents measured for a coordinator that died is gathered from NATS",
  async () => {
    await using nats = await startNats();
    await using agents = await startAgents(nats.url, 2, ["--zone", "z"]);
    await withRun(
      lasting(3_000, "repetitions: 40,"),
      ["--nats", nats.url, "--agents", "2"],
      async (run, _, cwd) => {
        await run.says(/[2-9]\/40 /);
        run.kill("SIGKILL");
        await run.code;
        await Promise.all(agents.map((agent) => agent.says(/its coordinator is silent/)));
        await Promise.all(agents.map((agent) => agent.says(WAITS)));
        const args = ["gather", "default", "--nats", nats.url, "--json", "g.json"];
        const gathered = await cassbench(args, { cwd });
        assert.equal(gathered.code, 0, gathered.stderr);
        const { status, cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "g.json")));
        assert.equal(status, "aborted");
        assert.ok(cases.length >= 2, `${cases.length} cases`);
        for (const { agents = [] } of cases) {
          assert.deepEqual(agents.map(({ lost }) => lost), [undefined, undefined]);
        }
      },
    );
  },
);
