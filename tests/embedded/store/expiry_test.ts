import assert from "node:assert/strict";
import { createDatabase } from "../../../src/embedded/database.ts";
import { toInt } from "../../../src/protocol/bytes.ts";
import { testPermitted } from "../../support/needs.ts";

const options = { paging: { size: 0, state: null }, clientTime: undefined };

/** A database whose clock the test moves. */
function database():
  & { rows(cql: string): (string | null)[][]; pass(ms: number): void }
  & Disposable {
  const real = Date.now;
  let now = real();
  Date.now = () => now;
  const base = createDatabase(0);
  const rows = (cql: string) => {
    const result = base.query(cql, "k", [], options);
    return result.kind === "rows" ? result.rows : [];
  };
  base.query(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy'}",
    undefined,
    [],
    options,
  );
  return {
    rows,
    pass: (ms) => void (now += ms),
    [Symbol.dispose]: () => void (Date.now = real),
  };
}

testPermitted("expiry: cells and rows end with their time to live", () => {
  using test = database();
  test.rows("CREATE TABLE t (a int PRIMARY KEY, b text, c text)");
  test.rows("INSERT INTO t (a, b) VALUES (1, 'b') USING TTL 10");
  test.rows("UPDATE t USING TTL 20 SET c = 'c' WHERE a = 1");
  const [[ttl]] = test.rows("SELECT ttl(b) FROM t") as [[string]];
  assert.equal(toInt(ttl), 10);
  test.pass(9_999);
  assert.deepEqual(test.rows("SELECT b, c FROM t"), [["b", "c"]]);
  test.pass(1);
  assert.deepEqual(test.rows("SELECT b, c FROM t"), [[null, "c"]]);
  test.pass(10_000);
  assert.deepEqual(test.rows("SELECT b, c FROM t"), []);
});

testPermitted(
  "expiry: a table's default time to live holds unless the statement has its own",
  () => {
    using test = database();
    test.rows("CREATE TABLE t (a int PRIMARY KEY) WITH default_time_to_live = 5");
    test.rows("INSERT INTO t (a) VALUES (1)");
    test.rows("INSERT INTO t (a) VALUES (2) USING TTL 0");
    test.pass(5_000);
    assert.equal(test.rows("SELECT a FROM t").length, 1);
  },
);

testPermitted("expiry: elements of collections end by themselves", () => {
  using test = database();
  test.rows("CREATE TABLE t (a int PRIMARY KEY, m map<text, text>)");
  test.rows("UPDATE t USING TTL 5 SET m['x'] = '1' WHERE a = 1");
  test.rows("UPDATE t SET m['y'] = '2' WHERE a = 1");
  test.pass(5_000);
  assert.deepEqual(test.rows("SELECT m['x'], m['y'] FROM t"), [[null, "2"]]);
});
