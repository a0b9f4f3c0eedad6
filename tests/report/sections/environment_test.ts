import assert from "node:assert/strict";
import { environmentSection } from "../../../src/report/sections/environment.ts";
import { caseOf, environmentOf, resultOf } from "../../result/fixture.ts";

/** The line of the section that starts so. */
function line(start: string, ...result: Parameters<typeof resultOf>): string | undefined {
  const items = environmentSection(resultOf(...result)).flatMap((block) =>
    block.kind === "list" ? block.items : []
  );
  return items.map(({ text }) => String(text)).find((text) => text.startsWith(start));
}

Deno.test("environmentSection() says how long a closed load was, and how often it ran", () => {
  const closed = (settings: Parameters<typeof environmentOf>[0]) =>
    line("each case", [caseOf({})], [1, 100], { settings: settings ?? {} });
  assert.equal(closed({}), "each case: 1,000 operations, closed load, 1 worker");
  assert.equal(
    closed({ duration: 30_000, workers: 2, repetitions: 5 }),
    "each case: 30 s, closed load, 2 workers, 5 repetitions in turns",
  );
});

Deno.test("environmentSection() says how an open load came, and what a full pool did", () => {
  const open = (settings: Parameters<typeof environmentOf>[0]) =>
    line("each case", [], settings?.poolSizes ?? [1_000], { settings: settings ?? {} });
  assert.equal(
    open({ rate: [1_000], duration: 10_000, arrivals: "poisson", overflow: "drop" }),
    "each case: 10 s, open load, poisson arrivals, a pool of 1,000 that drops when full, 1 worker",
  );
  const stages = [{ to: 1_000, duration: 5_000 }, { to: 1_000, duration: 60_000 }, {
    ...{ from: 100, to: 0, duration: 500 },
  }];
  assert.equal(
    open({ stages, poolSizes: [10, 100] }),
    "each case: from 0 to 1,000 ops/s in 5 s, to 1,000 ops/s in 60 s, from 100 to 0 ops/s in 500 ms, " +
      "open load, constant arrivals, a pool that queues when full, 1 worker",
  );
});

Deno.test("environmentSection() says what warm-up there was", () => {
  assert.equal(line("warm", []), "warm-up before each case: up to 250 ms, not measured");
  assert.equal(line("no warm", [], [1], { settings: { warmup: 0 } }), "no warm-up");
});

Deno.test("environmentSection() cites the machine's own error when it was ever calibrated", () => {
  const cited = (passed: boolean) =>
    line("this machine", [], [1], {
      environment: {
        ...environmentOf(),
        calibration: { at: "2026-11-22T09:30:00.000Z", error: 0.1234, passed },
      },
    });
  assert.equal(line("this machine", []), undefined);
  assert.equal(cited(true), "this machine's error when last calibrated (2026-11-22): 0.12 ms");
  assert.equal(
    cited(false),
    "this machine's error when last calibrated (2026-11-22): 0.12 ms, more than cassbench promises",
  );
});
