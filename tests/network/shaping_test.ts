/** When pieces of bytes arrive: by numbers, without a clock or a socket. */
import assert from "node:assert/strict";
import { drawFrom } from "../../src/network/draw.ts";
import { arrivalOf, CLEAR, type Link, type WayConditions } from "../../src/network/shaping.ts";

/** The arrivals of pieces, each `[instant, bytes]`, on one connection. */
function arrivals(pieces: [number, number][], conditions: Partial<WayConditions>, seed = 1) {
  const link: Link = { freeAt: -Infinity };
  const random = drawFrom(seed, 0);
  let last = -Infinity;
  return pieces.map(([now, bytes]) =>
    last = arrivalOf(now, bytes, { ...CLEAR, ...conditions }, link, last, random)
  );
}

/** Random pieces, one after the other. */
function somePieces(seed: number, count: number): [number, number][] {
  const random = drawFrom(seed, 7);
  let now = 0;
  return Array.from({ length: count }, () => {
    now += random() < 0.3 ? 0 : random() * 2;
    return [now, Math.floor(random() * 5_000)];
  });
}

Deno.test("a clear way takes no time", () => {
  assert.deepEqual(arrivals([[0, 10], [1, 1_000_000], [1, 0]], {}), [0, 1, 1]);
});

Deno.test("a delay is the same for each piece, however many are under way", () => {
  assert.deepEqual(arrivals([[0, 10], [1, 10], [1, 10], [30, 10]], { delay: 5 }), [5, 6, 6, 35]);
});

Deno.test("a bandwidth sends pieces one after the other, and a delay comes on top", () => {
  const bandwidth = 1_000;
  // 100 bytes take 100 ms; what comes meanwhile waits, and a link that was idle starts at once.
  const pieces: [number, number][] = [[0, 100], [50, 100], [500, 10]];
  assert.deepEqual(arrivals(pieces, { bandwidth }), [100, 200, 510]);
  assert.deepEqual(arrivals(pieces, { bandwidth, delay: 5 }), [105, 205, 515]);
});

Deno.test("connections share the bandwidth of a node", () => {
  const link: Link = { freeAt: -Infinity };
  const conditions = { ...CLEAR, bandwidth: 1_000 };
  const send = (now: number) => arrivalOf(now, 100, conditions, link, -Infinity, () => 0);
  assert.deepEqual([send(0), send(0), send(0)], [100, 200, 300]);
});

Deno.test("with any conditions no piece arrives before an earlier one, nor before its delay is over", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = drawFrom(seed, 3);
    const conditions = {
      delay: random() * 3,
      jitter: random() < 0.5 ? 0 : random() * 3,
      bandwidth: random() < 0.5 ? Infinity : 1_000 + random() * 1e6,
    };
    const pieces = somePieces(seed, 200);
    const came = arrivals(pieces, conditions, seed);
    for (const [at, [now]] of pieces.entries()) {
      assert.ok(came[at]! >= (came[at - 1] ?? -Infinity), `seed ${seed}, piece ${at}`);
      assert.ok(came[at]! >= now + conditions.delay, `seed ${seed}, piece ${at}`);
    }
  }
});

Deno.test("no more bytes arrive than the bandwidth allows, and no fewer while there are some", () => {
  const bandwidth = 100_000;
  const pieces = somePieces(1, 500).map(([, bytes]): [number, number] => [0, bytes]);
  const total = pieces.reduce((sum, [, bytes]) => sum + bytes, 0);
  const last = arrivals(pieces, { bandwidth }).at(-1)!;
  assert.ok(Math.abs(last - total / bandwidth * 1_000) < 1e-6);
});

Deno.test("jitter is between none and all of it, and the same for the same seed", () => {
  const far = Array.from({ length: 10_000 }, (_, at): [number, number] => [at * 100, 1]);
  const extras = (seed: number) =>
    arrivals(far, { delay: 1, jitter: 2 }, seed).map((at, index) => at - index * 100 - 1);
  const [first, again, other] = [extras(1), extras(1), extras(2)];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
  assert.ok(Math.min(...first) >= 0 && Math.min(...first) < 0.01);
  assert.ok(Math.max(...first) < 2 && Math.max(...first) > 1.99);
  const mean = first.reduce((sum, extra) => sum + extra) / first.length;
  assert.ok(Math.abs(mean - 1) < 0.03, `${mean}`);
});
