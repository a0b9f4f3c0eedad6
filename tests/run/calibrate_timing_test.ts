import assert from "node:assert/strict";
import { startServerThread } from "../../src/embedded/server.ts";
import type { CalibratedFigure } from "../../src/result/calibration.ts";
import { CLIENTS } from "../../src/scenario/settings.ts";
import { calibrate, CONDITIONS, stalled, tryOut } from "../../src/run/calibrate.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";

const { signal } = new AbortController();
/** HdrHistogram's values are that close. */
const DIGITS = 0.001;

function assertCounted(figures: readonly CalibratedFigure[], operations: number): void {
  const [count, ...times] = figures;
  assert.deepEqual(count, {
    name: "operations",
    truth: operations,
    measured: operations,
    passed: true,
  });
  assert.equal(times.length + 1, figures.length);
}

for (const client of CLIENTS) {
  testPermitted(
    `tryOut() of ${client} counts as the server does, and measures no time shorter than it was`,
    async () => {
      const server = await startServerThread();
      for (const condition of CONDITIONS.filter(({ responseTime }) => !responseTime)) {
        const short = condition.load.rate ? { duration: 100 } : { operations: 100 };
        const load = { ...condition.load, ...short };
        const once = { ...condition, load, rounds: 1 };
        const { figures, time } = await tryOut(once, client, server, signal);
        assertCounted(figures, 100);
        assert.equal(time, "serviceTime");
        for (const { name, truth, measured } of figures.slice(1)) {
          assert.ok(
            measured >= truth * (1 - DIGITS),
            `${condition.name}, ${name}: ${measured} of ${truth}`,
          );
        }
      }
      await server.stop();
    },
  );
}

testPermitted(
  "tryOut() finds a stall in the response times, as arithmetic says, within a tenth",
  async () => {
    const server = await startServerThread();
    const off = await bestOf(0.1, async () => {
      const { figures, time } = await tryOut(stalled(250), "driver", server, signal);
      assertCounted(figures, 750);
      assert.equal(time, "responseTime");
      assert.deepEqual(
        figures.slice(1).map(({ name, truth }) => [name, Math.round(truth * 10) / 10]),
        [
          ["p90", 175],
          ["p99", 242.5],
        ],
      );
      return Math.max(
        ...figures.slice(1).map(({ truth, measured }) => Math.abs(measured - truth) / truth),
      );
    });
    assert.ok(off < 0.1, `off by ${off} of the truth`);
    await server.stop();
  },
);

testPermitted("calibrate() stops when it is told to, and says of what it tries", async () => {
  const controller = new AbortController();
  const messages: string[] = [];
  const stopped = calibrate({
    signal: controller.signal,
    onProgress(message) {
      messages.push(message);
      setTimeout(() => controller.abort(new Error("enough")), 300);
    },
  });
  await assert.rejects(stopped, /enough/);
  assert.deepEqual(messages, [`1/${CONDITIONS.length} the server answers at once`]);
});
