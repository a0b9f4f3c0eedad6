/// <reference lib="dom" />
import assert from "node:assert/strict";
import { seriesOf } from "../../src/history/series.ts";
import { historyReport } from "../../src/report/history.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { rowOf } from "../history/fixture.ts";
import { noisySeries } from "../history/noise.ts";
import { testInBrowser } from "../support/browser.ts";

testInBrowser(
  "the page of a history has a chart of each case, with its commits",
  async (browser) => {
    const scenario = "songs</script>";
    const rows = noisySeries([[40, 100], [20, 87]], 0.01, 1)
      .map((mean, at) => rowOf(at, { scenario, throughput: { mean } }));
    const report = historyReport(seriesOf(rows));
    for (const width of [390, 1440]) {
      await using open = await browser.open(renderHtml({ title: "History", report }), { width });
      const { page, complaints, requests } = open;
      for (const chart of await page.$$("figure.chart")) {
        await chart.scrollIntoView();
        await chart.waitForSelector("canvas");
      }
      const texts = await page.$$eval(
        "figcaption",
        (all) => all.map((one) => one.textContent ?? ""),
      );
      assert.match(texts.join("\n"), /60 commits: throughput −12\.8 % at 0000040/);
      const cells = await page.$$eval(
        "figure td, figure th",
        (all) => all.map((one) => one.textContent),
      );
      assert.ok(
        cells.some((cell) => cell?.includes("0000039, 2026-02-09")),
        cells.slice(0, 9).join(),
      );
      const isWide = await page.evaluate(() =>
        document.documentElement.scrollWidth > document.documentElement.clientWidth
      );
      assert.deepEqual({ complaints, requests, isWide }, {
        complaints: [],
        requests: [],
        isWide: false,
      });
    }
  },
);
