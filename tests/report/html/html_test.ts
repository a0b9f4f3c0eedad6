import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { html, htmlOf } from "../../../src/report/html/html.ts";
import { renderHtml } from "../../../src/report/html/page.ts";
import { PUBLISHED, resultOf } from "../../result/fixture.ts";

Deno.test("html() is one document that names what it may run and apply by its hash", () => {
  const document = html(resultOf(PUBLISHED));
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(document)?.[1];
  const [, style = ""] = /<style>([^]*?)<\/style>/.exec(document) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  assert.ok(policy !== undefined);
  assert.ok(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
  assert.ok(policy.includes(`style-src 'sha256-${hash}'`), policy);
  assert.doesNotMatch(policy, /unsafe|\*/);
  assert.doesNotMatch(document, /\b(?:src|href)="(?!#)/);
});

Deno.test("html() shades a heat map: the shortest time most", () => {
  const document = html(resultOf(PUBLISHED));
  for (const cell of ['heat-0">104.5 s</td>', 'heat-9">630 ms <small>18.9 ×</small></td>']) {
    assert.ok(document.includes(`<td class="${cell}`), cell);
  }
});

Deno.test("htmlOf() lists the sections of several results, and their addresses are apart", () => {
  const result = resultOf(PUBLISHED);
  const document = htmlOf([result, { ...result, scenario: { ...result.scenario, name: "b" } }]);
  const ids = [...document.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  const links = [...document.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  assert.ok(links.length > 10);
  assert.deepEqual(links.filter((id) => !ids.includes(id)), []);
  assert.match(document, /<title>latency, b<\/title>/);
  assert.match(htmlOf([result, result]), /<h1 id="r2">latency, 2026-11-22 06:25<\/h1>/);
});

Deno.test("renderHtml() leaves no text a way out of its place", () => {
  const hostile = "</script><script>alert(1)</script>\"'`<!--&amp;\n\u2028\u001b[31m\ud800";
  const document = renderHtml({
    title: hostile,
    report: [
      { kind: "heading", level: 1, text: hostile },
      { kind: "paragraph", lines: [hostile, [{ strong: hostile }]] },
      { kind: "code", text: hostile },
    ],
    data: [{ name: hostile, value: hostile }],
  });
  const named = document.match(/<script[^>]*>/g) ?? [];
  assert.deepEqual(named.filter((tag) => !tag.startsWith("<script type=")), ["<script>"]);
  assert.ok(!document.includes("<!--"));
  assert.ok(document.isWellFormed());
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(document, /[\u0000-\u0008\u000b-\u001f\u2028]/);
  const [, data = ""] = /data-name="[^"]*">([^]*?)<\/script>/.exec(document) ?? [];
  assert.equal(JSON.parse(data), hostile);
});
