import assert from "node:assert/strict";
import {
  canonicalType,
  formatCqlType,
  parseCqlType,
} from "../../../src/scenario/schema/cql_type.ts";
import { type Random, seededRandom } from "../../support/random.ts";

const NATIVE = [
  ...["ascii", "bigint", "blob", "boolean", "counter", "date", "decimal", "double", "duration"],
  ...["float", "inet", "int", "smallint", "text", "time", "timestamp", "timeuuid", "tinyint"],
  ...["uuid", "varint"],
];

Deno.test("parseCqlType() knows every native type, in any case and with blanks around", () => {
  for (const name of NATIVE) {
    assert.deepEqual(parseCqlType(name), { name, of: [] });
    assert.deepEqual(parseCqlType(` ${name.toUpperCase()} `), { name, of: [] });
  }
});

Deno.test("parseCqlType() reads varchar as text, which is what Cassandra makes of it", () => {
  assert.deepEqual(parseCqlType("varchar"), { name: "text", of: [] });
  assert.deepEqual(parseCqlType("list<varchar>"), parseCqlType("list<text>"));
});

Deno.test("parseCqlType() nests collections, frozen and tuples", () => {
  const int = { name: "int", of: [] };
  const text = { name: "text", of: [] };
  assert.deepEqual(parseCqlType("map<text, frozen<list<int>>>"), {
    name: "map",
    of: [text, { name: "frozen", of: [{ name: "list", of: [int] }] }],
  });
  assert.deepEqual(parseCqlType("tuple<int,map<int , text>,text>"), {
    name: "tuple",
    of: [int, { name: "map", of: [int, text] }, text],
  });
});

Deno.test("parseCqlType() reads vectors, and user types that are found by their names", () => {
  const int = { name: "int", of: [] };
  assert.deepEqual(parseCqlType(" VECTOR < int , 3 > "), {
    name: "vector",
    of: [int],
    dimension: 3,
  });
  const types = ["address", "Address", 'a "b" <c>', "int", "vector"].map((userType) => ({
    ...{ name: "udt", of: [int], fields: ["x"] },
    userType,
  }));
  const find = (name: string) => types.find(({ userType }) => userType === name);
  const texts = {
    "address": "address",
    "frozen<Address>": 'frozen<"Address">',
    'list<frozen< "a ""b"" <c>">>': 'list<frozen<"a ""b"" <c>">>',
    '"address"': "address",
    'map<int, frozen<"int">>': "map<int, frozen<int>>",
    "vector": "vector",
    "vector<vector<frozen<address>, 2>, 3>": "vector<vector<frozen<address>, 2>, 3>",
  };
  for (const [text, shown] of Object.entries(texts)) {
    const parsed = parseCqlType(text, find);
    assert.equal(parsed && formatCqlType(parsed), shown, text);
  }
  for (const text of ["adress", "address<int>", "1a", '"address', '""', "vector<3>", "a b"]) {
    assert.equal(parseCqlType(text, find), undefined, text);
  }
});

Deno.test("parseCqlType() refuses what is no CQL type", () => {
  const wrong = [
    ...[
      "",
      " ",
      "string",
      "list",
      "<int>",
      "list<",
      "list<>",
      "list<int",
      "list<int>>",
      "lis<int>",
    ],
    ...["list<int, text>", "map<int>", "map<int, int, int>", "frozen<>", "set<nope>", "tuple<>"],
    ...["tuple<int,>", "tuple<,int>", "list<int> static", "list<int>, int", "list<int>list<int>"],
    ...["int<int>", "map<list<int, text>>", "toString", "constructor<int>"],
  ];
  for (const text of wrong) assert.equal(parseCqlType(text), undefined, text);
});

Deno.test("formatCqlType() writes what parseCqlType() reads: for 2,000 random types, however spaced", () => {
  const random = seededRandom(1);
  for (let i = 0; i < 2_000; i++) {
    const text = randomType(random, 4);
    const spaced = text.replaceAll(/[<>,]\s*/g, (mark) => random.pick([` ${mark}`, `${mark} `]));
    const parsed = parseCqlType(random.pick([spaced, text.toUpperCase()]));
    assert.ok(parsed !== undefined, spaced);
    assert.equal(formatCqlType(parsed), text);
  }
});

Deno.test("canonicalType() keeps frozen only where it says something", () => {
  const cases = {
    "int": "int",
    "list<int>": "list<int>",
    "frozen<list<int>>": "frozen<list<int>>",
    "list<frozen<set<int>>>": "list<frozen<set<int>>>",
    "frozen<list<frozen<set<int>>>>": "frozen<list<set<int>>>",
    "frozen<frozen<list<int>>>": "frozen<list<int>>",
    "frozen<tuple<int, text>>": "tuple<int, text>",
    "tuple<frozen<list<int>>, text>": "tuple<list<int>, text>",
    "map<text, frozen<tuple<int>>>": "map<text, tuple<int>>",
    "frozen<vector<int, 2>>": "vector<int, 2>",
    "vector<frozen<list<int>>, 2>": "vector<list<int>, 2>",
  };
  for (const [written, canonical] of Object.entries(cases)) {
    assert.equal(canonicalText(written), canonical);
  }
});

Deno.test("canonicalType() changes nothing the second time: for 2,000 random types", () => {
  const random = seededRandom(2);
  for (let i = 0; i < 2_000; i++) {
    const once = canonicalText(randomType(random, 4));
    assert.equal(canonicalText(once), once);
  }
});

function canonicalText(text: string): string {
  const parsed = parseCqlType(text);
  assert.ok(parsed !== undefined, text);
  return formatCqlType(canonicalType(parsed));
}

/** A type of collections, as Cassandra would write it. */
function randomType(random: Random, depth: number): string {
  const inner = () => randomType(random, depth - 1);
  const name = depth === 0 ? "native" : random.pick(["native", "list", "map", "tuple", "frozen"]);
  switch (name) {
    case "list":
      return `${random.pick(["list", "set"])}<${inner()}>`;
    case "map":
      return `map<${inner()}, ${inner()}>`;
    case "tuple":
      return `tuple<${Array.from({ length: 1 + random.below(3) }, inner).join(", ")}>`;
    case "frozen":
      return `frozen<list<${inner()}>>`;
    default:
      return random.pick(NATIVE);
  }
}
