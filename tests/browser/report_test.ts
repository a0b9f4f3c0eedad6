/// <reference lib="dom" />
import type Axe from "axe-core";
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import latency from "../../scenarios/latency.ts";
import page from "../../scenarios/page.ts";
import songs from "../../scenarios/songs.ts";
import { html, htmlOf } from "../../src/report/html/html.ts";
import { answerOf } from "../../src/result/conclude/answer.ts";
import type { Result } from "../../src/result/document.ts";
import { run } from "../../src/run/run.ts";
import { testInBrowser, type View } from "../support/browser.ts";

/** A phone and a window, by day and by night; a checker of barriers reads two of them, as it takes long. */
const VIEWS = [
  ...[{ width: 390, height: 844, isChecked: true }, { width: 390, height: 844, dark: true }],
  ...[{ width: 1440 }, { width: 1440, dark: true, isChecked: true }],
] as readonly (View & { readonly isChecked?: boolean })[];

/** Results of scenarios as they are, with fewer operations. */
async function measure(): Promise<Record<"latency" | "page" | "songs", Result>> {
  return {
    latency: await run(latency, { latency: [0, 2], poolSizes: [1, 10, 40], operations: 100 }),
    page: await run(page, { operations: 20, repetitions: 2 }),
    songs: await run(songs, { duration: 2_500 }),
  };
}

/** What a screen reader or a keyboard cannot reach, and what has too little contrast. */
async function findBarriers(page: Page): Promise<string[]> {
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof Axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** Scrolls to each figure until it is drawn. */
async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.$$("figure.chart:not([hidden])")) {
    await figure.evaluate((figure) => figure.scrollIntoView());
    await figure.waitForSelector("canvas");
  }
}

/** The texts of a figure's table, which is opened first. */
async function readTable(page: Page, figure: string): Promise<string[][]> {
  const place = `[data-figure="${figure}"] details`;
  await page.$eval(`${place} summary`, (summary) => summary.click());
  await page.waitForSelector(`${place} td`);
  return await page.$$eval(
    `${place} tr`,
    (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")),
  );
}

testInBrowser("reports of real scenarios", async (browser, t) => {
  const results = await measure();

  for (const [name, result] of Object.entries(results)) {
    for (const view of VIEWS) {
      const where = `${view.width} px${view.dark ? ", dark" : ""}`;
      await t.step(`${name} opens at ${where}: no complaint, no request, no barrier`, async () => {
        await using opened = await browser.open(html(result), view);
        const { page, complaints, requests } = opened;
        assert.equal(await page.$eval("h1", (h) => h.textContent), result.scenario.name);
        const answer = await page.$eval(".answer", (p) => p.textContent?.replaceAll("\u00a0", " "));
        assert.equal(answer, answerOf(result).answer);
        await drawAll(page);
        if (view.isChecked) assert.deepEqual(await findBarriers(page), []);
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(widest <= (view.width ?? 0), `${widest} px wide`);
        assert.deepEqual({ complaints, requests }, { complaints: [], requests: [] });
      });
    }
  }

  await t.step("the table behind a chart has the result's own figures", async () => {
    await using opened = await browser.open(html(results.latency));
    const [head, ...rows] = await readTable(opened.page, "throughput-by-pool");
    const column = head?.findIndex((title) => /^latency 2 ms, throughput/.test(title)) ?? -1;
    const measured = results.latency.cases.filter(({ parameters }) => parameters.latency === 2);
    assert.deepEqual(
      rows.map((row) => Number(row[column]?.replaceAll(",", ""))),
      measured.map(({ throughput }) =>
        Number(throughput.toPrecision(Math.max(4, String(Math.trunc(throughput)).length)))
      ),
    );
  });

  await t.step("several results are one page, and its contents lead to each", async () => {
    await using opened = await browser.open(htmlOf(Object.values(results)), { width: 390 });
    const { page, complaints } = opened;
    await page.$eval('.contents a[href="#r3"]', (link) => (link as HTMLElement).click());
    await page.waitForFunction(() =>
      Math.abs(document.getElementById("r3")!.getBoundingClientRect().top) < 120
    );
    assert.deepEqual(complaints, []);
  });

  await t.step(
    "without scripts the tables are open, and nothing is offered that does not work",
    async () => {
      await using opened = await browser.open(html(results.latency), { scripts: false });
      const source = await opened.page.content();
      assert.match(source, /<details class="values" open/);
      assert.doesNotMatch(source, /<button(?![^>]*hidden)/);
    },
  );

  await t.step("on paper there are no controls, and it is light", async () => {
    await using opened = await browser.open(html(results.page), { dark: true });
    const { page } = opened;
    await page.emulateMediaType("print");
    const seen = await page.evaluate(() => ({
      contents: getComputedStyle(document.querySelector(".contents")!).display,
      controls: getComputedStyle(document.querySelector(".controls")!).display,
      ground: getComputedStyle(document.body).backgroundColor,
    }));
    assert.deepEqual(seen, { contents: "none", controls: "none", ground: "rgb(255, 255, 255)" });
    assert.ok((await page.pdf()).length > 20_000);
  });
});
