import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { html } from "../../src/report/html/html.ts";
import { fullAtEight, realTimes, secondOf } from "../report/figures/fixture.ts";
import { caseOf, errorsOf, resultOf } from "../result/fixture.ts";
import { testInBrowser } from "../support/browser.ts";

/** Four pool sizes of a server that is full at eight, five seconds each, with errors in one. */
const RESULT = resultOf([1, 4, 8, 16].map((poolSize) => {
  const times = [poolSize, 2 * poolSize, 10 * poolSize];
  return fullAtEight(poolSize, {
    // Each case has seconds of its own, so that no line hides another.
    series: [1, 2, 3, 4, 5].map((at) => ({
      ...secondOf(
        at * 1_000,
        [...times, ...times].slice(0, 1 + (at * poolSize + at) % 6),
        poolSize === 1 && at === 3 ? 3 : 0,
      ),
      inFlight: poolSize,
    })),
    serviceTime: realTimes(times),
    ...poolSize === 1 && { errors: errorsOf({ timeout: [3, "late"] }) },
  });
}));

const IDS = [
  ...["throughput-by-pool", "latency-by-throughput", "percentiles", "throughput-over-time"],
  ...["latency-over-time", "errors-over-time", "in-flight-over-time", "latency-over-time-map-1"],
  "errors-by-class",
];

/** Brings a figure into view and waits until it is drawn. */
async function view(page: Page, id: string): Promise<string> {
  const figure = `[data-figure="${id}"]`;
  await page.$eval(figure, (element) => element.scrollIntoView({ block: "center" }));
  await page.waitForSelector(`${figure} canvas`);
  return figure;
}

/** How many pixels of a figure are neither empty nor grey: lines and fields. */
async function colouredPixels(page: Page, figure: string): Promise<number> {
  return await page.$eval(`${figure} canvas`, (element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext(kind: "2d"): {
        getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
      };
    };
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
      if (alpha > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count++;
    }
    return count;
  });
}

/** The drawing of a figure, to be compared with another. */
async function pictureOf(page: Page, figure: string): Promise<string> {
  return await page.$eval(`${figure} canvas`, toPicture);
}

/** The drawing of a figure once it is no longer this one. */
async function nextPicture(page: Page, figure: string, now: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const next = await pictureOf(page, figure);
    if (next !== now) return next;
    await page.evaluate("new Promise(requestAnimationFrame)");
  }
  throw new Error(`${figure} stays as it is`);
}

function toPicture(canvas: unknown): string {
  return (canvas as { toDataURL(): string }).toDataURL();
}

const textOf = (page: Page, selector: string) => page.$eval(selector, (one) => one.textContent);

testInBrowser("figures are drawn, read, switched and printed", async (browser, t) => {
  const document = html(RESULT);

  await t.step("every figure is drawn at every width, in the light and in the dark", async () => {
    for (const [width, dark] of [[1440, false], [390, true]] as const) {
      await using open = await browser.open(document, { width, dark });
      for (const id of IDS) {
        const figure = await view(open.page, id);
        const pixels = await colouredPixels(open.page, figure);
        assert.ok(pixels > 150, `${id} at ${width}: ${pixels} pixels`);
      }
      const overflow = await open.page.$eval("html", (root) => root.scrollWidth - root.clientWidth);
      assert.equal(overflow, 0);
      assert.deepEqual(open.complaints, []);
      assert.deepEqual(open.requests, []);
    }
  });

  await t.step("a figure is drawn when it comes into view, and not before", async () => {
    await using open = await browser.open(document, { height: 400 });
    assert.equal(await open.page.$('[data-figure="errors-by-class"] canvas'), null);
    await view(open.page, "errors-by-class");
  });

  await t.step("arrow keys read the values that the table has", async () => {
    await using open = await browser.open(document);
    const { page } = open;
    const figure = await view(page, "throughput-by-pool");
    await page.focus(`${figure} .chart-plot`);
    const heard: (string | null)[] = [];
    for (const key of ["ArrowRight", "ArrowRight", "End", "ArrowUp", "ArrowDown"] as const) {
      await page.keyboard.press(key);
      heard.push(await textOf(page, `${figure} [aria-live]`));
    }
    assert.deepEqual(heard, [
      "latency, throughput, serial: 1, 100/s",
      "latency, throughput, pool 4: 4, 400/s",
      "latency, throughput, pool 16: 16, 800/s",
      "latency, Little's law, pool 16: 16, 1,600/s",
      "latency, throughput, pool 16: 16, 800/s",
    ]);
    const cells = await page.$$eval(`${figure} td`, (all) => all.map((one) => one.textContent));
    for (const value of ["100", "400", "800", "1,600"]) assert.ok(cells.includes(value), value);
    await page.keyboard.press("Escape");
    assert.ok(await page.$eval(`${figure} .chart-note`, (note) => note.hasAttribute("hidden")));
  });

  await t.step("the pointer reads the nearest point, with what the others have there", async () => {
    await using open = await browser.open(document);
    const { page } = open;
    const figure = await view(page, "throughput-over-time");
    const box = await (await page.$(`${figure} .u-over`))!.boundingBox();
    await page.mouse.move(box!.x + 2, box!.y + box!.height / 2);
    await page.waitForSelector(`${figure} .chart-note:not([hidden])`);
    const note = await page.$$eval(
      `${figure} .chart-note > *`,
      (all) => all.map((one) => one.textContent),
    );
    assert.match(note[0] ?? "", /^pool \d+, 0\.5 s, \d\/s$/);
    assert.equal(note.length, 4);
  });

  await t.step("one button switches its case in all figures, by keyboard", async () => {
    await using open = await browser.open(document);
    const { page } = open;
    const figures = [
      await view(page, "percentiles"),
      await view(page, "latency-over-time"),
    ];
    const before = await pictureOf(page, figures[0]!);
    await page.focus(`${figures[0]} .chart-case`);
    for (const isPressed of ["false", "true"]) {
      const now = await pictureOf(page, figures[0]!);
      await page.keyboard.press("Space");
      for (const figure of figures) {
        const pressed = await page.$eval(
          `${figure} .chart-case`,
          (button) => button.getAttribute("aria-pressed"),
        );
        assert.equal(pressed, isPressed);
      }
      const next = await nextPicture(page, figures[0]!, now);
      assert.equal(next === before, isPressed === "true");
    }
  });

  await t.step("one map is in sight, and its case is chosen", async () => {
    await using open = await browser.open(document);
    const { page } = open;
    const figure = await view(page, "latency-over-time-map-1");
    await page.select(`${figure} select`, "2");
    const seen = await page.$$eval(
      '[data-figure*="over-time-map"]',
      (all) => all.filter((one) => !one.hasAttribute("hidden")).map((one) => one.outerHTML),
    );
    assert.equal(seen.length, 1);
    assert.match(seen[0]!, /latency-over-time-map-3/);
    await view(page, "latency-over-time-map-3");
  });

  await t.step("the colours follow the page into the dark, and onto paper", async () => {
    await using open = await browser.open(document);
    const { page } = open;
    const figure = await view(page, "percentiles");
    const light = await pictureOf(page, figure);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    const dark = await nextPicture(page, figure, light);
    await page.emulateMediaType("print");
    assert.ok(await nextPicture(page, figure, dark) !== light);
  });

  await t.step("names do nothing in a figure", async () => {
    const hostile = "</script><img src=x onerror=alert(1)>\u2028'\"|=cmd()";
    const cases = RESULT.cases.map((one, at) => ({
      ...one,
      parameters: { ...one.parameters, [hostile]: `${hostile}${at % 2}` },
    }));
    const result = resultOf([...cases, caseOf({ own: { [hostile]: hostile } })]);
    await using open = await browser.open(html(result));
    const figure = await view(open.page, "throughput-over-time");
    assert.match(await textOf(open.page, `${figure} .chart-case`) ?? "", /<img src=x/);
    assert.equal(await open.page.$("img"), null);
    assert.deepEqual(open.complaints, []);
  });
});
