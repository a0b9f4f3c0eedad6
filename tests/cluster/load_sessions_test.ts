/** Connections for the load, opened as a Worker opens them. */
import assert from "node:assert/strict";
import { type LoadSessions, openLoadSessions } from "../../src/cluster/load_sessions.ts";
import { plan } from "../../src/run/plan.ts";
import type { Client } from "../../src/scenario/settings.ts";
import { testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";

const QUERY = "SELECT key FROM system.local";

const CLIENTS = ["driver", "wire"] as const;

/** Opens load sessions from a copy of the connection, as another thread gets it. */
async function withLoadSessions(
  client: Client,
  body: (load: LoadSessions) => Promise<void>,
): Promise<void> {
  const target = await open("embedded", "load_session", []);
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, { keyspace: "load_session", client: [client] });
  const { signal } = new AbortController();
  const load = await openLoadSessions(structuredClone(target.connection), settings, signal);
  try {
    await body(load);
    const others = target.load.coordinators.read();
    assert.deepEqual(others, {}, "the main thread's session has sent nothing");
  } finally {
    await load.close();
    await target.close();
  }
}

for (const client of CLIENTS) {
  testPermitted(
    `${client}: a load session counts and times the requests of each node, failed ones included`,
    () =>
      withLoadSessions(client, async ({ of, coordinators }) => {
        const { session } = of(client);
        await session.execute(QUERY);
        coordinators.restart();
        assert.deepEqual(coordinators.read(), {});
        await Promise.all(Array.from({ length: 20 }, () => session.execute(QUERY)));
        const [[address, requests] = []] = Object.entries(coordinators.read());
        assert.match(address ?? "", /^127\.0\.0\.1:\d+$/);
        assert.deepEqual([requests?.coordinated, requests?.errors], [20, 0]);
        const { count = 0, p50 = NaN, max = NaN } = requests?.requestTime ?? {};
        assert.equal(count, 20);
        assert.ok(0 < p50 && p50 <= max, `${p50} ${max}`);
        await assert.rejects(session.execute(`${QUERY} LIMIT ?`, [0]));
        const now = coordinators.read()[address ?? ""];
        assert.deepEqual([now?.coordinated, now?.errors, now?.requestTime?.count], [21, 1, 20]);
      }),
  );

  testPermitted(
    `${client}: a load session sees what is in flight on a connection, and its limit`,
    () =>
      withLoadSessions(client, async ({ of }) => {
        const { session, driverUse } = of(client);
        await session.execute(QUERY);
        const limit = { driver: 2_048, wire: 32_768 }[client];
        assert.deepEqual(driverUse(), { inFlight: 0, limit });
        const requests = Array.from({ length: 300 }, () => session.execute(QUERY));
        // No answer can be read before the next turn of the event loop.
        for (let tick = 0; tick < 50; tick++) await Promise.resolve();
        assert.equal(driverUse().inFlight, 300);
        await Promise.all(requests);
        assert.equal(driverUse().inFlight, 0);
      }),
  );
}
