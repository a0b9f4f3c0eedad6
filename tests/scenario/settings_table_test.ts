import assert from "node:assert/strict";
import { join } from "node:path";
import { fieldFlagOf, flagOf } from "../../src/scenario/setting_flags.ts";
import { SETTING_ENTRIES, type SETTINGS } from "../../src/scenario/settings_table.ts";
import type { Settings } from "../../src/scenario/settings.ts";
import { isEqual } from "../support/is_equal.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

Deno.test("the table has exactly the settings of the interface", () => {
  isEqual<keyof typeof SETTINGS, keyof Settings>(true);
});

Deno.test("every setting takes its own default, and says in words what it takes", () => {
  const without: string[] = [];
  for (const [name, { schema, default: value, defaultWords }] of SETTING_ENTRIES) {
    assert.ok((schema.description ?? "").length > 5, name);
    if (value === undefined) without.push(name);
    else assert.ok(schema.safeParse(value).success, name);
    assert.ok(value !== undefined || defaultWords === undefined, name);
  }
  assert.deepEqual(without, [
    "network",
    "duration",
    "rate",
    "stages",
    "events",
    "speculative",
    "curve",
    "maxErrors",
    "maxSamples",
    "replication",
  ]);
});

Deno.test("flagOf() is the name in kebab case, unless the table says otherwise", () => {
  assert.equal(flagOf("poolSizes"), "pool-sizes");
  assert.equal(flagOf("thresholds"), "threshold");
  assert.equal(flagOf("valueSize"), "value-size");
  assert.equal(flagOf("constructor"), "constructor");
});

testPermitted("docs/settings.md shows the table as it is", async () => {
  const page = await Deno.readTextFile(join(inRepository("docs"), "settings.md"));
  assert.deepEqual(rowsOf(page).filter(([name]) => name !== "setting"), SETTING_ENTRIES.map(rowOf));
});

/** A row of the documentation: to bring the page up to date, copy what the test above expects. */
function rowOf([name, setting]: (typeof SETTING_ENTRIES)[number]): string[] {
  const { schema, flag, fields = {}, beside = [], help } = setting;
  const with_ = beside.length === 0 ? "" : `; only with ${beside.map(code).join(" or ")}`;
  const values = `${readable(schema.description ?? "")}${with_}`;
  const ownFlags = Object.keys(fields).map((field) => code(`--${fieldFlagOf(name, field)}`));
  const shownFlag = ownFlags.length > 0
    ? ownFlags.join(", ")
    : flag === undefined
    ? "one for each axis"
    : code(`--${flagOf(name)}`);
  return [code(name), shownFlag, values, defaultOf(setting), help];
}

function defaultOf({ default: value, defaultWords }: (typeof SETTING_ENTRIES)[number][1]): string {
  if (defaultWords !== undefined) return defaultWords;
  if (value === undefined) return "";
  return code(typeof value === "string" ? value : JSON.stringify(value).replaceAll(",", ", "));
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Puts commas into long numbers. */
function readable(text: string): string {
  return text.replaceAll(/\d{4,}/g, (digits) => Number(digits).toLocaleString("en-US"));
}

/** The rows of the tables in a Markdown text, cell by cell and without the rules below the headings. */
function rowsOf(markdown: string): string[][] {
  return markdown.split("\n").filter((line) => line.startsWith("|") && !/^\|[\s:|-]+$/.test(line))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}
