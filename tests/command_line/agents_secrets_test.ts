/** Passwords and keys do not travel, and an agent works with the permissions of its set. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmbeddedServer } from "../../src/run/embedded_server.ts";
import { connectNats } from "../../src/agents/nats/connect.ts";
import { startAgent } from "../support/agents.ts";
import { cassbench } from "../support/cassbench.ts";
import { startNats } from "../support/nats.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const CANARIES = {
  cassandra: "canary-of-cassandra",
  own: "canary-of-an-agent",
  nats: "canary-of-nats",
};

testPermitted(
  "no password is in what NATS carries or keeps, in what is said, or in the document",
  async () => {
    const { cassandra, own, nats: password } = CANARIES;
    await using nats = await startNats({
      config: `authorization { user: "bench", password: "${password}" }`,
    });
    await using server = await startEmbeddedServer();
    const signal = new AbortController().signal;
    const listening = await connectNats({ servers: nats.url, user: "bench", password }, signal);
    const carried: string[] = [];
    listening.subscribe(">", {
      callback(_, { subject, data }) {
        carried.push(subject, new TextDecoder("latin1").decode(data));
      },
    });
    const login = { CASSBENCH_NATS_PASSWORD: password };
    await using agent = await startAgent(nats.url, ["--nats-user", "bench", "--once"], {
      permissions: ["-P=agent"],
      cwd: inRepository(),
      env: { ...login, CASSANDRA_PASSWORD: own },
    });
    await inTemporaryFolder(async (cwd) => {
      const text = `import { scenario } from "${inRepository("mod.ts")}";
      export default scenario({ name: "x", poolSizes: [4], operations: 40, warmup: 0,
        operation: (session) => session.execute("SELECT key FROM system.local") });`;
      await Deno.writeTextFile(join(cwd, "x.ts"), text);
      const target = ["--contact-points", server.contactPoints.join(), "--username", "someone"];
      const run = await cassbench(
        ["x.ts", "--nats", nats.url, "--nats-user", "bench", "--agents", "1", ...target],
        { cwd, env: { ...login, CASSANDRA_PASSWORD: cassandra } },
      );
      assert.equal(run.code, 0, run.stderr);
      assert.equal(await agent.code, 0, agent.said());
      const files = [...Deno.readDirSync(join(cwd, "results"))].map(({ name }) =>
        Deno.readTextFileSync(join(cwd, "results", name))
      );
      const all = [...carried, ...files, run.stdout, run.stderr, agent.said()].join("\n");
      assert.ok(all.includes("someone"), "the user's name travels");
      for (const canary of Object.values(CANARIES)) assert.ok(!all.includes(canary), canary);
    });
    await listening.close();
  },
);
