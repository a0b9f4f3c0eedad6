import assert from "node:assert/strict";
import { TargetError } from "../../src/errors.ts";
import { startMetricsServer } from "../../src/telemetry/prometheus.ts";
import { testPermitted } from "../support/needs.ts";
import { secondOf } from "./fixture.ts";

testPermitted(
  "startMetricsServer() answers at /metrics in the text format, and nowhere else",
  async () => {
    const { observe, port, stop } = startMetricsServer(0, "latency");
    try {
      const at = (path: string, init?: RequestInit) =>
        fetch(`http://127.0.0.1:${port}${path}`, init);
      const empty = await at("/metrics");
      assert.equal(empty.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
      assert.doesNotMatch(await empty.text(), /^cassbench/m);
      observe(secondOf({ operations: 7 }));
      const { status, text } = await readAnswer(await at("/metrics?x=1"));
      assert.equal(status, 200);
      assert.match(text, /^cassbench_operations_total\{.*\} 7$/m);
      for (const path of ["/", "/metrics/", "/favicon.ico"]) {
        assert.equal((await readAnswer(await at(path))).status, 404, path);
      }
      assert.equal((await readAnswer(await at("/metrics", { method: "POST" }))).status, 404);
    } finally {
      await stop();
    }
  },
);

async function readAnswer(answer: Response): Promise<{ status: number; text: string }> {
  return { status: answer.status, text: await answer.text() };
}

testPermitted("startMetricsServer() refuses a port that is in use, with the way out", () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  assert.throws(() => startMetricsServer(port, "latency"), (error) => {
    assert.ok(error instanceof TargetError, String(error));
    assert.match(error.message, new RegExp(`^Cannot serve metrics on port ${port} of 127.0.0.1: `));
    assert.match(error.hint ?? "", /--metrics-port/);
    return true;
  });
});
