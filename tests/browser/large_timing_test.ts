/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import latency from "../../scenarios/latency.ts";
import { html } from "../../src/report/html/html.ts";
import { run } from "../../src/run/run.ts";
import { bestOf } from "../support/best_of.ts";
import { testInBrowser } from "../support/browser.ts";
import { manyCases, oneHour } from "./large.ts";

/** Milliseconds from the request of a page until its scripts have run and a frame was shown. */
async function timeToUse(page: Page): Promise<number> {
  return await page.evaluate(() =>
    new Promise<number>((done) =>
      requestAnimationFrame(() => setTimeout(() => done(performance.now())))
    )
  );
}

/** The time between frames, in milliseconds, that 9 of 10 keep while a page is scrolled to its end and drawn. */
async function slowestFrames(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const times: number[] = [];
    let last = performance.now();
    while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
      scrollBy(0, 100);
      await new Promise((done) => requestAnimationFrame(done));
      times.push(performance.now() - last);
      last = performance.now();
    }
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.9)] ?? 0;
  });
}

testInBrowser("reports open at once, and scroll smoothly, however large", async (browser, t) => {
  const small = await run(latency, { latency: [0, 1, 2, 5, 10], operations: 100 });
  const reports = [
    { name: "the latency scenario", result: small, most: { opening: 500, frames: 50 } },
    {
      name: "200 cases, an hour in all",
      result: manyCases(),
      most: { opening: 3_000, frames: 50 },
    },
    { name: "one case of an hour", result: oneHour(), most: { opening: 3_000, frames: 50 } },
  ];
  for (const { name, result, most } of reports) {
    const document = html(result);
    await t.step(`${name} opens within ${most.opening} ms`, async () => {
      const opening = await bestOf(most.opening, async () => {
        await using opened = await browser.open(document);
        return await timeToUse(opened.page);
      });
      assert.ok(opening < most.opening, `${opening} ms`);
    });
    await t.step(`${name} scrolls with ${most.frames} ms from frame to frame at most`, async () => {
      const frames = await bestOf(most.frames, async () => {
        await using opened = await browser.open(document);
        return await slowestFrames(opened.page);
      });
      assert.ok(frames < most.frames, `${frames} ms`);
    });
  }
  await t.step("the page of the latency scenario has less than 400 KB", () => {
    const { length } = new TextEncoder().encode(html(small));
    assert.ok(length < 400_000, `${length} bytes`);
  });
});
