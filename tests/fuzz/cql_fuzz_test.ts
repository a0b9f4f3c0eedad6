/** Texts that are nearly CQL, sent to the embedded server. */
import assert from "node:assert/strict";
import { parse } from "../../src/embedded/cql/parse.ts";
import { createDatabase } from "../../src/embedded/database.ts";
import { CqlError } from "../../src/embedded/errors.ts";
import { fuzz, ROUNDS } from "../support/fuzz.ts";
import { mutateText, randomText } from "../support/mutate.ts";
import type { Random } from "../support/random.ts";

const STATEMENTS = [
  "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  "CREATE TYPE ks.address (street text, zip frozen<list<int>>)",
  "CREATE TABLE IF NOT EXISTS ks.t (a int, b text, c map<text, int>, s int static, v vector<float, 3>, PRIMARY KEY ((a, b), c)) WITH CLUSTERING ORDER BY (c DESC) AND gc_grace_seconds = 10",
  "CREATE TABLE ks.u (id uuid PRIMARY KEY, name text, tags set<text>, n list<int>)",
  "ALTER TABLE ks.u ADD (x int, y decimal)",
  "ALTER TYPE ks.address ADD town text",
  "DROP TABLE IF EXISTS ks.u",
  "TRUNCATE ks.u",
  "USE ks",
  "INSERT INTO ks.u (id, name, tags) VALUES (550e8400-e29b-41d4-a716-446655440000, 'it''s', {'a', $$b$$}) IF NOT EXISTS USING TTL 10 AND TIMESTAMP 1",
  "INSERT INTO ks.u (id, n) VALUES (?, [1, -2, 0x0a])",
  "UPDATE ks.u USING TTL ? SET name = :name, n = n + [1], tags = tags - {'a'}, x += 1 WHERE id = ? IF name = 'a' AND x > 1.5e3",
  "DELETE n[0], c['a'] FROM ks.u WHERE id = 550e8400-e29b-41d4-a716-446655440000 IF EXISTS",
  "BEGIN UNLOGGED BATCH USING TIMESTAMP 5 INSERT INTO ks.u (id) VALUES (?); DELETE FROM ks.u WHERE id = ?; APPLY BATCH",
  "SELECT DISTINCT a, count(*), max(x) AS m, token(a, b), ttl(name), CAST(x AS text) FROM ks.t WHERE a IN (1, 2) AND (b, c) >= ('x', 2) AND c CONTAINS KEY 'k' ORDER BY c DESC PER PARTITION LIMIT 2 LIMIT 10 ALLOW FILTERING",
  "SELECT * FROM system.local WHERE key = 'local'",
  "SELECT * FROM ks.u WHERE id = now() /* all */ AND token(id) > -5 -- end",
];
const WORDS = [...new Set(STATEMENTS.flatMap((text) => text.match(/\w+|[^\w\s]+/g) ?? []))];

/** Runs texts until all are done, and names the first that ends as nothing that a client can be told. */
async function runAll(
  seed: number,
  run: (text: string, random: Random) => void,
): Promise<void> {
  let refused = 0;
  await fuzz(seed, (random) => {
    const known = random.pick(STATEMENTS);
    const text = random.below(10) === 0
      ? randomText(random, 60, WORDS)
      : mutateText(random, known, WORDS);
    try {
      run(text, random);
    } catch (error) {
      assert.ok(error instanceof CqlError, `${JSON.stringify(text)}: ${Object(error).stack}`);
      assert.ok(error.message.length > 0);
      refused++;
    }
  });
  assert.ok(refused > ROUNDS / 10, `only ${refused} were refused`);
}

Deno.test("CQL: each of thousands of texts that are nearly CQL is parsed or refused as CQL, within a second", async () => {
  await runAll(1, (text) => void parse(text));
});

Deno.test("CQL: each of thousands of statements that are nearly right runs or is refused as CQL, within a second", async () => {
  let database = createDatabase(9_042);
  let left = 0;
  await runAll(2, (text, random) => {
    if (left-- === 0) {
      database = createDatabase(9_042);
      for (const known of STATEMENTS.slice(0, 4)) database.query(known, undefined, [], OPTIONS);
      left = 500;
    }
    const values = Array.from({ length: random.below(4) }, () => random.pick(VALUES));
    const keyspace = random.pick(["ks", undefined]);
    if (random.below(2) === 0) return void database.query(text, keyspace, values, OPTIONS);
    const prepared = database.prepare(text, keyspace);
    if (prepared.kind === "prepared") database.execute(prepared.id, values, OPTIONS);
  });
});

const OPTIONS = { paging: { size: 0, state: null }, clientTime: undefined };
const VALUES = [null, undefined, "", "\0\0\0\x01", "a", "\xff".repeat(16), "\x7f\xff\xff\xff"];
