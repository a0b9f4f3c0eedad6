import assert from "node:assert/strict";
import { createFrameReader, ProtocolError } from "../../src/protocol/frame.ts";
import { Opcode } from "../../src/protocol/opcodes.ts";
import { BodyReader } from "../../src/protocol/reader.ts";
import { writeType } from "../../src/protocol/type_codes.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import { type CqlType, parseCqlType } from "../../src/scenario/schema/cql_type.ts";

const TEXT = "é and ascii";

/** The frames that a writer has written. */
function framesOf(writer: FrameWriter) {
  return createFrameReader().read(writer.take());
}

/** The only frame, written with this body. */
function frameOf(body: (writer: FrameWriter) => void) {
  const writer = new FrameWriter("request");
  writer.frame(1, Opcode.query, body);
  return framesOf(writer)[0]!;
}

Deno.test("FrameWriter writes what the frame reader and BodyReader read, in every notation", () => {
  const { body } = frameOf((writer) => {
    writer.byte(7);
    writer.short(65_535);
    writer.int(-2);
    writer.string(TEXT);
    writer.shortBytes("\x00\xff");
    writer.value("\x01");
    writer.value(null);
    writer.stringList(["a", ""]);
  });
  const reader = new BodyReader(body);
  assert.deepEqual([reader.byte(), reader.short(), reader.int()], [7, 65_535, -2]);
  assert.deepEqual([reader.string(), reader.shortBytes()], [TEXT, "\x00\xff"]);
  assert.deepEqual([reader.value(), reader.value()], ["\x01", null]);
  assert.deepEqual(reader.stringList(), ["a", ""]);
  assert.throws(() => reader.byte(), ProtocolError);
});

Deno.test("FrameWriter marks responses, numbers streams and grows with its frames", () => {
  const value = "x".repeat(40_000);
  for (const [direction, version] of [["request", 0x04], ["response", 0x84]] as const) {
    const writer = new FrameWriter(direction);
    for (const stream of [0, 1, 32_767]) {
      writer.frame(stream, Opcode.result, () => writer.value(value));
    }
    const bytes = writer.take();
    assert.equal(bytes[0], version);
    assert.equal(writer.length, 0);
    const frames = createFrameReader().read(bytes);
    assert.deepEqual(frames.map(({ stream }) => stream), [0, 1, 32_767]);
    for (const { body } of frames) assert.equal(new BodyReader(body).value(), value);
  }
});

Deno.test("FrameWriter drops a frame whose body throws, and keeps the ones before it", () => {
  const writer = new FrameWriter("response");
  writer.frame(1, Opcode.ready, () => {});
  assert.throws(() =>
    writer.frame(2, Opcode.result, () => {
      writer.int(1);
      throw new Error("no body");
    }), /no body/);
  assert.deepEqual(framesOf(writer).map(({ stream }) => stream), [1]);
});

Deno.test("writeType() writes the codes that the protocol's specification lists, frozen or not", () => {
  const codes: [string, number[]][] = [
    ["int", [0x09]],
    ["frozen<list<text>>", [0x20, 0x0d]],
    ["map<uuid, frozen<set<date>>>", [0x21, 0x0c, 0x22, 0x11]],
    ["tuple<int, boolean>", [0x31, 2, 0x09, 0x04]],
  ];
  for (const [text, expected] of codes) {
    const { body } = frameOf((writer) => writeType(writer, parseCqlType(text) as CqlType));
    const reader = new BodyReader(body);
    assert.deepEqual(expected.map(() => reader.short()), expected, text);
  }
  const { body } = frameOf((writer) => writeType(writer, { name: "duration", of: [] }));
  const reader = new BodyReader(body);
  assert.deepEqual([reader.short(), reader.string()], [
    0,
    "org.apache.cassandra.db.marshal.DurationType",
  ]);
});

Deno.test("FrameWriter cuts frames out that were written last, and appends them later", () => {
  const writer = new FrameWriter("response");
  writer.frame(1, Opcode.ready, () => {});
  const { length } = writer;
  writer.frame(2, Opcode.result, () => writer.int(7));
  const cut = new Uint8Array(writer.cut(length));
  assert.equal(writer.length, length);
  writer.frame(3, Opcode.ready, () => {});
  writer.bytes(cut);
  const frames = createFrameReader().read(writer.take());
  assert.deepEqual(frames.map(({ stream, body }) => [stream, ...body]), [[1], [3], [
    2,
    0,
    0,
    0,
    7,
  ]]);
});
