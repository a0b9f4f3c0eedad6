/** Loads in the background of a case, against the embedded server. */
import assert from "node:assert/strict";
import { markdown } from "../../src/report/markdown.ts";
import { run } from "../../src/run/run.ts";
import { search } from "../../src/run/search.ts";
import background from "../fixtures/background.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

const FILE = inRepository("tests", "fixtures", "background.ts");

for (const [workers, client] of [[1, "driver"], [1, "wire"], [2, "driver"], [3, "wire"]] as const) {
  testPermitted(
    `run() runs loads beside the measured one in ${workers} workers, by client ${client}`,
    async () => {
      const result = await run(background, { file: FILE, workers, client: [client] });
      const { cases: [only], warnings } = result;
      const [writes, others] = only?.loads ?? [];
      assert.deepEqual(
        [writes?.name, writes?.schedule?.rate, writes?.errors.total],
        ["writes", 100, 0],
      );
      assert.ok((writes?.elapsed ?? 0) >= (only?.elapsed ?? Infinity));
      // Every operation that was due is counted, however late a busy machine is.
      const sent = (writes?.operations ?? 0) + (writes?.unfinished ?? 0);
      assert.equal(writes?.schedule?.due, sent + (writes?.unsent ?? 0));
      // What falls due after the stop is not sent, though the clock runs until what is in flight has ended.
      const most = (writes?.elapsed ?? 0) / 10 + workers;
      const due = writes?.schedule?.due ?? 0;
      assert.ok(due >= 400 / 10 - workers && due <= most, `${due} of at most ${most}`);
      assert.deepEqual(others?.mix?.map(({ name }) => name), ["read", "wrong"]);
      assert.ok((others?.errors.total ?? 0) > 0);
      assert.equal(others?.mix?.[1]?.errors.total, others?.errors.total);
      assert.equal(only?.errors.total, 0);
      assert.ok(
        warnings.some(({ code, message }) => code === "background" && /load others/.test(message)),
      );
      assert.match(markdown(result), /## Loads in the background\n[^]*\| others /);
    },
  );
}

testPermitted("search() has its loads beside each rate that it tries", async () => {
  const { cases } = await search(background, {
    ...{ thresholds: ["responseTime.p99 < 2000"], rate: [50, 100], duration: 100 },
  });
  assert.ok(cases.length > 1);
  for (const { loads = [] } of cases) {
    assert.equal(loads.length, 2);
    assert.ok(loads.every(({ operations }) => operations > 0));
  }
});

testPermitted("run() that is stopped keeps what its loads did", async () => {
  const controller = new AbortController();
  const { status, cases } = await run(background, {
    duration: 60_000,
    signal: controller.signal,
    onProgress: (event) => event.type === "running" && event.at.done > 0 && controller.abort(),
  });
  assert.equal(status, "aborted");
  assert.ok((cases[0]?.loads?.[0]?.operations ?? 0) > 0);
});
