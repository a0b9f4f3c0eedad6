/** Bytes that are nearly frames, as the embedded server reads them. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readRequest } from "../../src/embedded/connection/request.ts";
import { CqlError } from "../../src/embedded/errors.ts";
import { createFrameReader, type Frame, ProtocolError } from "../../src/protocol/frame.ts";
import { Opcode } from "../../src/protocol/opcodes.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import { fuzz } from "../support/fuzz.ts";
import { mutateBytes } from "../support/mutate.ts";
import type { Random } from "../support/random.ts";

/** One request of each kind, with all that it can have. */
function requests(): Uint8Array[] {
  const frame = (opcode: number, write: (writer: FrameWriter) => void) => {
    const writer = new FrameWriter("request");
    writer.frame(7, opcode, () => write(writer));
    return Uint8Array.from(writer.take());
  };
  const parameters = (writer: FrameWriter) => {
    writer.short(6);
    writer.byte(0x3d);
    writer.short(2);
    writer.value("abc");
    writer.value(null);
    writer.int(5_000);
    writer.value("state");
    writer.short(8);
    writer.bigint(1_700_000_000_000_000n);
  };
  return [
    frame(Opcode.startup, (w) => w.stringMap({ CQL_VERSION: "3.0.0", COMPRESSION: "lz4" })),
    frame(Opcode.options, () => {}),
    frame(Opcode.register, (w) => w.stringList(["SCHEMA_CHANGE", "TOPOLOGY_CHANGE"])),
    frame(Opcode.prepare, (w) => w.longString("SELECT * FROM ks.t WHERE id = ?")),
    frame(Opcode.query, (w) => {
      w.longString("SELECT * FROM ks.t");
      parameters(w);
    }),
    frame(Opcode.execute, (w) => {
      w.shortBytes("0123456789abcdef");
      parameters(w);
    }),
    frame(Opcode.batch, (w) => {
      w.byte(1);
      w.short(2);
      w.byte(0);
      w.longString("DELETE FROM ks.t WHERE id = 1");
      w.short(0);
      w.byte(1);
      w.shortBytes("0123456789abcdef");
      w.short(1);
      w.value("x");
      w.short(6);
      w.byte(0);
    }),
  ];
}

const REQUESTS = requests();

/** Some requests one after the other, of which most are spoilt. */
function randomStream(random: Random): Uint8Array {
  const parts = Array.from({ length: 1 + random.below(4) }, () => {
    const request = random.pick(REQUESTS);
    return random.below(4) === 0 ? request : mutateBytes(random, request);
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** The frames that a reader finds in bytes that come in pieces; the bodies are copied, as they share the memory of a piece. */
function readInPieces(stream: Uint8Array, random: Random): Frame[] | ProtocolError {
  const reader = createFrameReader();
  const found: Frame[] = [];
  try {
    for (let at = 0; at < stream.length;) {
      const size = 1 + random.below(stream.length);
      for (const frame of reader.read(stream.slice(at, at + size))) {
        found.push({ ...frame, body: Buffer.from(frame.body) });
      }
      assert.ok(reader.held <= 2 * stream.length + 9, "it holds more than twice what came");
      at += size;
    }
    return found;
  } catch (error) {
    assert.ok(error instanceof ProtocolError, Object(error).stack);
    return error;
  }
}

Deno.test("frames: each of thousands of spoilt streams is cut alike however it comes, or refused, and little is held", async () => {
  await fuzz(3, (random) => {
    const stream = randomStream(random);
    const [once, again] = [readInPieces(stream, random), readInPieces(stream, random)];
    assert.deepEqual(once, again);
  });
});

Deno.test("requests: each of thousands of spoilt ones is read, or refused as the protocol says", async () => {
  let refused = 0;
  await fuzz(4, (random, round) => {
    const request = REQUESTS[round % REQUESTS.length]!;
    const flags = random.below(8) === 0 ? random.below(256) : 0;
    const opcode = random.below(20) === 0 ? random.below(256) : request[4]!;
    const body = Buffer.from(mutateBytes(random, request.subarray(9)));
    try {
      readRequest({ version: 4, flags, stream: 0, opcode, body });
    } catch (error) {
      const isKnown = error instanceof CqlError || error instanceof ProtocolError;
      assert.ok(isKnown, `${body.toString("hex")}: ${Object(error).stack}`);
      refused++;
    }
  });
  assert.ok(refused > 0);
});
