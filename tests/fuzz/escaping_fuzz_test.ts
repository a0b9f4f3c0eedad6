/** Names and error texts of any signs, in every format that a result is written in. */
import MarkdownIt from "markdown-it";
import assert from "node:assert/strict";
import { compare } from "../../src/compare/compare.ts";
import { COMPARISON_FORMATS } from "../../src/report/comparison/formats.ts";
import { FORMATS } from "../../src/report/formats.ts";
import { escapeJira } from "../../src/report/jira/text.ts";
import { escapeMarkdown } from "../../src/report/markdown/text.ts";
import type { Result } from "../../src/result/document.ts";
import { printable } from "../../src/result/format.ts";
import { allElements, parseXml } from "../report/timeline/xml.ts";
import { pageCaseOf, pageOf } from "../report/timeline/timeline_fixture.ts";
import { errorsOf, resultOf } from "../result/fixture.ts";
import { parseCsv } from "../support/csv.ts";
import { fuzz } from "../support/fuzz.ts";
import { randomText } from "../support/mutate.ts";
import type { Random } from "../support/random.ts";

/** A reader of Markdown that does all that one may do: HTML, links, tables. */
const MARKDOWN = new MarkdownIt({ html: true, linkify: true });

/** What a text from outside may be in Markdown. Bold and code are of our own. */
const PLAIN = ["text", "text_special", "softbreak", "strong_open", "strong_close", "code_inline"];

const WORDS = [
  "a",
  "user",
  "1. ",
  "# ",
  "> ",
  "- ",
  "| ",
  "www.x.y",
  "me@x.y",
  "](",
  "<b>",
  "&amp;",
  "\\",
];

const JIRA = [
  ...[
    "{code}",
    "{noformat}",
    "[~bob]",
    "!a.png!",
    "h1. ",
    "bq. ",
    "*b*",
    "_i_",
    "-d-",
    "+i+",
    "^s^",
  ],
  ...["~s~", "??c??", "{{m}}", "ABC-12", "(y)", "(off)", ":)", ":-(", ":P", "----", "mailto:a@b"],
];

/** A result in which every text from outside is random. */
function randomResult(random: Random): Result {
  const text = () => randomText(random, 8, WORDS);
  const steps = [{ name: `a${text()}`, requests: [[text(), 1]] as const }, { name: `b${text()}` }];
  const errors = errorsOf({ [`E${text()}`]: [3, text()], invalid: [1, text()] });
  const cases = (["serial", "concurrent"] as const).map((mode) =>
    pageCaseOf(mode, [pageOf(steps, mode)], { steps, errors, own: { [`o${text()}`]: text() } })
  );
  const warnings = [{ code: "w", message: text(), advice: text() }];
  const result = resultOf(cases, [1], { warnings });
  const target = { kind: "external", product: text(), version: text(), nodes: 1 } as const;
  return {
    ...result,
    scenario: { ...result.scenario, name: `n${text()}`, file: text() },
    environment: {
      ...result.environment,
      os: text(),
      target: { ...target, unreachable: [text()] },
    },
  };
}

/** Asserts of a Markdown document that nothing in it came to life. */
function assertQuiet(document: string, seen: string): void {
  for (const block of MARKDOWN.parse(document, {})) {
    assert.notEqual(block.type, "html_block", seen);
    for (const { type, content } of block.children ?? []) {
      assert.ok(PLAIN.includes(type), `${type} ${content}: ${seen}`);
    }
  }
}

Deno.test("Markdown: each of thousands of texts is a cell of its own, and reads as it was", async () => {
  await fuzz(8, (random) => {
    const text = randomText(random, 12, WORDS);
    const table = `| a | b |\n| - | - |\n| ${escapeMarkdown(text)} | x |\n`;
    const seen = JSON.stringify([text, table]);
    const cells = MARKDOWN.parse(table, {}).filter(({ type }) => type === "inline");
    assert.equal(cells.length, 4, seen);
    assertQuiet(table, seen);
    const shown = (cells[2]!.children ?? []).map(({ content }) => content).join("");
    assert.equal(shown.toWellFormed(), printable(text).toWellFormed().trim(), seen);
  });
});

/** Asserts of a page that it has no element and no attribute but our own, and its data whole. */
function assertPage(document: string, result: unknown): void {
  const data = /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(document);
  assert.deepEqual(JSON.parse(data?.[1] ?? ""), JSON.parse(JSON.stringify(result)));
  const markup = document.replaceAll(/(<(script|style)\b[^>]*>)[^]*?(?=<\/\2>)/g, "$1");
  const tags = markup.match(/<[^>]*>?/g) ?? [];
  for (const tag of tags) assert.match(tag, OWN_TAG, tag);
}

/** A tag with attributes in quotes, none of which can run or load anything. */
const OWN_TAG =
  /^<(!doctype html|\/?[a-z][a-z0-9]*( (?!on|style\b|src|srcset\b)[a-zA-Z-]+(="[^"<>]*")?)*)>$/;
/** What Jira takes for more than its letters, once what is escaped is away. */
const LIVE = [
  /[{}[\]!@^~#|\\]/,
  /(?<![\p{L}\p{N}])[-_+*](?!\s)/u,
  /\?\?|%%|https?:\/|\bwww\.|mailto:\w/i,
  /\b[A-Z]+-\d|&(?=#?\w+;)|[:;]-?[()PD]|\([a-z/!?+*-]{1,4}\)/,
  /^(?:h\d|bq)\. /i,
];

/** Asserts of a text in Jira's markup that nothing in it comes to life. */
function assertDead(text: string, seen: string): void {
  const left = text.replaceAll(/\\\S/gu, "·");
  for (const live of LIVE) assert.doesNotMatch(left, live, seen);
}

Deno.test("Jira: each of thousands of texts is dead, and reads as it was", async () => {
  await fuzz(10, (random) => {
    const text = randomText(random, 12, [...WORDS, ...JIRA]);
    const escaped = escapeJira(text);
    assertDead(escaped, JSON.stringify([text, escaped]));
    const shown = escaped.replaceAll(/\\(?=[^\s\u2060])/gu, "").replaceAll("\u2060", "");
    assert.equal(shown, printable(text).replaceAll("|", "¦").replaceAll("\u2060", ""));
  });
});

/** A document in Jira's markup: rows of so many cells as their table has, and beside our own markup nothing alive. */
function assertQuietJira(document: string): void {
  let columns = 0;
  const text = document.replaceAll(/\{noformat\}\n[^]*?\n\{noformat\}/g, "");
  for (const line of text.split("\n")) {
    if (line.startsWith("||")) columns = line.split("||").length - 2;
    else if (line.startsWith("|")) assert.equal(line.split("|").length - 2, columns, line);
    const inside = line.replace(/^(h[12]\.|\*+) /, "").replaceAll(/\*([^*\\]+)\*/g, "$1");
    assertDead(line.startsWith("|") ? inside.replaceAll("|", "\n") : inside, line);
  }
}

/** What a format must be, whatever the texts are. */
const RULES: Record<string, (document: string, result: Result) => void> = {
  json: (document, result) =>
    assert.deepEqual(JSON.parse(document), JSON.parse(JSON.stringify(result))),
  markdown: (document) => assertQuiet(document, document),
  html: (document, result) => assertPage(document, result),
  jira: assertQuietJira,
  csv: (document, result) => {
    const [names = [], ...rows] = parseCsv(document);
    assert.equal(rows.length, result.cases.length);
    for (const row of [names, ...rows]) {
      assert.equal(row.length, names.length);
      for (const cell of row.flatMap((cell) => cell.split(";"))) {
        if (Number.isNaN(Number(cell))) assert.doesNotMatch(cell, /^[\s"]*[=+\-@]/);
      }
    }
  },
  stress: (document, result) =>
    assert.equal(document.match(/^Op rate {19}: .*\]$/gm)?.length, result.cases.length),
  svg: (document) => assert.ok(allElements(parseXml(document)).length > 5),
  hlog: (document) => {
    for (const line of document.trimEnd().split("\n")) assert.match(line, /^(#|"StartT|Tag=case)/);
  },
};

Deno.test("every format: a result in which all texts are random says what it must, and steers no terminal", async () => {
  await fuzz(9, (random, round) => {
    if (round % 10 > 0) return;
    const result = randomResult(random);
    for (const [name, { write }] of Object.entries(FORMATS)) {
      const document = write(result);
      const text = name === "csv" ? document.replaceAll("\r\n", "\n") : document;
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/, name);
      const rule = RULES[name];
      assert.ok(rule !== undefined, `${name} has a rule here`);
      rule(document, result);
    }
  });
});

Deno.test("every format of a comparison: results and names in which all texts are random do nothing", async () => {
  await fuzz(9, (random, round) => {
    if (round % 40 > 0) return;
    const [base, other] = [randomResult(random), randomResult(random)];
    const named = { ...other, cases: base.cases };
    const names = [0, 1].map(() => `n${randomText(random, 8, [...WORDS, ...JIRA])}`);
    const comparison = compare(base, [named], { names });
    const write = (name: keyof typeof COMPARISON_FORMATS) => {
      const document = COMPARISON_FORMATS[name].write(comparison, [base, named]);
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(document, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/, name);
      return document;
    };
    const markdown = write("markdown");
    assertQuiet(markdown, markdown);
    assertQuietJira(write("jira"));
    assertPage(write("html"), comparison);
    assert.deepEqual(JSON.parse(write("json")), JSON.parse(JSON.stringify(comparison)));
  });
});
