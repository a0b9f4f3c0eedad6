import assert from "node:assert/strict";
import { MAX_STREAMS, StreamIds } from "../../../src/cluster/wire/stream_ids.ts";
import { seededRandom } from "../../support/random.ts";

Deno.test("stream ids: of 20,000 random steps, none is in use twice, and the count is right", () => {
  const random = seededRandom(1);
  const ids = new StreamIds();
  const used = new Set<number>();
  for (let step = 0; step < 20_000; step++) {
    if (random.number() < 0.6) {
      const id = ids.take();
      assert.ok(id >= 0 && id < MAX_STREAMS && !used.has(id), `${id}`);
      used.add(id);
    } else if (used.size > 0) {
      const id = random.pick([...used]);
      used.delete(id);
      ids.giveBack(id);
    }
    assert.equal(ids.inUse, used.size);
  }
});

Deno.test("stream ids: there are 32,768, and then none until one is given back", () => {
  const ids = new StreamIds();
  const taken = Array.from({ length: MAX_STREAMS }, () => ids.take());
  assert.equal(new Set(taken).size, MAX_STREAMS);
  assert.deepEqual([ids.take(), ids.take(), ids.inUse], [-1, -1, MAX_STREAMS]);
  ids.giveBack(77);
  assert.deepEqual([ids.take(), ids.take()], [77, -1]);
  taken.forEach((id) => ids.giveBack(id));
  assert.equal(ids.inUse, 0);
});

Deno.test("stream ids: the one that was given back last comes last", () => {
  const ids = new StreamIds();
  const first = ids.take();
  ids.giveBack(first);
  const next = Array.from({ length: 1_000 }, () => ids.take());
  assert.ok(!next.includes(first));
});
