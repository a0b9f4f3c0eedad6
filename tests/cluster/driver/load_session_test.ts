/** Connections for the load, opened as a Worker opens them. */
import assert from "node:assert/strict";
import { type LoadSession, openLoadSession } from "../../../src/cluster/driver/load_session.ts";
import { plan } from "../../../src/run/plan.ts";
import { testPermitted } from "../../support/needs.ts";
import { open } from "../../support/targets.ts";

const QUERY = "SELECT key FROM system.local";

/** Opens a load session from a copy of the connection, as another thread gets it. */
async function withLoadSession(body: (load: LoadSession) => Promise<void>): Promise<void> {
  const target = await open("embedded", "load_session", []);
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, { keyspace: "load_session" });
  const { signal } = new AbortController();
  const load = await openLoadSession(structuredClone(target.connection), settings, signal);
  try {
    await body(load);
    assert.deepEqual(target.load.coordinated(), {}, "the main thread's session has sent nothing");
  } finally {
    await load.close();
    await target.close();
  }
}

testPermitted(
  "a load session counts the requests that were sent, failed ones included",
  () =>
    withLoadSession(async (load) => {
      assert.deepEqual(load.coordinated(), {});
      await Promise.all(Array.from({ length: 20 }, () => load.session.execute(QUERY)));
      const [[address, count] = []] = Object.entries(load.coordinated());
      assert.match(address ?? "", /^127\.0\.0\.1:\d+$/);
      assert.equal(count, 20);
      await assert.rejects(load.session.execute(`${QUERY} LIMIT ?`, [0]));
      assert.equal(load.coordinated()[address ?? ""], 21);
    }),
);

testPermitted(
  "a load session sees what is in flight on a connection, and its limit",
  () =>
    withLoadSession(async (load) => {
      await load.session.execute(QUERY);
      assert.deepEqual(load.driverUse(), { inFlight: 0, limit: 2_048 });
      const requests = Array.from({ length: 300 }, () => load.session.execute(QUERY));
      // No answer can be read before the next turn of the event loop.
      for (let tick = 0; tick < 50; tick++) await Promise.resolve();
      assert.equal(load.driverUse().inFlight, 300);
      await Promise.all(requests);
      assert.equal(load.driverUse().inFlight, 0);
    }),
);
