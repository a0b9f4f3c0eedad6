import assert from "node:assert/strict";
import { limitOf, readBinds, readsBy } from "../../../src/init/stress/binds.ts";

/** The columns that the markers of a query are bound to, `?` where it is none. */
function columnsOf(cql: string): string[] {
  return readBinds(cql).binds.map(({ column = "?", at, isList }) =>
    `${column}${at > 0 ? `+${at}` : ""}${isList ? "[]" : ""}`
  );
}

Deno.test("readBinds() finds the column of each marker", () => {
  const CASES: Record<string, readonly string[]> = {
    "SELECT * FROM t WHERE a = ? AND b >= ? AND b < ? LIMIT 5": ["a", "b", "b"],
    "SELECT * FROM t WHERE a IN (?, ?, ?) AND b IN ?": ["a", "a+1", "a+2", "b[]"],
    "SELECT * FROM t WHERE a = ? AND (b, c) > (?, ?)": ["a", "b", "c"],
    "SELECT * FROM t WHERE tags CONTAINS ? AND m CONTAINS KEY ? ALLOW FILTERING": ["tags", "m"],
    "SELECT * FROM t WHERE a = ? LIMIT ?": ["a", "?"],
    "SELECT * FROM t WHERE token(a) > ?": ["?"],
    "INSERT INTO t (a, b, c) VALUES (?, 5, ?) USING TTL ?": ["a", "c", "?"],
    "INSERT INTO t (a, b) VALUES (?, ?) IF NOT EXISTS": ["a", "b"],
    "UPDATE t SET b = ?, tags = tags + ?, n = n - ? WHERE a = ? IF c = ? AND d IN (?, ?)": [
      ...["b", "tags", "n", "a", "c", "d", "d+1"],
    ],
    "UPDATE t SET b = [?, 1] WHERE a = ?": ["b", "a"],
    "DELETE b FROM t WHERE a = ? AND c = ?": ["a", "c"],
    "SELECT * FROM t WHERE \"Key\" = ? AND other = '?'": ["Key"],
  };
  for (const [cql, expected] of Object.entries(CASES)) {
    assert.deepEqual(columnsOf(cql), expected, cql);
  }
});

Deno.test("readBinds() throws for what is no CQL", () => {
  assert.throws(() => readBinds("SELEKT * FROM t"), /line 1:0 no viable alternative/);
});

Deno.test("readsBy() is true for whole rows by these columns alone", () => {
  const by = (cql: string, ...key: string[]) => readsBy(readBinds(cql).statement, key);
  assert.equal(by("SELECT * FROM t WHERE a = ?", "a"), true);
  assert.equal(by("SELECT * FROM t WHERE b = ? AND a = ? LIMIT 10", "a", "b"), true);
  const OTHERS = [
    ...["SELECT a FROM t WHERE a = ?", "SELECT * FROM t WHERE a = 5", "SELECT * FROM t"],
    ...["SELECT * FROM t WHERE a > ?", "SELECT * FROM t WHERE a IN ?", "DELETE FROM t WHERE a = ?"],
    ...["SELECT * FROM t WHERE a = ? AND b = ?", "SELECT * FROM t WHERE a = ? LIMIT ?"],
    ...["SELECT * FROM t WHERE a = ? ORDER BY b DESC", "SELECT DISTINCT a FROM t WHERE a = ?"],
    ...[
      "SELECT * FROM t WHERE a = ? ALLOW FILTERING",
      "SELECT * FROM t WHERE a = ? PER PARTITION LIMIT 1",
    ],
  ];
  for (const cql of OTHERS) assert.equal(by(cql, "a"), false, cql);
});

Deno.test("limitOf() is the literal limit of a read", () => {
  assert.equal(limitOf(readBinds("SELECT * FROM t LIMIT 10").statement), 10);
  assert.equal(limitOf(readBinds("SELECT * FROM t").statement), undefined);
  assert.equal(limitOf(readBinds("DELETE FROM t WHERE a = 1").statement), undefined);
});
