import assert from "node:assert/strict";
import { createStreamIds } from "../../../src/cluster/driver/stream_ids.ts";

Deno.test("a stream id comes again only after all others", () => {
  const ids = createStreamIds();
  const first = ids.pop();
  assert.equal(ids.inUse, 1);
  ids.push(first!);
  assert.equal(ids.inUse, 0);
  const others = Array.from({ length: 4_095 }, () => ids.pop());
  assert.ok(!others.includes(first));
  assert.equal(ids.pop(), first);
  assert.equal(ids.pop(), null);
});
