import assert from "node:assert/strict";
import { BodyReader } from "../../src/protocol/reader.ts";
import { classOfType, typeOfClass } from "../../src/protocol/type_classes.ts";
import { readType, writeType } from "../../src/protocol/type_codes.ts";
import { valueReader } from "../../src/protocol/value_readers.ts";
import { valueWriter } from "../../src/protocol/value_writers.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import type { CqlType } from "../../src/scenario/schema/cql_type.ts";
import { type Random, seededRandom } from "../support/random.ts";

const native = (name: string): CqlType => ({ name, of: [] });
const vector = (element: CqlType, dimension: number): CqlType => ({
  ...{ name: "vector", of: [element], dimension },
});
const udt = (fields: Readonly<Record<string, CqlType>>, userType = 'é "x"'): CqlType => ({
  ...{ name: "udt", of: Object.values(fields), userType },
  ...{ fields: Object.keys(fields), keyspace: "ks" },
});

/** What is read of what was written. */
function written<T>(write: (writer: FrameWriter) => void, read: (reader: BodyReader) => T): T {
  const writer = new FrameWriter("request");
  write(writer);
  const reader = new BodyReader(writer.take());
  const value = read(reader);
  assert.equal(reader.left, 0);
  return value;
}

function roundTrip(type: CqlType, value: unknown): unknown {
  return written((writer) => valueWriter(type)(writer, value), valueReader(type));
}

Deno.test("user types and vectors of 1,000 random types read back as they were written", () => {
  const random = seededRandom(1);
  for (let i = 0; i < 1_000; i++) {
    const { type, value } = randomValue(random, 3);
    assert.deepEqual(roundTrip(type, value), value);
  }
});

Deno.test("the metadata of 1,000 random types reads back as it was written", () => {
  const random = seededRandom(2);
  for (let i = 0; i < 1_000; i++) {
    const { type } = randomValue(random, 3);
    assert.deepEqual(written((writer) => writeType(writer, type), readType), type);
    assert.deepEqual(typeOfClass(classOfType(type)), type);
  }
});

Deno.test("the length of an element is told in as few bytes as it needs, whatever it is", () => {
  const sizes = [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152];
  const bytes = [1, 1, 1, 2, 2, 3, 3, 4];
  for (const [at, size] of sizes.entries()) {
    const value = [new Uint8Array(size).fill(7), Uint8Array.of(1)];
    const writer = new FrameWriter("request");
    valueWriter(vector(native("blob"), 2))(writer, value);
    assert.equal(writer.length, 4 + bytes[at]! + size + 2);
    assert.deepEqual(roundTrip(vector(native("blob"), 2), value), value);
  }
});

Deno.test("a value of a user type may have fewer fields than the type, or more", () => {
  const small = udt({ a: native("int") });
  const large = udt({ a: native("int"), b: native("text") });
  const read = (type: CqlType, of: CqlType, value: unknown) =>
    written((writer) => valueWriter(of)(writer, value), valueReader(type));
  assert.deepEqual(read(large, small, { a: 1 }), { a: 1, b: null });
  assert.deepEqual(read(small, large, { a: 1, b: "x" }), { a: 1 });
});

Deno.test("a Java class that has no name in CQL is a blob, also inside of a vector", () => {
  const point = "org.apache.cassandra.db.marshal.PointType";
  assert.deepEqual(typeOfClass(point), native("blob"));
  assert.deepEqual(
    typeOfClass(`org.apache.cassandra.db.marshal.VectorType(${point}(a,b) , 2)`),
    vector(native("blob"), 2),
  );
});

/** A random type with a value of it. */
function randomValue(random: Random, depth: number): { type: CqlType; value: unknown } {
  const kinds = ["int", "text", "uuid", "smallint"];
  switch (random.pick(depth === 0 ? kinds : [...kinds, "vector", "vector", "udt", "udt", "list"])) {
    case "int":
      return { type: native("int"), value: random.below(1_000) };
    case "text":
      return { type: native("text"), value: "é".repeat(random.below(200)) };
    case "uuid":
      return { type: native("uuid"), value: "f47ac10b-58cc-4372-a567-0e02b2c3d479" };
    case "smallint":
      return { type: native("smallint"), value: -random.below(1_000) };
    case "list": {
      const { type, value } = randomValue(random, depth - 1);
      const of = [type];
      return { type: { name: "list", of }, value: Array(random.below(3)).fill(value) };
    }
    case "vector": {
      const { type, value } = randomValue(random, depth - 1);
      const dimension = 1 + random.below(3);
      return { type: vector(type, dimension), value: Array(dimension).fill(value) };
    }
    default: {
      const names = ["a", 'b "c"', "日本"].slice(random.below(2));
      const fields = names.map((name) => ({ name, ...randomValue(random, depth - 1) }));
      const isNull = random.below(4) === 0;
      return {
        type: udt(Object.fromEntries(fields.map(({ name, type }) => [name, type]))),
        value: Object.fromEntries(fields.map(({ name, value }) => [name, isNull ? null : value])),
      };
    }
  }
}
