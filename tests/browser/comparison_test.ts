import assert from "node:assert/strict";
import { compare } from "../../src/compare/compare.ts";
import { COMPARISON_FORMATS } from "../../src/report/comparison/formats.ts";
import { repeatedCase, resultOfAll } from "../compare/fixture.ts";
import { realTimes } from "../report/figures/fixture.ts";
import { testInBrowser } from "../support/browser.ts";

/** Repetitions with times that are drawn: an even spread up to so many milliseconds. */
function drawnCase(latency: number, seed: number, slower: number) {
  const times = realTimes(Array.from({ length: 1_000 }, (_, at) => (at + 1) / 100 * (1 + slower)));
  return repeatedCase({ latency, seed, slower })
    .map((one) => ({ ...one, responseTime: { ...one.responseTime!, ...times } }));
}

const BASE = resultOfAll([drawnCase(1, 1, 0), drawnCase(5, 2, 0)]);
const OTHER = resultOfAll([drawnCase(1, 3, 0.3), drawnCase(5, 4, 0)]);

testInBrowser(
  "a comparison's page has the curves of both over each other, and their table",
  async (browser) => {
    const comparison = compare(BASE, [OTHER], { names: ["before.json", "after.json"] });
    const document = COMPARISON_FORMATS.html.write(comparison, [BASE, OTHER]);
    for (const view of [{ width: 1440 }, { width: 390, dark: true }]) {
      await using opened = await browser.open(document, view);
      const { page, complaints, requests } = opened;
      const figure = '[data-figure="overlay"]';
      await page.$eval(figure, (element) => element.scrollIntoView({ block: "center" }));
      await page.waitForSelector(`${figure} canvas`);
      const text = await page.$eval("main", (main) => main.textContent ?? "");
      assert.match(text, /Worse in 1 of 2 cases: latency 1\sms: throughput −\d/);
      const table = await page.$eval(`${figure} table`, (element) => element.textContent ?? "");
      assert.match(table, /before: before\.json/);
      assert.match(table, /after: after\.json/);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `${overflow} pixels too wide at ${view.width}`);
      assert.deepEqual({ complaints, requests }, { complaints: [], requests: [] });
      const shots = Deno.env.get("SCREENSHOTS");
      if (shots) {
        await page.screenshot({
          path: `${shots}/comparison-${view.width}.png`,
          fullPage: true,
        });
      }
    }
  },
);
