import assert from "node:assert/strict";
import { access, createNames, number, property } from "../../src/init/names.ts";

Deno.test("names in code are all different, whatever the tables and types are called", () => {
  const tables = ["user", "User", "map", "date", "user_row", "9lives", "a-b", "a_b", "PARTITIONS"];
  const names = createNames(tables);
  const given = [
    ...tables.map(names.model),
    ...["user", "address", "keys"].map(names.userType),
    ...["user", "address"].map(names.value),
    ...tables.flatMap((table) =>
      ["row", "key", "row_key"].map((what) => names.function(table, what))
    ),
  ];
  assert.equal(new Set(given).size, given.length, given.join());
  for (const name of given) assert.match(name, /^[A-Za-z][A-Za-z0-9]*$/);
  assert.deepEqual(given.slice(0, 4), ["User", "UserTable", "MapTable", "DateTable"]);
  assert.equal(names.userType("user"), "UserType");
  assert.equal(names.model("user"), "User");
});

Deno.test("property() and access() quote what is no name in code", () => {
  assert.deepEqual(["a", "a b", "class", "9", "ä", "__proto__"].map(property), [
    ...["a", '"a b"', "class", '"9"', '"ä"', '"__proto__"'],
  ]);
  assert.deepEqual(["a", 'a"b'].map(access), [".a", '["a\\"b"]']);
});

Deno.test("number() writes thousands apart", () => {
  assert.deepEqual([0, 999, 1_000, -12_345, 1e11, 0.25].map(number), [
    ...["0", "999", "1_000", "-12_345", "100_000_000_000", "0.25"],
  ]);
});
