import assert from "node:assert/strict";
import { printable } from "../../../src/report/format.ts";
import { growingTable, table } from "../../../src/report/tables/table.ts";
import { seededRandom } from "../../support/random.ts";
import { assertText } from "../snapshot.ts";

/** What a Markdown reader shows in a line's cells. */
function cellsOf(line: string): string[] {
  return line.slice(2, -2).split(/(?<=(?<!\\)(?:\\\\)*) \| /).map((cell) =>
    cell.trim().replaceAll(/\\([\\|])/g, "$1").replaceAll("&lt;", "<")
  );
}

Deno.test("table() stands numbers right and text left, as wide as the widest", async (t) => {
  const columns = [{ title: "class", align: "left" }, { title: "errors" }, {
    title: "pool",
    minWidth: 9,
  }] as const;
  await assertText(
    t,
    table(columns, [["unavailable", "1", "100"], ["writeTimeout", "12,345", "1"]]),
  );
});

Deno.test("table() wider than a terminal leaves out what can be spared, the least first, and no more than it must", () => {
  const titles = (width: number) => {
    const columns = [
      { title: "a" },
      { title: "b", spare: 2 },
      { title: "c", spare: 1 },
      { title: "d", spare: 1 },
      { title: "e", minWidth: width },
    ];
    const [head = ""] = table(columns, []).split("\n");
    assert.ok(head.length <= 80, head);
    return head.match(/\w/g)?.join("");
  };
  // Four columns of 3 and their lines take 25.
  assert.equal(titles(52), "abcde");
  assert.equal(titles(53), "abe");
  assert.equal(titles(64), "abe");
  assert.equal(titles(65), "ae");
});

Deno.test("growingTable() leaves out what its columns have no room for, and nothing more for what comes into them", () => {
  const columns = [
    { title: "a", minWidth: 40, spare: 2 },
    { title: "b", minWidth: 20 },
    { title: "c", minWidth: 20, spare: 1 },
  ] as const;
  const rows = [["1", "2", "3"], ["4", "5".repeat(60), "6"]];
  for (const count of [0, 1, 2]) {
    const [head = "", , ...lines] = growingTable(columns, rows.slice(0, count)).split("\n");
    assert.deepEqual(cellsOf(head), ["a", "b"]);
    assert.deepEqual(lines.map(cellsOf), rows.slice(0, count).map((row) => row.slice(0, 2)));
  }
  assert.equal(growingTable(columns.slice(0, 2), rows), growingTable(columns, rows));
});

Deno.test("table() that cannot be made to fit keeps its text whole", () => {
  const [, , row = ""] = table([{ title: "a", spare: 1 }, { title: "b" }], [["1", "x".repeat(90)]])
    .split("\n");
  assert.equal(row, `| ${"x".repeat(90)} |`);
});

Deno.test("table() without rows is its head", async (t) => {
  await assertText(t, table([{ title: "latency" }, { title: "class", align: "left" }], []));
});

Deno.test("table() keeps what comes from outside inside of its cell", async (t) => {
  const columns = [{ title: "for example", align: "left" }, { title: "row" }] as const;
  const nasty = [
    ...["a | b", "a \\| b", "back\\slash\\", "two\nlines\r\n| and | a | row |"],
    ...["\u001b[31mred\u001b[0m", "<script>alert(1)</script>", "<!-- gone -->"],
  ];
  await assertText(t, table(columns, nasty.map((text, at) => [text, `${at}`])));
});

Deno.test("table() rules every column with a hyphen, or readers of Markdown see no table: an axis may be named n", () => {
  const [, rule = ""] = table([{ title: "n" }, { title: "m", align: "left" }], [["1", "a"]])
    .split("\n");
  assert.match(rule, /^\| *-+: \| -+ *\|$/);
});

Deno.test("table() has as many cells in each line as columns, whatever the text, and shows the text: for 1,000 random rows", () => {
  const random = seededRandom(7);
  const parts = ["|", "\\", "\n", " ", "-", "<", "&", "`", "a", "\u001b", "é", "||", "\\\\|", ":"];
  const columns = [{ title: "a", align: "left" }, { title: "b" }, { title: "c" }] as const;
  for (let i = 0; i < 1_000; i++) {
    const text = () => Array.from({ length: random.below(12) }, () => random.pick(parts)).join("");
    const row = [text(), text(), text()];
    const lines = table(columns, [row]).split("\n");
    assert.equal(lines.length, 3);
    assert.equal(new Set(lines.map(({ length }) => length)).size, 1, "the lines are as long");
    assert.deepEqual(cellsOf(lines[2] ?? ""), row.map((cell) => printable(cell).trim()));
  }
});
