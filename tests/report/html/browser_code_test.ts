import assert from "node:assert/strict";
import { BROWSER_CODE, CHART_STYLE } from "../../../src/report/html/browser_code.ts";
import { BUNDLES } from "../../support/bundle_browser.ts";
import { testPermitted } from "../../support/needs.ts";
import { inRepository } from "../../support/paths.ts";

testPermitted("the bundled code of each page is that of its sources", async () => {
  for (const [path, bundle] of Object.entries(BUNDLES)) {
    const found = await Deno.readTextFile(inRepository(path));
    assert.ok(found === await bundle(), `\`deno task bundle-browser\` writes ${path} anew`);
  }
});

Deno.test("the page's code ends no element, asks no network, and stays under 90 KB", () => {
  for (const text of [BROWSER_CODE, CHART_STYLE]) {
    assert.doesNotMatch(text, /<\/(script|style)|<!--/i);
    assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest|@import|url\(/);
  }
  const bytes = BROWSER_CODE.length + CHART_STYLE.length;
  assert.ok(bytes < 90_000, `${bytes} bytes`);
});
