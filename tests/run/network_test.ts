/** A network in a run, as an application that uses the library has it. */
import assert from "node:assert/strict";
import { run } from "../../src/run/run.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import { type Client, CLIENTS } from "../../src/scenario/settings.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);
let ids = 0;
const creates = scenario({
  name: "creates",
  models: [Item],
  operation: (session) => session.create(Item, { id: ids++, v: "" }),
});

for (const client of CLIENTS) {
  testPermitted(
    `what the network's stages do is in the events of the case, and in its times (${client})`,
    async () => {
      // What else the machine does can only make the dip less deep, as it is in the time before it as well.
      const left = await bestOf(0.5, async () => 1 - await runStages(client));
      assert.ok(left < 0.5, `${left}`);
    },
  );
}

/** Runs stages of the network, and returns how deep the dip of the stall was. */
async function runStages(client: Client): Promise<number> {
  const { cases: [measured] } = await run(creates, {
    ...{ client: [client], rate: [100], duration: 1_600, warmup: 50 },
    network: {
      latency: 1,
      stages: [{ at: 700, for: 400, stall: true }, { at: 1_400, reset: true }],
    },
  });
  const { events = [], verdict, operations, unsent, responseTime, network } = measured!;
  assert.deepEqual(events.map((event) => [event.planned, event.node, event.do]), [
    ...[[700, 1, "stall"], [1_100, 1, "unstall"], [1_400, 1, "reset"]],
  ]);
  for (const { at, planned, address } of events) {
    assert.ok(at! >= planned, `${at}`);
    assert.match(address, /^127\.0\.0\.1:\d+$/);
  }
  assert.equal(operations + unsent, 160);
  assert.ok(responseTime!.max >= 380, `${responseTime!.max}`);
  assert.ok(network!.held!.max >= 380, `${network!.held!.max}`);
  // What waited for the end of the stall was not late by the proxies' fault.
  assert.ok(network!.late!.p50 < 100, `${network!.late!.p50}`);
  assert.deepEqual(verdict.reasons.filter(({ code }) => code === "outage"), []);
  return events[0]!.dip!.depth;
}

testPermitted(
  "with a network, latency of the client and on the wire are apart, and add up",
  async () => {
    const { cases, environment } = await run(creates, {
      ...{
        latency: [0, 3],
        network: { latency: [0, 4] },
        poolSizes: [1],
        operations: 30,
        warmup: 0,
      },
    });
    assert.deepEqual(environment.settings.network, { latency: [0, 4] });
    const least = cases.map(({ parameters: { latency, networkLatency }, serviceTime }) => {
      assert.ok(serviceTime!.min >= Number(latency) + Number(networkLatency));
      return [latency, networkLatency];
    });
    assert.deepEqual(least, [[0, 0], [0, 4], [3, 0], [3, 4]]);
    for (const { parameters, injectedLatency, network } of cases) {
      assert.equal(injectedLatency === null, parameters.latency === 0);
      assert.equal(network!.held === null, parameters.networkLatency === 0);
    }
  },
);

testPermitted("without a network there are no proxies", async () => {
  const { cases: [measured] } = await run(creates, { poolSizes: [1], operations: 5, warmup: 0 });
  assert.equal(measured?.network, undefined);
  assert.equal(measured?.events, undefined);
  assert.equal(measured?.intervals, undefined);
});
