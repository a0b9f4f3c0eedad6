/** Which nodes a client asks for a row. */
import assert from "node:assert/strict";
import { model } from "../../src/scenario/schema/model.ts";
import type { Client } from "../../src/scenario/settings.ts";
import { open } from "../support/targets.ts";

const Event = model("event", { room: "text", day: "int", note: "text" }, [["room", "day"]]);

/** Enough that each of a few nodes holds some. */
const ROWS = 40;

/**
 * Creates rows that one node each holds, and checks by the server's traces that this node alone had work with each.
 */
export async function checkReplicas(
  contactPoints: readonly string[],
  client: Client,
): Promise<void> {
  const keyspace = `replicas_${client}`;
  const first = await open({ contactPoints }, "replicas_setup", [], { client: "driver" });
  await first.session.execute(
    `CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = ` +
      "{'class': 'NetworkTopologyStrategy', 'datacenter1': 1}",
  );
  await first.close();

  const target = await open({ contactPoints }, keyspace, [Event], { client });
  try {
    const ids: string[] = [];
    const session = target.load.of(client).traced((id) => ids.push(id));
    // The first request of a statement cannot know the types of its key.
    await session.create(Event, { room: "first", day: 0, note: "" });
    ids.length = 0;
    target.load.coordinators.restart();
    for (let day = 0; day < ROWS; day++) {
      await session.create(Event, { room: `room ü ${day}`, day, note: "" });
    }
    assert.equal(ids.length, ROWS);
    const traces = [...(await target.readTraces(ids)).values()];
    assert.ok(traces.length > ROWS / 2, `${traces.length} traces`);
    for (const { coordinator, events } of traces) {
      assert.deepEqual([...new Set(events.map(({ node }) => node))], [coordinator]);
    }
    const asked = Object.keys(target.load.coordinators.read());
    assert.equal(asked.length, contactPoints.length, `${asked}`);
  } finally {
    await target.close();
  }
}
