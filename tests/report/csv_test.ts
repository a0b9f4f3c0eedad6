import assert from "node:assert/strict";
import { csv } from "../../src/report/csv.ts";
import { csvCell, type CsvValue } from "../../src/report/csv/cells.ts";
import { caseOf, errorsOf, INVALID, PUBLISHED, resultOf } from "../result/fixture.ts";
import { parseCsv } from "../support/csv.ts";

/** The rows of a document by the names of its columns. */
function rowsOf(document: string): Record<string, string>[] {
  const [names = [], ...rows] = parseCsv(document);
  assert.equal(new Set(names).size, names.length);
  return rows.map((row) => {
    assert.equal(row.length, names.length);
    return Object.fromEntries(names.map((name, at) => [name, row[at] ?? ""]));
  });
}

Deno.test("csv() has a row for each case, with all of its figures under the document's names", () => {
  const rows = rowsOf(csv(resultOf(PUBLISHED)));
  assert.equal(rows.length, PUBLISHED.length);
  for (const [at, measured] of PUBLISHED.entries()) {
    const row = rows[at]!;
    assert.equal(row["parameters.latency"], String(measured.parameters.latency));
    assert.equal(Number(row.throughput), measured.throughput);
    const { histogram: _, ...figures } = measured.serviceTime!;
    for (const [name, value] of Object.entries(figures)) {
      assert.equal(Number(row[`serviceTime.${name}`]), value, name);
      assert.equal(Number(row[`responseTime.${name}`]), value, name);
    }
    assert.equal(row["waitTime.p50"], "");
    assert.equal(row["environment.target.kind"], "external");
  }
});

Deno.test("csv() has a column for every parameter and every class of errors of any case", () => {
  const cases = [
    caseOf({ own: { size: 10 }, verdict: INVALID, repetition: 2 }),
    caseOf({ rate: 5, errors: errorsOf({ unavailable: [3, "x"], TypeError: [1, "y"] }) }),
  ];
  const [first, second] = rowsOf(csv(resultOf(cases))) as [
    Record<string, string>,
    Record<string, string>,
  ];
  assert.deepEqual([first["parameters.size"], second["parameters.size"]], ["10", ""]);
  assert.deepEqual([first["parameters.rate"], second["parameters.rate"]], ["", "5"]);
  assert.deepEqual([first.repetition, second.repetition], ["2", ""]);
  const counts = [first, second].map((row) => [
    row["errors.total"],
    row["errors.byClass.unavailable"],
    row["errors.byClass.TypeError"],
  ]);
  assert.deepEqual(counts, [["0", "0", "0"], ["4", "3", "1"]]);
  assert.deepEqual(
    [first["verdict.valid"], first["verdict.reasons"], second["verdict.reasons"]],
    ["false", "clientCpu", ""],
  );
});

Deno.test("csv() of a run without a case has its columns", () => {
  assert.deepEqual(rowsOf(csv(resultOf([]))), []);
});

Deno.test("the first columns keep their names and their order", () => {
  const [names = []] = parseCsv(csv(resultOf(PUBLISHED)));
  assert.deepEqual(names.slice(0, 8), [
    ...["scenario", "case", "repetition"],
    ...["parameters.latency", "parameters.poolSize", "parameters.workers", "startedAt", "status"],
  ]);
});

Deno.test("a text does nothing in a spreadsheet, and a number stays one", () => {
  const cells: readonly (readonly [value: CsvValue, cell: string])[] = [
    [-1.5, "-1.5"],
    [1e21, "1e+21"],
    [true, "true"],
    [undefined, ""],
    [null, ""],
    ["=cmd()", "'=cmd()"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "' =1"],
    ["\r=1", "' =1"],
    ["＝1", "'＝1"],
    ["a=b", "a=b"],
    ["a;=b", `"a;'=b"`],
    ['"=b', `"'""=b"`],
    ["a,b", `"a,b"`],
    ['say "x"', `"say ""x"""`],
    ["a\nb", "a b"],
    ["\x1b[2J", "\\u001b[2J"],
    ["</script>|x", "</script>|x"],
  ];
  for (const [value, cell] of cells) assert.equal(csvCell(value), cell);
});
