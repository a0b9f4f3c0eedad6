/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { html } from "../../src/report/html/html.ts";
import { fullAtEight } from "../report/figures/fixture.ts";
import { pageCaseOf, pageOf, SITE } from "../report/timeline/timeline_fixture.ts";
import { resultOf } from "../result/fixture.ts";
import { testInBrowser } from "../support/browser.ts";

const PAGES = resultOf(
  (["serial", "concurrent"] as const).map((mode) => pageCaseOf(mode, [pageOf(SITE, mode)])),
  [1],
);

/** Goes on with Tab until an element is reached that this selects. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((it) => document.activeElement?.matches(it) ?? false, selector)) return;
  }
  assert.fail(`Tab does not reach ${selector}`);
}

/** The widths of all bars, in shares of the scale. */
async function barWidths(page: Page): Promise<number[]> {
  return await page.$$eval(
    ".row rect",
    (bars) => bars.map((bar) => parseFloat(bar.getAttribute("width") ?? "")),
  );
}

testInBrowser("a report by keyboard alone", async (browser, t) => {
  await t.step("the first Tab leads past the contents", async () => {
    await using opened = await browser.open(html(PAGES), { width: 390 });
    const { page } = opened;
    await page.keyboard.press("Tab");
    assert.equal(
      await page.evaluate(() => document.activeElement?.textContent),
      "Skip to the report",
    );
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement?.closest("main") !== null));
  });

  await t.step("a chart's table opens, and a case is switched off in all charts", async () => {
    const sizes = [1, 2, 4, 8, 16];
    const cases = [0, 5].flatMap((latency) => sizes.map((size) => fullAtEight(size, { latency })));
    await using opened = await browser.open(html(resultOf(cases, sizes)));
    const { page, complaints } = opened;
    await tabTo(page, '[data-figure="throughput-by-pool"] summary');
    await page.keyboard.press("Enter");
    assert.ok(
      await page.$eval('[data-figure="throughput-by-pool"] td', (cell) => cell.checkVisibility()),
    );
    await page.$eval('[data-figure="throughput-by-pool"]', (figure) => figure.scrollIntoView());
    await page.waitForSelector('[data-figure="throughput-by-pool"] .chart-case');
    await page.focus(".skip");
    await tabTo(page, '[data-figure="throughput-by-pool"] .chart-case[aria-pressed="true"]');
    const label = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("Space");
    await page.$eval('[data-figure="latency-by-throughput"]', (figure) => figure.scrollIntoView());
    await page.waitForSelector('[data-figure="latency-by-throughput"] .chart-case');
    const pressed = await page.$$eval(
      ".chart-case",
      (buttons, label) =>
        buttons.filter(({ textContent }) => textContent === label)
          .map((button) => button.getAttribute("aria-pressed")),
      label,
    );
    assert.ok(pressed.length >= 2);
    assert.deepEqual([...new Set(pressed)], ["false"]);
    assert.deepEqual(complaints, []);
  });

  await t.step("a waterfall is zoomed, moved and shown whole again", async () => {
    await using opened = await browser.open(html(PAGES));
    const { page, complaints } = opened;
    const before = await barWidths(page);
    await tabTo(page, ".controls button");
    await page.keyboard.press("Enter");
    const twice = await barWidths(page);
    twice.forEach((width, at) => assert.ok(Math.abs(width / before[at]! - 2) < 0.01, `${width}`));
    const status = () => page.$eval(".controls [role=status]", (it) => it.textContent ?? "");
    const first = await status();
    assert.match(first, /^[\d.]+ to [\d.]+ ms$/);
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await status(), first);
    await page.keyboard.press("0");
    assert.equal(await status(), "");
    (await barWidths(page)).forEach((width, at) => assert.ok(Math.abs(width - before[at]!) < 0.01));
    assert.deepEqual(complaints, []);
  });
});

testInBrowser("a waterfall by pointer: what is drawn over is seen larger", async (browser) => {
  await using opened = await browser.open(html(PAGES));
  const { page } = opened;
  const before = await barWidths(page);
  const cell = await page.$("td.bars");
  await cell?.scrollIntoView();
  const box = await cell?.boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
  await page.mouse.up();
  const after = await barWidths(page);
  after.forEach((width, at) => assert.ok(Math.abs(width / before[at]! - 2) < 0.05, `${width}`));
  await page.mouse.click(box.x + box.width / 2, y, { count: 2 });
  (await barWidths(page)).forEach((width, at) => assert.ok(Math.abs(width - before[at]!) < 0.01));
});
