import assert from "node:assert/strict";
import { createFrameReader, ProtocolError } from "../../src/protocol/frame.ts";

function frame(stream: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(9 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 4);
  view.setInt16(2, stream);
  view.setUint8(4, 0x07);
  view.setInt32(5, body.length);
  bytes.set(body, 9);
  return bytes;
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const bodies = [
  new Uint8Array(0),
  new Uint8Array([1, 2, 3]),
  Uint8Array.from({ length: 300 }, (_, i) => i),
];
const stream = join(...bodies.map((body, i) => frame(i, body)));

Deno.test("frame reader: finds the same frames however the stream is cut", () => {
  for (let size = 1; size <= stream.length; size++) {
    const reader = createFrameReader();
    const chunk = new Uint8Array(size);
    const found: { stream: number; body: number[] }[] = [];
    for (let at = 0; at < stream.length; at += size) {
      // One chunk is used again and again, as the connection does.
      const part = stream.subarray(at, at + size);
      chunk.set(part);
      for (const each of reader.read(chunk.subarray(0, part.length))) {
        found.push({ stream: each.stream, body: [...each.body] });
      }
    }
    assert.deepEqual(found, bodies.map((body, i) => ({ stream: i, body: [...body] })));
  }
});

Deno.test("frame reader: takes a large frame in small pieces in linear time", () => {
  const large = frame(7, new Uint8Array(16 * 1024 * 1024));
  const reader = createFrameReader();
  const started = performance.now();
  let found = 0;
  for (let at = 0; at < large.length; at += 4096) {
    found += reader.read(large.subarray(at, at + 4096)).length;
  }
  assert.equal(found, 1);
  // Joining all pieces at each of the 4,096 steps would copy 32 GB.
  assert.ok(performance.now() - started < 2_000);
});

Deno.test("frame reader: refuses a length below 0 or above 256 MB", () => {
  for (const size of [-1, 256 * 1024 * 1024 + 1, 0x7fffffff]) {
    const header = frame(0, new Uint8Array(0));
    new DataView(header.buffer).setInt32(5, size);
    assert.throws(() => createFrameReader().read(header), ProtocolError);
  }
});

Deno.test("frame reader: keeps no more than an incomplete frame is long, also when it comes byte by byte", () => {
  const whole = frame(3, new Uint8Array(1_000));
  const reader = createFrameReader();
  assert.equal(reader.held, 0);
  for (let at = 0; at < whole.length - 1; at++) {
    assert.deepEqual(reader.read(whole.subarray(at, at + 1)), []);
    assert.ok(reader.held > at && reader.held <= 1_009);
  }
  assert.equal(reader.read(whole.subarray(-1)).length, 1);
  assert.equal(reader.held, 0);
});

Deno.test("frame reader: skips the rest of a frame that was dropped, however it is cut, and finds the next one", () => {
  const dropped = frame(5, new Uint8Array(100).fill(4));
  const rest = join(dropped, frame(6, new Uint8Array([1, 2])));
  for (let come = 9; come < dropped.length; come++) {
    for (const size of [1, 7, 64, rest.length]) {
      const reader = createFrameReader();
      assert.deepEqual(reader.read(rest.subarray(0, come)), []);
      assert.equal(reader.skip(), 5);
      assert.equal(reader.held, 0);
      const found: number[][] = [];
      for (let at = come; at < rest.length; at += size) {
        const frames = reader.read(rest.subarray(at, at + size));
        found.push(...frames.map(({ stream, body }) => [stream, ...body]));
      }
      assert.deepEqual(found, [[6, 1, 2]]);
    }
  }
});
