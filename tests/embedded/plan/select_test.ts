import assert from "node:assert/strict";
import { testPermitted } from "../../support/needs.ts";
import { connect, type TestClient } from "../client.ts";

/** Two partitions clustered by x in descending and y in ascending order, and one that only has a static column. */
async function connectWithRows(): Promise<TestClient> {
  const test = await connect();
  await test.rows(
    "CREATE TABLE c (p int, q text, x int, y text, s int static, v int, PRIMARY KEY ((p, q), x, y)) " +
      "WITH CLUSTERING ORDER BY (x DESC, y ASC)",
  );
  for (const [x, y, v] of [[1, "a", 11], [1, "b", 12], [2, "a", 21], [3, "z", 30]]) {
    await test.rows("INSERT INTO c (p, q, x, y, v) VALUES (1, 'a', ?, ?, ?)", [x, y, v]);
  }
  await test.rows("UPDATE c SET s = 100 WHERE p = 1 AND q = 'a'");
  await test.rows("INSERT INTO c (p, q, s) VALUES (2, 'b', 200)");
  return test;
}

testPermitted(
  "select: scans in the order of the tokens, static columns beside each row",
  async () => {
    await using test = await connectWithRows();
    assert.deepEqual(await test.rows("SELECT p, x, y, s, v FROM c"), [
      ["2", "null", "null", "200", "null"],
      ["1", "3", "z", "100", "30"],
      ["1", "2", "a", "100", "21"],
      ["1", "1", "a", "100", "11"],
      ["1", "1", "b", "100", "12"],
    ]);
  },
);

testPermitted("select: restricts clustering columns by =, IN, ranges and tuples", async () => {
  await using test = await connectWithRows();
  const found = async (where: string) =>
    (await test.rows(`SELECT v FROM c WHERE p = 1 AND q = 'a' ${where}`)).join(" ");
  assert.equal(await found("AND x = 1"), "11 12");
  assert.equal(await found("AND x = 1 AND y = 'b'"), "12");
  assert.equal(await found("AND x > 1"), "30 21");
  assert.equal(await found("AND x >= 1 AND x < 3"), "21 11 12");
  assert.equal(await found("AND x IN (3, 1)"), "30 11 12");
  assert.equal(await found("AND x IN (3, 1) AND y IN ('z', 'a')"), "30 11");
  assert.equal(await found("AND x = 1 AND y > 'a'"), "12");
  assert.equal(await found("AND (x, y) > (1, 'a')"), "30 21 12");
  assert.equal(await found("AND (x, y) IN ((1, 'a'), (2, 'a'))"), "21 11");
  assert.equal(await found("ORDER BY x ASC"), "12 11 21 30");
  assert.equal(await found("AND x < 3 ORDER BY x ASC, y DESC LIMIT 2"), "12 11");
  assert.equal(await found("LIMIT 2"), "30 21");
});

testPermitted("select: refuses what would need filtering, and filters when allowed", async () => {
  await using test = await connectWithRows();
  const refusal = "2200 Cannot execute this query as it might involve data filtering";
  for (const where of ["v = 21", "p = 1", "x = 1", "p > 0", "p = 1 AND q = 'a' AND v = 11"]) {
    const message = await test.failure(`SELECT v FROM c WHERE ${where}`);
    assert.ok(message.startsWith(refusal), message);
  }
  assert.deepEqual(await test.rows("SELECT v FROM c WHERE v = 21 ALLOW FILTERING"), [["21"]]);
  assert.deepEqual(await test.rows("SELECT v FROM c WHERE y = 'a' ALLOW FILTERING"), [["21"], [
    "11",
  ]]);
  assert.deepEqual(await test.rows("SELECT p FROM c WHERE s = 200 ALLOW FILTERING"), [["2"]]);
});

testPermitted("select: refuses gaps in the key, in Cassandra's words", async () => {
  await using test = await connectWithRows();
  assert.equal(
    await test.failure("SELECT v FROM c WHERE p = 1 AND q = 'a' AND y = 'a'"),
    '2200 PRIMARY KEY column "y" cannot be restricted as preceding column "x" is not restricted',
  );
  assert.equal(
    await test.failure("SELECT v FROM c WHERE p = 1 AND q = 'a' AND x > 1 AND y = 'a'"),
    '2200 Clustering column "y" cannot be restricted (preceding column "x" is restricted by a non-EQ relation)',
  );
  assert.equal(
    await test.failure("SELECT nope FROM c"),
    "2200 Undefined column name nope in table test.c",
  );
  assert.equal(
    await test.failure("SELECT v FROM c WHERE p = ? AND q = 'a'", [null]),
    "2200 Invalid null value in condition for column p",
  );
});

testPermitted("select: DISTINCT, PER PARTITION LIMIT, aggregates and aliases", async () => {
  await using test = await connectWithRows();
  assert.deepEqual(await test.rows("SELECT DISTINCT p, q, s FROM c"), [["2", "b", "200"], [
    "1",
    "a",
    "100",
  ]]);
  assert.deepEqual(await test.rows("SELECT p, x FROM c PER PARTITION LIMIT 1"), [["2", "null"], [
    "1",
    "3",
  ]]);
  const { rows, columns } = await test.client.execute(
    "SELECT count(*), count(v) AS n, min(x), max(v), sum(v), avg(v) FROM c",
  );
  assert.deepEqual(rows[0]!.values().map(String), ["5", "4", "1", "30", "74", "18"]);
  assert.deepEqual(columns.map(({ name }) => name), [
    ...["count", "n", "system.min(x)", "system.max(v)", "system.sum(v)", "system.avg(v)"],
  ]);
});

testPermitted(
  "select: pages give every row once, forwards, backwards, filtered and limited",
  async () => {
    await using test = await connect();
    await test.rows("CREATE TABLE t (p int, c int, v int, PRIMARY KEY (p, c))");
    for (let i = 0; i < 600; i++) {
      await test.rows("INSERT INTO t (p, c, v) VALUES (?, ?, ?)", [i % 3, i, i % 2]);
    }
    for (
      const [cql, count] of [
        ["SELECT p, c FROM t", 600],
        ["SELECT p, c FROM t WHERE p = 1", 200],
        ["SELECT p, c FROM t WHERE p = 1 ORDER BY c DESC", 200],
        ["SELECT p, c FROM t WHERE p = 1 AND c > 100 AND c < 500", 133],
        ["SELECT p, c FROM t WHERE p IN (0, 2)", 400],
        ["SELECT p, c FROM t WHERE v = 1 ALLOW FILTERING", 300],
        ["SELECT p, c FROM t LIMIT 250", 250],
        ["SELECT p, c FROM t PER PARTITION LIMIT 70", 210],
        ["SELECT DISTINCT p FROM t", 3],
      ] as const
    ) {
      const whole = await test.client.execute(cql, [], { fetchSize: 5000 });
      assert.equal(whole.rows.length, count, cql);
      for (const fetchSize of [1, 7, 70, 200]) {
        if (fetchSize === 1 && count > 10) continue;
        const paged: string[] = [];
        let pageState: string | undefined;
        do {
          const page = await test.client.execute(cql, [], {
            fetchSize,
            ...(pageState ? { pageState } : {}),
          });
          assert.ok(page.rows.length <= fetchSize && page.rows.length > 0, cql);
          paged.push(...page.rows.map((row) => String(row.values())));
          pageState = page.pageState;
        } while (pageState);
        assert.deepEqual(
          paged,
          whole.rows.map((row) => String(row.values())),
          `${cql}, ${fetchSize}`,
        );
      }
    }
  },
);

testPermitted(
  "select: a partition of many rows stays in order whatever the order of writing",
  async () => {
    await using test = await connect();
    await test.rows("CREATE TABLE t (p int, c int, PRIMARY KEY (p, c))");
    const write = (c: number) => test.rows("INSERT INTO t (p, c) VALUES (0, ?)", [c]);
    // 7 and 2,000 have no common divisor, so this visits every number once.
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => write(i * 7 % 2_000)));
    const all = (await test.rows("SELECT c FROM t WHERE p = 0")).map(Number);
    assert.deepEqual(all, Array.from({ length: 2_000 }, (_, i) => i));
    assert.deepEqual(
      (await test.rows("SELECT c FROM t WHERE p = 0 AND c >= 700 AND c < 900")).map(Number),
      Array.from({ length: 200 }, (_, i) => 700 + i),
    );
  },
);

testPermitted("select: token ranges split a scan without loss or overlap", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (p int PRIMARY KEY)");
  for (let p = 0; p < 100; p++) await test.rows("INSERT INTO t (p) VALUES (?)", [p]);
  const low = await test.rows("SELECT p FROM t WHERE token(p) <= 0");
  const high = await test.rows("SELECT p FROM t WHERE token(p) > ?", ["0"]);
  assert.deepEqual([...low, ...high], await test.rows("SELECT p FROM t"));
  assert.ok(low.length > 20 && high.length > 20);
  const [[token]] = await test.rows("SELECT token(p) FROM t WHERE p = 1") as [[string]];
  assert.equal(token, "-4069959284402364209");
});
