import assert from "node:assert/strict";
import { formatType, parseType, typeScriptOf, userTypesIn } from "../../src/init/type_tree.ts";

Deno.test("parseType() and formatType() keep every type as Cassandra writes it", () => {
  const TYPES = [
    ...["int", "text", "frozen<list<int>>", "map<text, frozen<set<uuid>>>", "tuple<int, text>"],
    ...["vector<float, 3>", "frozen<address>", "list<frozen<address>>", 'frozen<"Odd Type">'],
    ...['"a""b"', "map<text, vector<int, 2>>", "frozen<tuple<int, frozen<map<int, text>>>>"],
  ];
  for (const text of TYPES) assert.equal(formatType(parseType(text)), text);
  assert.equal(formatType(parseType(" MAP< text ,INT > ")), "map<text, int>");
});

Deno.test("userTypesIn() finds the user types, in order", () => {
  const type = parseType('map<text, frozen<tuple<address, frozen<list<"Phone">>, int>>>');
  assert.deepEqual(userTypesIn(type), ["address", "Phone"]);
  assert.deepEqual(userTypesIn(parseType("vector<float, 3>")), []);
});

Deno.test("typeScriptOf() is the type of a value", () => {
  const ofUserType = (name: string) => `Value<"${name}">`;
  const of = (text: string) => typeScriptOf(parseType(text), ofUserType);
  assert.equal(of("frozen<map<text, list<bigint>>>"), "Map<string, bigint[]>");
  assert.equal(of("tuple<timestamp, set<blob>, boolean>"), "[Date, Set<Uint8Array>, boolean]");
  assert.equal(of("vector<float, 3>"), "number[]");
  assert.equal(of("frozen<address>"), 'Value<"address">');
});
