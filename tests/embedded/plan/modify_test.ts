import cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { testPermitted } from "../../support/needs.ts";
import { connect } from "../client.ts";

testPermitted("modify: the latest timestamp wins, cell by cell, whatever comes last", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, b text, c text)");
  await test.rows("INSERT INTO t (a, b, c) VALUES (1, 'b5', 'c5') USING TIMESTAMP 5");
  await test.rows("UPDATE t USING TIMESTAMP 4 SET b = 'b4' WHERE a = 1");
  await test.rows("UPDATE t USING TIMESTAMP 6 SET c = 'c6' WHERE a = 1");
  const read = () => test.rows("SELECT b, c, writetime(c) FROM t WHERE a = 1");
  assert.deepEqual(await read(), [["b5", "c6", "6"]]);
  await test.rows("DELETE FROM t USING TIMESTAMP 5 WHERE a = 1");
  assert.deepEqual(await read(), [["null", "c6", "6"]]);
  await test.rows("INSERT INTO t (a, b) VALUES (1, 'late') USING TIMESTAMP 5");
  assert.deepEqual(await read(), [["null", "c6", "6"]]);
  await test.rows("DELETE c FROM t USING TIMESTAMP 6 WHERE a = 1");
  assert.deepEqual(await read(), []);
});

testPermitted(
  "modify: an inserted row exists without values, an updated one does not",
  async () => {
    await using test = await connect();
    await test.rows("CREATE TABLE t (a int PRIMARY KEY, b text)");
    await test.rows("INSERT INTO t (a) VALUES (1)");
    await test.rows("UPDATE t SET b = 'x' WHERE a = 2");
    await test.rows("UPDATE t SET b = null WHERE a = 2");
    assert.deepEqual(await test.rows("SELECT * FROM t"), [["1", "null"]]);
  },
);

testPermitted("modify: null deletes a value, unset leaves it", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, b text, c text)");
  const insert = "INSERT INTO t (a, b, c) VALUES (?, ?, ?)";
  await test.rows(insert, [1, "b", "c"]);
  await test.rows(insert, [1, null, cassandra.types.unset]);
  assert.deepEqual(await test.rows("SELECT * FROM t"), [["1", "null", "c"]]);
  assert.equal(
    await test.failure(insert, [cassandra.types.unset, "b", "c"]),
    "2200 Invalid unset value for column a",
  );
});

testPermitted(
  "modify: deletes rows, ranges and partitions, and what is older stays deleted",
  async () => {
    await using test = await connect();
    await test.rows("CREATE TABLE t (p int, x int, y int, s text static, PRIMARY KEY (p, x, y))");
    const at = (time: number, x: number, y: number) =>
      test.rows(`INSERT INTO t (p, x, y) VALUES (0, ${x}, ${y}) USING TIMESTAMP ${time}`);
    const left = async () =>
      (await test.rows("SELECT x, y FROM t WHERE p = 0")).map(String).join(" ");
    for (const [x, y] of [[1, 1], [1, 2], [2, 1], [3, 1], [4, 1]] as const) await at(10, x, y);
    await test.rows("DELETE FROM t USING TIMESTAMP 20 WHERE p = 0 AND x = 1 AND y = 2");
    assert.equal(await left(), "1,1 2,1 3,1 4,1");
    await test.rows("DELETE FROM t USING TIMESTAMP 20 WHERE p = 0 AND x > 1 AND x <= 3");
    assert.equal(await left(), "1,1 4,1");
    await at(15, 3, 1);
    assert.equal(await left(), "1,1 4,1");
    await at(25, 3, 1);
    assert.equal(await left(), "1,1 3,1 4,1");
    await test.rows("UPDATE t USING TIMESTAMP 10 SET s = 'kept' WHERE p = 0");
    await test.rows("DELETE FROM t USING TIMESTAMP 30 WHERE p = 0 AND x = 1");
    assert.deepEqual(await test.rows("SELECT DISTINCT p, s FROM t"), [["0", "kept"]]);
    await test.rows("DELETE FROM t USING TIMESTAMP 40 WHERE p = 0");
    assert.equal(await left(), "");
  },
);

testPermitted("modify: lists, sets and maps change element by element", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, l list<int>, s set<text>, m map<text, int>)");
  const read = async () => (await test.rows("SELECT l, s, m FROM t"))[0]?.join(" ");
  const update = (set: string, params?: unknown[]) =>
    test.rows(`UPDATE t SET ${set} WHERE a = 1`, params);
  await update("l = [1, 2, 3], s = {'b', 'a', 'b'}, m = {'k': 1, 'j': 2}");
  assert.equal(await read(), "[1,2,3] [a,b] {j:2,k:1}");
  await update("l = l + [4], s = s + {'c'}, m = m + {'z': 9}");
  await update("l = [-1, 0] + l");
  assert.equal(await read(), "[-1,0,1,2,3,4] [a,b,c] {j:2,k:1,z:9}");
  await update("l[1] = 77, m['k'] = 5, s = s - {'a'}");
  await update("l = l - [3], m = m - {'z'}");
  assert.equal(await read(), "[-1,77,1,2,4] [b,c] {j:2,k:5}");
  await test.rows("DELETE l[0], m['k'], s['b'] FROM t WHERE a = 1");
  assert.equal(await read(), "[77,1,2,4] [c] {j:2}");
  await update("l = ?, s = ?, m = m + ?", [[5], ["x"], { q: 1 }]);
  assert.equal(await read(), "[5] [x] {j:2,q:1}");
  assert.equal(
    await test.failure("UPDATE t SET l[10] = 1 WHERE a = 1"),
    "2200 List index 10 out of bound, list has size 1",
  );
  await update("l = [], s = {}, m = {}");
  assert.equal(await read(), undefined);
});

testPermitted("modify: counters add up, and are nothing but counters", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (k text PRIMARY KEY, a counter, b counter)");
  const add = "UPDATE t SET a = a + ?, b = b - 1 WHERE k = 'x'";
  await Promise.all(Array.from({ length: 50 }, () => test.rows(add, ["2"])));
  assert.deepEqual(await test.rows("SELECT * FROM t"), [["x", "100", "-50"]]);
  for (
    const [cql, message] of [
      [
        "UPDATE t SET a = 5 WHERE k = 'x'",
        "Cannot set the value of counter column a (counters can only be incremented/decremented, not set)",
      ],
      [
        "INSERT INTO t (k, a) VALUES ('y', 1)",
        "INSERT statements are not allowed on counter tables, use UPDATE instead",
      ],
      [
        "UPDATE t USING TTL 5 SET a = a + 1 WHERE k = 'x'",
        "Cannot provide custom TTL for counter updates",
      ],
      [
        "BEGIN BATCH UPDATE t SET a = a + 1 WHERE k = 'x'; APPLY BATCH",
        "Cannot include a counter statement in a logged batch",
      ],
    ] as const
  ) {
    assert.equal(await test.failure(cql), `2200 ${message}`);
  }
});

testPermitted("modify: conditions apply or show what is there instead", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, b text, c int)");
  const insert = "INSERT INTO t (a, b) VALUES (1, 'x') IF NOT EXISTS";
  assert.deepEqual(await test.rows(insert), [["true"]]);
  assert.deepEqual(await test.rows(insert), [["false", "1", "x", "null"]]);
  const update = (condition: string) => test.rows(`UPDATE t SET c = 5 WHERE a = 1 IF ${condition}`);
  assert.deepEqual(await update("b = 'y'"), [["false", "x"]]);
  assert.deepEqual(await update("c = null AND b IN ('x', 'z')"), [["true"]]);
  assert.deepEqual(await update("c > 5"), [["false", "5"]]);
  assert.deepEqual(await update("c >= 5 AND b != 'y'"), [["true"]]);
  assert.deepEqual(await test.rows("UPDATE t SET c = 1 WHERE a = 2 IF EXISTS"), [["false"]]);
  assert.deepEqual(await test.rows("DELETE FROM t WHERE a = 1 IF EXISTS"), [["true"]]);
  assert.deepEqual(await test.rows("DELETE FROM t WHERE a = 1 IF EXISTS"), [["false"]]);
});

testPermitted("modify: of many conditional inserts of one row exactly one applies", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, b int)");
  const results = await Promise.all(
    Array.from(
      { length: 50 },
      (_, b) => test.rows("INSERT INTO t (a, b) VALUES (1, ?) IF NOT EXISTS", [b]),
    ),
  );
  assert.equal(results.filter(([row]) => row![0] === "true").length, 1);
});

testPermitted("modify: batches, as text and as messages, write all or nothing", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, b text)");
  const all = async () => (await test.rows("SELECT * FROM t")).map(String).sort();
  await test.rows(
    "BEGIN UNLOGGED BATCH INSERT INTO t (a, b) VALUES (1, 'x'); UPDATE t SET b = 'y' WHERE a = 2; APPLY BATCH",
  );
  assert.deepEqual(await all(), ["1,x", "2,y"]);
  const insert = (a: unknown, b: unknown) => ({
    query: "INSERT INTO t (a, b) VALUES (?, ?)",
    params: [a, b],
  });
  await test.client.batch([insert(3, "z"), { query: "DELETE FROM t WHERE a = ?", params: [1] }], {
    prepare: true,
  });
  assert.deepEqual(await all(), ["2,y", "3,z"]);
  await assert.rejects(test.client.batch([insert(4, "z"), insert(null, "z")], { prepare: true }), {
    code: 0x2200,
    message: "Invalid null value in condition for column a",
  });
  assert.deepEqual(await all(), ["2,y", "3,z"]);
  const conditional =
    "BEGIN BATCH INSERT INTO t (a, b) VALUES (3, 'q') IF NOT EXISTS; DELETE b FROM t WHERE a = 3; APPLY BATCH";
  assert.deepEqual(await test.rows(conditional), [["false", "3", "z"]]);
  await test.rows(
    "BEGIN BATCH USING TIMESTAMP 7 INSERT INTO t (a, b) VALUES (9, 'old') APPLY BATCH",
  );
  assert.deepEqual(await test.rows("SELECT writetime(b) FROM t WHERE a = 9"), [["7"]]);
});

testPermitted("modify: TRUNCATE leaves the table and takes the rows", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY)");
  await test.rows("INSERT INTO t (a) VALUES (1)");
  await test.rows("TRUNCATE t");
  assert.deepEqual(await test.rows("SELECT * FROM t"), []);
});

testPermitted(
  "modify: refuses incomplete keys and unknown columns, in Cassandra's words",
  async () => {
    await using test = await connect();
    await test.rows("CREATE TABLE t (p int, c int, v int, PRIMARY KEY (p, c))");
    for (
      const [cql, message] of [
        ["INSERT INTO t (c, v) VALUES (1, 2)", "Some partition key parts are missing: p"],
        ["INSERT INTO t (p, v) VALUES (1, 2)", "Some clustering keys are missing: c"],
        ["INSERT INTO t (p, c) VALUES (1)", "Unmatched column names/values"],
        ["INSERT INTO t (p, nope) VALUES (1, 2)", "Undefined column name nope in table test.t"],
        ["UPDATE t SET v = 1 WHERE p = 1", "Some clustering keys are missing: c"],
        ["UPDATE t SET c = 1 WHERE p = 1", "PRIMARY KEY part c found in SET part"],
        [
          "UPDATE t SET v = 1 WHERE p = 1 AND c = 2 AND v = 3",
          "Non PRIMARY KEY columns found in where clause: v ",
        ],
        [
          "UPDATE t SET v = v + 1 WHERE p = 1 AND c = 2",
          "Invalid operation (v = v + 1) for non counter column v",
        ],
        ["DELETE v FROM t WHERE p = 1", "Range deletions are not supported for specific columns"],
        [
          "INSERT INTO t (p, c) VALUES (1, 2) USING TTL -1",
          "A TTL must be greater or equal to 0, but was -1",
        ],
      ] as const
    ) {
      assert.equal(await test.failure(cql), `2200 ${message}`);
    }
  },
);
