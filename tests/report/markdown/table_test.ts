import assert from "node:assert/strict";
import { fittingTable, renderTable } from "../../../src/report/markdown/table.ts";
import { type TableColumn, textCell } from "../../../src/report/model.ts";
import { displayWidth } from "../../../src/report/width.ts";
import { printable } from "../../../src/result/format.ts";
import { seededRandom } from "../../support/random.ts";
import { assertText } from "../snapshot.ts";

function table(
  columns: readonly TableColumn[],
  rows: readonly string[][],
  grows = false,
): string {
  return renderTable({ kind: "table", columns, rows: rows.map((row) => row.map(textCell)), grows });
}

/** What a Markdown reader shows in a line's cells. */
function cellsOf(line: string): string[] {
  return line.slice(2, -2).split(/(?<=(?<!\\)(?:\\\\)*) \| /).map((cell) =>
    cell.trim().replaceAll(/\\([\\|`])/g, "$1").replaceAll("&lt;", "<")
  );
}

Deno.test("renderTable() stands numbers right and text left, as wide as the widest", async (t) => {
  const columns = [{ title: "class", align: "left" }, { title: "errors" }, {
    title: "pool",
    minWidth: 9,
  }] as const;
  await assertText(
    t,
    table(columns, [["unavailable", "1", "100"], ["writeTimeout", "12,345", "1"]]),
  );
});

Deno.test("renderTable() leaves out what a terminal has no room for, the lowest priority first, and no more than it must", () => {
  const titles = (width: number) => {
    const columns = [
      { title: "a" },
      { title: "b", priority: 2 },
      { title: "c", priority: 1 },
      { title: "d", priority: 1 },
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

Deno.test("renderTable() of a table that grows leaves out what its columns have no room for, and nothing more for what comes into them", () => {
  const columns = [
    { title: "a", minWidth: 40, priority: 2 },
    { title: "b", minWidth: 20 },
    { title: "c", minWidth: 20, priority: 1 },
  ] as const;
  const rows = [["1", "2", "3"], ["4", "5".repeat(60), "6"]];
  for (const count of [0, 1, 2]) {
    const [head = "", , ...lines] = table(columns, rows.slice(0, count), true).split("\n");
    assert.deepEqual(cellsOf(head), ["a", "b"]);
    assert.deepEqual(lines.map(cellsOf), rows.slice(0, count).map((row) => row.slice(0, 2)));
  }
  assert.equal(table(columns.slice(0, 2), rows, true), table(columns, rows, true));
});

Deno.test("renderTable() that cannot be made to fit keeps its text whole", () => {
  const [, , row = ""] = table([{ title: "a", priority: 1 }, { title: "b" }], [[
    "1",
    "x".repeat(90),
  ]])
    .split("\n");
  assert.equal(row, `| ${"x".repeat(90)} |`);
});

Deno.test("renderTable() without rows is its head", async (t) => {
  await assertText(t, table([{ title: "latency" }, { title: "class", align: "left" }], []));
});

Deno.test("renderTable() keeps what comes from outside inside of its cell", async (t) => {
  const columns = [{ title: "for example", align: "left" }, { title: "row" }] as const;
  const nasty = [
    ...["a | b", "a \\| b", "back\\slash\\", "two\nlines\r\n| and | a | row |"],
    ...["\u001b[31mred\u001b[0m", "<script>alert(1)</script>", "<!-- gone -->"],
  ];
  await assertText(t, table(columns, nasty.map((text, at) => [text, `${at}`])));
});

Deno.test("renderTable() rules every column with a hyphen, or readers of Markdown see no table: an axis may be named n", () => {
  const [, rule = ""] = table([{ title: "n" }, { title: "m", align: "left" }], [["1", "a"]])
    .split("\n");
  assert.match(rule, /^\| *-+: \| -+ *\|$/);
});

Deno.test("renderTable() has as many cells in each line as columns, whatever the text, and shows the text: for 1,000 random rows", () => {
  const random = seededRandom(7);
  const parts = [
    "|",
    "\\",
    "\n",
    " ",
    "-",
    "<",
    "&",
    "`",
    "a",
    "\u001b",
    "é",
    "日本",
    "👋",
    "👨‍👩‍👧",
    "u\u0308",
    "||",
    "\\\\|",
    ":",
  ];
  const columns = [{ title: "a", align: "left" }, { title: "b" }, { title: "c" }] as const;
  for (let i = 0; i < 1_000; i++) {
    const text = () => Array.from({ length: random.below(12) }, () => random.pick(parts)).join("");
    const row = [text(), text(), text()];
    const lines = table(columns, [row]).split("\n");
    assert.equal(lines.length, 3);
    assert.equal(new Set(lines.map(displayWidth)).size, 1, "the lines are as long");
    assert.deepEqual(cellsOf(lines[2] ?? ""), row.map((cell) => printable(cell).trim()));
  }
});

Deno.test("renderTable() stays aligned whatever names it holds: wide, combining, emoji of several characters", () => {
  const names = [
    "plain",
    "日本語の名前",
    "한글",
    "ｆｕｌｌ",
    "u\u0308ber",
    "क्षि",
    "👋",
    "👨‍👩‍👧",
    "🇩🇪 flag",
  ];
  const columns = [{ title: "名前", align: "left" }, { title: "p50" }] as const;
  const lines = table(columns, names.map((name) => [name, "1"])).split("\n");
  const bars = lines.map((line) =>
    [...line.matchAll(/\|/g)].map(({ index }) => displayWidth(line.slice(0, index)))
  );
  for (const places of bars) assert.deepEqual(places, bars[0]);
  assert.equal(displayWidth(lines[0] ?? ""), "| 日本語の名前 | p50 |".length + 6);
});

Deno.test("renderTable() of a table that grows has room for the texts it expects, as Markdown shows them", () => {
  const columns = [{ title: "kind", expected: ["a|b", "日本語"] }, { title: "p50", minWidth: 5 }];
  assert.equal(table(columns, [], true), "|   kind |   p50 |\n| -----: | ----: |");
});

Deno.test("fittingTable() is the narrow form where the columns have no room, whatever the rows hold", () => {
  const narrow = { kind: "table", columns: [{ title: "a" }], rows: [] } as const;
  const wide = (minWidth: number) => ({ ...narrow, columns: [{ title: "a", minWidth }], narrow });
  assert.equal(fittingTable(wide(77)), narrow);
  assert.notEqual(fittingTable(wide(76)), narrow);
  assert.equal(fittingTable(narrow), narrow);
});
