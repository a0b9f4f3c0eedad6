/** Random values of random types, through the codecs of both clients. */
import assert from "node:assert/strict";
import Encoder from "cassandra-driver/lib/encoder.js";
import { FrameReader } from "cassandra-driver/lib/readers.js";
import { Buffer } from "node:buffer";
import { decoderFor, type DriverType, encoderFor } from "../../src/cluster/driver/values.ts";
import { BodyReader } from "../../src/protocol/reader.ts";
import { writeType } from "../../src/protocol/type_codes.ts";
import { valueReader } from "../../src/protocol/value_readers.ts";
import { valueWriter } from "../../src/protocol/value_writers.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import { type CqlType, formatCqlType } from "../../src/scenario/schema/cql_type.ts";
import { seededRandom } from "../support/random.ts";
import { randomType, randomValue } from "../support/random_values.ts";

interface DriverEncoder {
  encode(value: unknown, type: DriverType): Buffer;
  decode(bytes: Buffer, type: DriverType): unknown;
}

const options = { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true };
const encoder: DriverEncoder = new Encoder(4, { encoding: options });

/** The type as the driver reads it from an answer. */
function driverType(type: CqlType): DriverType {
  const writer = new FrameWriter("response");
  writeType(writer, type);
  return new FrameReader({}, Buffer.from(writer.take()), 0).readType();
}

Deno.test("random values of random types: both clients write the same bytes and read the same values", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 1_500; round++) {
    const type = randomType(random, 3);
    const value = randomValue(random, type);
    const label = `round ${round}: ${formatCqlType(type)} ${Deno.inspect(value, { depth: 9 })}`;
    const writer = new FrameWriter("request");
    valueWriter(type)(writer, value);
    const bytes = Buffer.from(writer.take());
    const ofDriver = driverType(type);
    const encoded = encoder.encode(encoderFor(type)(value), ofDriver);
    assert.deepEqual(encoded.toString("hex"), bytes.subarray(4).toString("hex"), label);
    assert.deepEqual(valueReader(type)(new BodyReader(bytes)), value, label);
    const decoded = encoder.decode(encoded, ofDriver);
    assert.deepEqual(decoderFor(type)?.(decoded) ?? decoded, value, label);
  }
});
