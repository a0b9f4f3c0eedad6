import assert from "node:assert/strict";
import { listItem, wrap } from "../../src/report/prose.ts";
import { seededRandom } from "../support/random.ts";

Deno.test("wrap() keeps words whole and lines within 80 columns", () => {
  const text = Array.from({ length: 60 }, (_, at) => "word".repeat(at % 4 + 1)).join(" ");
  const lines = wrap(text).split("\n");
  assert.equal(lines.join(" "), text);
  assert.deepEqual(lines.filter(({ length }) => length > 80), []);
  assert.ok(lines.length <= Math.ceil(text.length / 64), "no line is half empty");
});

Deno.test("wrap() takes what begins no line along with the word before it: a figure and its sign fit together", () => {
  const text = `${"word ".repeat(15)}is 1.9 × faster, a → b → c`;
  assert.deepEqual(wrap(text).split("\n"), [
    `${"word ".repeat(15)}is`,
    "1.9 × faster, a → b → c",
  ]);
  for (let words = 1; words < 40; words++) {
    const lines = wrap(`${"ab ".repeat(words)}is 1.9 × ± 0.1 faster (x → y 1)`).split("\n");
    assert.deepEqual(lines.filter(({ length }) => length > 80), []);
  }
});

Deno.test("listItem() indents what follows, so that it stays in its list", () => {
  const text = "a ".repeat(50).trim();
  assert.equal(listItem(text), `- ${"a ".repeat(39).trim()}\n  ${"a ".repeat(11).trim()}`);
  assert.equal(listItem(text, 1), `  - ${"a ".repeat(38).trim()}\n    ${"a ".repeat(12).trim()}`);
});

Deno.test("wrap() begins no line with what Markdown takes for something else, in 1,000 random texts", () => {
  const random = seededRandom(8);
  const words = [
    "#",
    "-",
    "+",
    "*",
    ">",
    "1.",
    "12)",
    "1.5",
    "---",
    "===",
    "|",
    "```",
    "word",
    "(",
  ];
  for (let i = 0; i < 1_000; i++) {
    const text = ["word", ...Array.from({ length: 60 }, () => random.pick(words))].join(" ");
    const lines = wrap(text).split("\n");
    assert.equal(lines.join(" "), text);
    assert.deepEqual(lines.filter((line) => /^(?:[^\w(]|\d+[.)] )/.test(line)), []);
  }
});
