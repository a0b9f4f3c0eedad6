/** What startEmbeddedServer() gives to an application's tests: the faults of connections and handshakes, and their end. */
import assert from "node:assert/strict";
import type { ScenarioError } from "../../src/errors.ts";
import { startEmbeddedServer } from "../../src/run/embedded_server.ts";
import { run } from "../../src/run/run.ts";
import type { Fault, FaultKind } from "../../src/scenario/faults.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import { newClient } from "../embedded/client.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";

const Row = model("row", { id: "int", v: "text" }, ["id"]);

const rows = scenario({
  ...{ name: "rows", models: [Row], client: ["driver", "wire"], poolSizes: [1], operations: 20 },
  ...{ timeout: 300, warmup: 0 },
  input: ({ index }) => ({ id: index, v: "v" }),
  operation: (session, row) => session.create(Row, row),
});

const portOf = (contactPoint = "") => Number(contactPoint.split(":")[1]);

testPermitted(
  "a wrong fault is refused with all that is wrong, also of a server that runs",
  async () => {
    const wrong = [{ kind: "overload" as FaultKind, share: 2 }];
    const says = (error: ScenarioError) => {
      assert.equal(error.name, "ScenarioError");
      assert.match(error.message, /^Cannot set the faults of the embedded server as\n {2}- faults/);
      assert.match(error.message, /faults\[0\]\.share must be a share from 0 to 1: found 2/);
      assert.match(error.hint ?? "", /docs\/faults\.md/);
      return true;
    };
    await assert.rejects(startEmbeddedServer({ faults: wrong }), says);
    await assert.rejects(startEmbeddedServer({ seed: -1 }), /seed must be an integer/);
    await using server = await startEmbeddedServer();
    await assert.rejects(server.setFaults(wrong), says);
  },
);

testPermitted("faults can be set and taken back while clients are connected", async () => {
  await using server = await startEmbeddedServer();
  const client = newClient(portOf(server.contactPoints[0]));
  await client.execute(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  );
  await client.execute("CREATE TABLE k.t (id int PRIMARY KEY)");
  const read = () =>
    client.execute("SELECT * FROM k.t").then(() => "read", ({ message }) => message);
  assert.equal(await read(), "read");
  await server.setFaults([{ kind: "invalid", message: "on purpose", times: 1 }]);
  assert.deepEqual([await read(), await read()], ["on purpose", "read"]);
  const [count] = await server.readFaults();
  assert.deepEqual([count?.requests, count?.injected], [2, 1]);
  await server.setFaults([{ kind: "unavailableException", required: 3, received: 2 }]);
  assert.match(await read(), /3 required but only 2 alive/);
  await server.setFaults([]);
  assert.equal(await read(), "read");
  assert.deepEqual(await server.readFaults(), []);
  await client.shutdown();
});

/** What a run says of a server whose connections, handshakes or first answers are struck. */
const UNREACHABLE: readonly (readonly [Fault, says: RegExp])[] = [
  [{ kind: "silence", requests: "connection" }, /accepts connections and does not answer/],
  [{ kind: "silence", requests: "any" }, /accepts connections and does not answer/],
  [{ kind: "close", requests: "connection" }, /closes the connection at once/],
  [{ kind: "silence", requests: "handshake" }, /did not answer STARTUP within 5500 ms/],
  [{ kind: "close", requests: "handshake" }, /was closed before it was ready/],
  [{ kind: "noFrame", requests: "handshake" }, /carried a frame of \d+ bytes/],
  [{ kind: "wrongStream", requests: "handshake" }, /carried an answer to no request/],
  [{ kind: "wrongOpcode", requests: "handshake" }, /invalid opcode/],
  [{ kind: "badCredentials", requests: "handshake", message: "Who?" }, /Who\?/],
  [{ kind: "isBootstrapping", requests: "handshake" }, /injected by a fault/],
  [
    { kind: "noRows", requests: "read", table: "system.local" },
    /system\.local could not be retrieved/,
  ],
  [{ kind: "silence", table: "system.local" }, /did not answer "SELECT \* FROM system\.local/],
];

/** The time in which a run must have ended, in milliseconds: the time for connecting, and a busy machine's share. */
const ENDED = 5_500 + 4_000;

testPermitted("a server that cannot be reached ends the run in time, and it says why", async () => {
  const started = UNREACHABLE.map(([fault]) => startEmbeddedServer({ faults: [fault] }));
  const servers = await Promise.all(started);
  await Promise.all(UNREACHABLE.map(async ([fault, says], at) => {
    await using server = servers[at]!;
    const { contactPoints } = server;
    const best = await bestOf(ENDED, async () => {
      const startedAt = performance.now();
      await assert.rejects(run(rows, { target: { contactPoints } }), (error: Error) => {
        assert.equal(error.name, "TargetError");
        assert.match(error.message, says);
        return true;
      });
      return performance.now() - startedAt;
    });
    assert.ok(best < ENDED, `${fault.kind} of ${fault.requests}: ${best} ms`);
    const [count] = await server.readFaults();
    assert.ok((count?.injected ?? 0) > 0);
  }));
});

testPermitted("connections and handshakes that are slow are waited for", async () => {
  for (const requests of ["connection", "handshake"] as const) {
    await using server = await startEmbeddedServer({
      faults: [{ kind: "delay", ms: 100, requests }],
    });
    const { cases } = await run(rows, { target: { contactPoints: server.contactPoints } });
    for (const { operations, errors } of cases) {
      assert.deepEqual([operations, errors.total], [20, 0]);
    }
  }
});

testPermitted(
  "what cannot be prepared fails as its class with both clients, and the run ends",
  async () => {
    const faults: readonly (readonly [FaultKind, errorClass: string])[] = [
      ["silence", "clientTimeout"],
      ["syntaxError", "syntaxError"],
      ["shortBody", "protocol"],
      ["close", "connectionClosed"],
    ];
    for (const [kind, errorClass] of faults) {
      await using server = await startEmbeddedServer({ faults: [{ kind, requests: "prepare" }] });
      const { cases } = await run(rows, { target: { contactPoints: server.contactPoints } });
      for (const { operations, errors } of cases) {
        assert.equal(errors.total, operations);
        assert.ok(
          (errors.byClass[errorClass] ?? 0) > 0,
          `${kind}: ${JSON.stringify(errors.byClass)}`,
        );
      }
    }
  },
);
