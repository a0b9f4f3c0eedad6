import { Lexer } from "chevrotain";
import assert from "node:assert/strict";
import type { Insert, Select, Update } from "../../../src/embedded/cql/ast.ts";
import { CqlParser, parse } from "../../../src/embedded/cql/parse.ts";
import { TOKENS } from "../../../src/embedded/cql/tokens.ts";
import { CqlError } from "../../../src/embedded/errors.ts";

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof CqlError);
    return `${error.code.toString(16)} ${error.message}`;
  }
  throw new Error(`Parsed: ${text}`);
}

Deno.test("parse: the grammar and its tokens pass the checks that starting leaves out", () => {
  assert.deepEqual(new Lexer(TOKENS, { ensureOptimizations: true }).lexerDefinitionErrors, []);
  assert.doesNotThrow(() => new CqlParser({ skipValidations: false }));
});

Deno.test("parse: keywords and bare names ignore case, quoted names keep it", () => {
  const { statement } = parse('sElEcT Abc, "Abc", "a ""b""" FROM "Ks".T');
  const { selectors, table } = statement as Select;
  assert.deepEqual(selectors.map(({ what }) => "name" in what && what.name), [
    "abc",
    "Abc",
    'a "b"',
  ]);
  assert.deepEqual(table, { keyspace: "Ks", name: "t" });
});

Deno.test("parse: words of CQL that are not reserved can be names", () => {
  const { statement } = parse(
    "SELECT key, ttl, type, json, count, timestamp, pt FROM values WHERE text = 1",
  );
  assert.equal((statement as Select).selectors.length, 7);
  for (const name of ["distinct", "json"]) {
    const { selectors, distinct } = parse(`SELECT ${name} FROM t`).statement as Select;
    assert.deepEqual(selectors[0]!.what, { kind: "column", name });
    assert.equal(distinct, false);
  }
});

Deno.test("parse: comments and a closing semicolon mean nothing", () => {
  const plain = parse("SELECT a FROM t WHERE b = 1");
  const dressed = parse("SELECT /* all\nof */ a -- the column\nFROM t // the table\nWHERE b = 1;");
  assert.deepEqual(dressed, plain);
});

Deno.test("parse: tells constants apart", () => {
  const { statement } = parse(
    "INSERT INTO t (a,b,c,d,e,f,g,h,i,j,k) VALUES (-1, 1.5e3, 'it''s', $$it's$$, 0xCAFE, true, null, " +
      "550e8400-e29b-41d4-a716-446655440000, 1y2mo10ns, P1DT2H, -Infinity)",
  );
  const types = (statement as Insert).values.map((value) => value.kind === "literal" && value.type);
  assert.deepEqual(types, [
    ...["integer", "float", "string", "string", "hex", "boolean", "null", "uuid"],
    ...["duration", "duration", "float"],
  ]);
});

Deno.test("parse: numbers the markers by their places in the text", () => {
  const { statement, markers } = parse(
    "UPDATE t USING TTL ? SET a = :x, m[?] = 2 WHERE b IN (?, :y) IF c = ?",
  );
  assert.deepEqual(markers, [undefined, "x", undefined, undefined, "y", undefined]);
  const { using, assignments } = statement as Update;
  assert.equal(using.ttl?.kind === "marker" && using.ttl.index, 0);
  assert.deepEqual(assignments[0], {
    kind: "set",
    column: "a",
    value: { kind: "marker", name: "x", index: 1 },
  });
});

Deno.test("parse: a refusal says where and what, as Cassandra does", () => {
  assert.equal(refusal("garbage"), "2000 line 1:0 no viable alternative at input 'garbage'");
  assert.equal(
    refusal("SELECT * FORM x"),
    "2000 line 1:9 mismatched input 'FORM' expecting K_FROM",
  );
  assert.equal(
    refusal("DELETE FROM t"),
    "2000 line 0:-1 mismatched input '<EOF>' expecting K_WHERE",
  );
  assert.equal(
    refusal("SELECT a\nFROM\n  # t"),
    "2000 line 3:2 no viable alternative at character '#'",
  );
  assert.equal(refusal("USE k t"), "2000 line 1:6 mismatched input 't' expecting EOF");
});

Deno.test("parse: names what only a real Cassandra can do", () => {
  const advice = "run against a real Cassandra with --cassandra";
  for (
    const [text, construct] of [
      ["CREATE MATERIALIZED VIEW v AS SELECT * FROM t", "CREATE MATERIALIZED VIEW"],
      ["CREATE CUSTOM INDEX i ON t (a) USING 'sai'", "CREATE CUSTOM INDEX"],
      ["DROP ROLE IF EXISTS r", "DROP ROLE"],
      ["CREATE OR REPLACE FUNCTION f () RETURNS int", "CREATE FUNCTION"],
      ["GRANT SELECT ON t TO someone", "GRANT"],
      ["DESCRIBE TABLE t", "DESCRIBE"],
      ["INSERT INTO t JSON '{}'", "INSERT JSON"],
      ["SELECT JSON * FROM t", "SELECT JSON"],
      ["SELECT a FROM t GROUP BY a", "GROUP BY"],
      ["SELECT a[1].b FROM t", "selecting fields of elements"],
    ] as const
  ) {
    assert.equal(
      refusal(text),
      `2200 the embedded server does not support ${construct}: ${advice}`,
    );
  }
});
