/** A scenario that loops gives no thread back, so the signal is heard by a thread of its own. */
import assert from "node:assert/strict";
import { interrupt, LOOP, MARK, PROMPT, scenarioWith } from "../support/interrupt.ts";
import { testPermitted } from "../support/needs.ts";

for (
  const [what, text] of Object.entries({
    "an import": `${MARK} ${LOOP}`,
    "a setup": scenarioWith(`operation: look, setup: () => { ${MARK} ${LOOP} }`),
    "an operation": scenarioWith(`operation: async () => { ${MARK} ${LOOP} }`),
    "an operation, from the stop on,": scenarioWith(`operation: async () => {
      ${MARK} await new Promise((resolve) => setTimeout(resolve, 200)); ${LOOP} }`),
    "a step that computes": scenarioWith(`mode: ["serial"],
      steps: (page) => page.compute("one", () => { ${MARK} ${LOOP} })`),
  })
) {
  testPermitted(`SIGINT ends ${what} that loops soon, with 130`, async () => {
    const { code, elapsed, stderr } = await interrupt(text);
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^Interrupted; the scenario does not give its thread back/m);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  });
}

testPermitted("SIGINT ends a teardown that loops soon, and its case is saved", async () => {
  const text = scenarioWith(`operations: 5, operation: look, teardown: () => { ${MARK} ${LOOP} }`);
  const { code, elapsed, result } = await interrupt(text);
  assert.equal(code, 130);
  assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  assert.deepEqual(result?.cases.map(({ operations }) => operations), [5]);
});

testPermitted(
  "SIGINT ends Workers that loop soon: the cases before are saved, and what is lost is said",
  async () => {
    const text = scenarioWith(`workers: 2, operations: 4, matrix: { loops: [0, 1] },
    input: ({ parameters }) => parameters.loops,
    operation: async (session, loops) => { if (loops) { ${MARK} ${LOOP} } await look(session); }`);
    const { code, elapsed, stderr, result } = await interrupt(text);
    assert.equal(code, 130, stderr);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
    assert.deepEqual(result?.cases.map(({ operations }) => operations), [4]);
    const [lost] = result?.warnings.filter(({ code }) => code === "lost") ?? [];
    assert.match(lost?.message ?? "", /is lost: a worker does not give its thread back/);
  },
);

testPermitted("SIGINT ends Workers whose import loops soon, with 130", async () => {
  const top = `if (typeof WorkerGlobalScope !== "undefined") { ${MARK} ${LOOP} }`;
  const { code, elapsed, stderr } = await interrupt(
    scenarioWith("workers: 2, operation: look", top),
  );
  assert.equal(code, 130, stderr);
  assert.match(stderr, /^Interrupted before anything was measured$/m);
  assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
});

testPermitted(
  "the second SIGINT ends an operation that loops at once, also when a collector hangs",
  async () => {
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const env = {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${silent.addr.port}`,
    };
    const text = scenarioWith(`operation: async () => { ${MARK} ${LOOP} }`);
    const signals = ["SIGINT", "SIGINT"] as const;
    const { code, elapsed, stderr } = await interrupt(text, { env, signals });
    assert.equal(code, 130);
    assert.doesNotMatch(stderr, /^Interrupted/m);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  },
);
