import assert from "node:assert/strict";
import { renderMarkdown } from "../../../src/report/markdown.ts";
import { escapeMarkdown, wrap } from "../../../src/report/markdown/text.ts";
import { displayWidth } from "../../../src/report/width.ts";
import { seededRandom } from "../../support/random.ts";

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

Deno.test("wrap() counts the columns of a terminal, not letters: wide letters fill a line sooner, marks not at all", () => {
  const wide = Array.from({ length: 40 }, () => "日本").join(" ");
  const [line = ""] = wrap(wide).split("\n");
  assert.equal(displayWidth(line), 79);
  const marked = Array.from({ length: 30 }, () => "u\u0308u\u0308").join(" ");
  assert.deepEqual(wrap(marked).split("\n").map(displayWidth), [80, 8]);
});

Deno.test("escapeMarkdown() leaves a less-than sign alone that begins no HTML", () => {
  assert.equal(escapeMarkdown("p99 < 20, a <= b, 1<2, <"), "p99 < 20, a <= b, 1<2, <");
  assert.equal(escapeMarkdown("<b> </b> <!-- <?php <A"), "&lt;b> &lt;/b> &lt;!-- &lt;?php &lt;A");
});

Deno.test("escapeMarkdown() leaves no link, image, code or emphasis of a text from outside", () => {
  const escaped = {
    "[a](http://x)": "\\[a](http\\://x)",
    "![a](x.png) [b][c]": "!\\[a](x.png) \\[b]\\[c]",
    "see https://x.example or www.x.example": "see https\\://x.example or www\\.x.example",
    "`code` ~~gone~~": "\\`code\\` \\~\\~gone\\~\\~",
    "*a* **b** c*d*e _f_ __g__": "\\*a\\* \\*\\*b\\*\\* c\\*d\\*e \\_f\\_ \\_\\_g\\_\\_",
    "&lt;b&gt; &#91;": "&amp;lt;b&amp;gt; &amp;#91;",
    "a\\[b](c) | d": "a\\\\\\[b](c) \\| d",
    "\u202ecod.exe\u2069\u200f": "\\\\u202ecod.exe\\\\u2069\\\\u200f",
  };
  for (const [text, expected] of Object.entries(escaped)) {
    assert.equal(escapeMarkdown(text), expected);
  }
});

Deno.test("escapeMarkdown() leaves signs alone that mean nothing where they stand", () => {
  for (const text of ["2 * 3 * 4", "snake_case_name", "a [ b", "a & b", "!", "12:30", "_ a"]) {
    assert.equal(escapeMarkdown(text), text);
  }
});

Deno.test("an item of a list indents the lines that follow, so that they stay in their list", () => {
  const text = "a ".repeat(50).trim();
  assert.equal(
    renderMarkdown([{ kind: "list", items: [{ text, items: [{ text }] }] }]),
    [
      ...[`- ${"a ".repeat(39).trim()}`, `  ${"a ".repeat(11).trim()}`],
      ...[`  - ${"a ".repeat(38).trim()}`, `    ${"a ".repeat(12).trim()}`, ""],
    ].join("\n"),
  );
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
