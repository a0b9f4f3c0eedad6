import assert from "node:assert/strict";
import { answerAgentCalls } from "../../../src/agents/nats/answering.ts";
import { openAgentChannels } from "../../../src/agents/nats/channel.ts";
import { answerPings, measureOffset } from "../../../src/agents/nats/clock.ts";
import { connectNats } from "../../../src/agents/nats/connect.ts";
import { openGroup } from "../../../src/agents/nats/group.ts";
import { takeGroup } from "../../../src/agents/nats/group_lock.ts";
import { announce, PROTOCOL, watchAgents } from "../../../src/agents/nats/registration.ts";
import { TargetError } from "../../../src/errors.ts";
import { startNats } from "../../support/nats.ts";
import { testPermitted } from "../../support/needs.ts";

const NEVER = new AbortController().signal;

/** A user of NATS who may do just this. */
const userWho = (publishes: readonly string[], subscribes: readonly string[]) =>
  `authorization { users: [ { user: u, password: p, permissions: {
    publish: ${JSON.stringify(publishes)}, subscribe: ${JSON.stringify(subscribes)} } } ] }`;

/** What docs/many_machines.md says that a user needs. */
const PUBLISHES = ["cassbench.g.>", "_INBOX.>", "$JS.API.>", "$KV.cassbench_g.>"];
const SUBSCRIBES = ["cassbench.g.>", "_INBOX.>"];

testPermitted(
  "a user of NATS needs no other rights than those that the documents name",
  async () => {
    const docs = await Deno.readTextFile(
      new URL("../../../docs/many_machines.md", import.meta.url),
    );
    for (const right of [...PUBLISHES, ...SUBSCRIBES]) {
      assert.ok(docs.includes(right.replace(/\bg\b/, "songs").replace("_g.", "_songs.")), right);
    }
    await using nats = await startNats({ config: userWho(PUBLISHES, SUBSCRIBES) });
    const connection = await connectNats({ servers: nats.url, user: "u", password: "p" }, NEVER);
    try {
      const group = await openGroup(connection, "g");
      const holder = { run: "r", host: "h", pid: 1, since: "2026-01-01T00:00:00Z" };
      const lock = await takeGroup(group, holder, NEVER);
      const here = Promise.withResolvers<string>();
      const watch = watchAgents(group, { onChange: (_, name) => here.resolve(name) });
      const announced = announce(group, () => ({
        ...{ agent: "a", host: "h", cpus: 2, cassbench: "0", deno: "0" },
        ...{ pid: 1, since: "2026-01-01T00:00:00Z", protocol: PROTOCOL },
      }));
      assert.equal(await here.promise, "a");
      const endPings = answerPings(group, "a");
      await measureOffset(group, "a");
      const answering = answerAgentCalls(group, "a", { callsOf: () => ({ ask: () => 42 }) });
      const channels = openAgentChannels(group, "r");
      assert.equal(await channels.to<{ ask(): number }, never>("a").ask("ask"), 42);
      await channels.end(new Error("the test ended"));
      await answering.close();
      endPings();
      announced.end();
      watch.close();
      await lock.release();
    } finally {
      await connection.close();
    }
  },
);

testPermitted(
  "a user of NATS who may not use JetStream hears which rights are missing",
  async () => {
    await using nats = await startNats({ config: userWho(["cassbench.>"], SUBSCRIBES) });
    const access = { servers: nats.url, user: "u", password: "p" };
    await assert.rejects(connectNats(access, NEVER), (error) => {
      assert.ok(error instanceof TargetError);
      assert.match(error.message, /its JetStream does not answer/);
      assert.match(String(error.hint), /this user needs the rights to \$JS\.API\.>/);
      return true;
    });
  },
);

testPermitted(
  "a group that this user may not open is named with the rights that it takes",
  async () => {
    const config = userWho(["cassbench.>", "$JS.API.INFO"], SUBSCRIBES);
    await using nats = await startNats({ config });
    const connection = await connectNats({ servers: nats.url, user: "u", password: "p" }, NEVER);
    try {
      await assert.rejects(openGroup(connection, "g"), (error) => {
        assert.ok(error instanceof TargetError);
        assert.match(error.message, /Cannot open group "g" in NATS/);
        assert.match(String(error.hint), /\$JS\.API\.> and \$KV\.cassbench_g\.>/);
        return true;
      });
    } finally {
      await connection.close();
    }
  },
);
