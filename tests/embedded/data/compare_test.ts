import assert from "node:assert/strict";
import type { Literal } from "../../../src/embedded/cql/ast.ts";
import { comparatorOf } from "../../../src/embedded/data/compare.ts";
import { encodeLiteral } from "../../../src/embedded/data/literals.ts";
import { native } from "../../../src/embedded/data/types.ts";

/** Constants of a type in the order in which Cassandra 5.0.6 clusters them. */
const ORDERS: [type: string, kind: Literal["type"], texts: string[]][] = [
  ["tinyint", "integer", ["-128", "-1", "0", "1", "127"]],
  ["int", "integer", ["-2147483648", "-256", "-1", "0", "1", "255", "256", "2147483647"]],
  ["bigint", "integer", ["-9223372036854775808", "-1", "0", "4294967296"]],
  ["varint", "integer", ["-99999999999999999999", "-129", "-128", "0", "127", "128", "30000"]],
  ["decimal", "float", ["-1.5", "-0.1", "0.5", "1.0", "1.25", "100", "1e3"]],
  ["double", "float", ["-Infinity", "-2.5", "-0.0", "0.0", "1e-3", "7", "Infinity", "NaN"]],
  ["float", "float", ["-1.5", "0.0", "1.5", "NaN"]],
  ["text", "string", ["", "A", "a", "aa", "b", "é"]],
  ["blob", "hex", ["0x", "0x00", "0x01", "0x0100", "0xff"]],
  ["boolean", "boolean", ["false", "true"]],
  ["date", "string", ["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29"]],
  ["time", "string", ["00:00:00", "12:34:56.789", "23:59:59.999999999"]],
  ["timestamp", "string", ["1969-12-31", "1970-01-01", "2024-02-29T12:00:00Z"]],
  ["inet", "string", ["10.0.0.1", "127.0.0.1", "192.168.0.1"]],
  ["timeuuid", "uuid", [
    "60554d6e-19bb-11e5-b345-feff819cdc9f",
    "50554d6e-29bb-11e5-b345-feff819cdc9f",
    "50554d6e-29bb-11e5-0345-feff819cdc9f",
  ]],
  ["uuid", "uuid", [
    "60554d6e-19bb-11e5-b345-feff819cdc9f",
    "50554d6e-29bb-11e5-0345-feff819cdc9f",
    "50554d6e-29bb-11e5-b345-feff819cdc9f",
    "950e8400-e29b-31d4-a716-446655440000",
    "550e8400-e29b-41d4-a716-446655440000",
    "f50e8400-e29b-41d4-a716-446655440000",
  ]],
];

for (const [name, kind, texts] of ORDERS) {
  Deno.test(`compare: orders ${name} as Cassandra does`, () => {
    const type = native(name);
    const compare = comparatorOf(type);
    const values = texts.map((text) =>
      encodeLiteral(type, { kind: "literal", type: kind, text }, "c")
    );
    for (const [i, a] of values.entries()) {
      for (const [j, b] of values.entries()) {
        assert.equal(Math.sign(compare(a, b)), Math.sign(i - j), `${texts[i]} against ${texts[j]}`);
      }
    }
  });
}

Deno.test("compare: decimals of one value and different scales are equal", () => {
  const compare = comparatorOf(native("decimal"));
  const value = (text: string) =>
    encodeLiteral(native("decimal"), { kind: "literal", type: "float", text }, "c");
  assert.equal(compare(value("1.0"), value("1.00")), 0);
  assert.equal(compare(value("1e2"), value("100")), 0);
});
