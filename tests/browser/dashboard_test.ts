/// <reference lib="dom" />
/** The page of a run while it goes on, as a person watches it. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { type TestBrowser, testInBrowser } from "../support/browser.ts";
import { plainEnvironment } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Its name does nothing in a page. A case goes on until a file lets it end, or for 40 s; a tenth of its operations fails. */
const NAME = "</script><img src=x onerror=alert(1)>";
const SCENARIO = `
import { existsSync } from "node:fs";
import { scenario } from "${inRepository("mod.ts")}";
let count = 0;
export default scenario({
  name: ${JSON.stringify(NAME)}, poolSizes: [1, 2, 3], operations: 2_000, warmup: 0,
  operation: async (_, _input, { poolSize }) => {
    if (!existsSync("end-" + poolSize)) await new Promise((end) => setTimeout(end, 20));
    if (++count % 10 === 0) throw new TypeError("<b>tenth</b>");
  },
});
`;

/** A run with a dashboard. */
interface Watched {
  readonly address: string;
  readonly child: Deno.ChildProcess;
  /** Lets the case with this pool size end. */
  readonly endCase: (poolSize: number) => Promise<void>;
}

/** Starts a run, and ends it should the test end first. */
async function whileRunning(test: (run: Watched) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/watched.ts`, SCENARIO);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", inRepository("mod.ts"), "watched.ts", "--dashboard"],
      cwd,
      env: { ...plainEnvironment(), NO_COLOR: "1" },
      clearEnv: true,
      ...{ stdin: "null", stdout: "null", stderr: "piped" },
    }).spawn();
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    try {
      let said = "";
      let address: string | undefined;
      while (address === undefined) {
        const { value, done } = await reader.read();
        said += value ?? "";
        address = /^Dashboard: (http:\S+)$/m.exec(said)?.[1];
        assert.ok(!done || address !== undefined, said);
      }
      const rest = readOn(reader);
      const endCase = (poolSize: number) => Deno.writeTextFile(`${cwd}/end-${poolSize}`, "");
      await test({ address, child, endCase });
      end(child);
      await rest;
    } finally {
      end(child);
      await child.status;
    }
  });
}

async function readOn(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

const textOf = (page: Page, selector: string) =>
  page.$eval(selector, (element) => element.textContent ?? "");

/** Waits until what the page shows there is of this form. */
async function waitForText(page: Page, selector: string, form: RegExp): Promise<void> {
  await page.waitForFunction(
    (selector, form) => new RegExp(form).test(document.querySelector(selector)?.textContent ?? ""),
    // No frames are drawn of a page that is not in front.
    { timeout: 60_000, polling: 50 },
    selector,
    form.source,
  );
}

/** How many cases the report tells of. */
const casesOf = (page: Page) =>
  page.$$eval("main section", (sections) => {
    const cases = sections.find((one) => one.querySelector("h2")?.textContent === "Cases");
    return cases?.querySelectorAll("tbody tr").length ?? 0;
  });

async function waitForCases(page: Page, count: number): Promise<void> {
  while (await casesOf(page) < count) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function watchesARun(browser: TestBrowser): Promise<void> {
  await whileRunning(async ({ address, child, endCase }) => {
    await using wide = await browser.open(address, { width: 1440 });
    await using phone = await browser.open(address, { width: 390, dark: true });
    const { page } = wide;
    await page.bringToFront();
    await waitForText(page, "#title", /^1\/3 0 ms, pool 1$/);
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

    // The figures of the case that runs, and its charts.
    await waitForText(page, "#figures-now", /Rate[\d,]+\/sp50 so far[\d.]+ msp99 so far[\d.]+ ms/);
    const names = await page.$$eval("#figures-now dt", (all) => all.map((one) => one.textContent));
    assert.deepEqual(names, [
      ...["Rate", "p50 so far", "p99 so far", "Errors", "In flight", "Done", "Time left"],
    ]);
    assert.equal((await page.$$("#charts canvas")).length, 4);

    // By keyboard alone: the table behind the charts, which grows.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#charts tbody tr:nth-child(2)", { timeout: 60_000 });
    const [second, rate] = await page.$$eval(
      "#charts tbody tr:nth-child(2) td",
      (cells) => cells.map(({ textContent }) => Number(textContent)),
    );
    assert.equal(second, 2);
    assert.ok(rate !== undefined && rate > 5 && rate < 50, String(rate));

    // The report of the first case comes by itself.
    await endCase(1);
    await waitForCases(page, 1);
    await page.$eval("main details summary", (summary) => (summary as HTMLElement).focus());
    await page.keyboard.press("Enter");
    const before = await page.evaluate(placeOfFocus);
    assert.ok(before.isOpen && before.top !== undefined, JSON.stringify(before));

    // The next one comes without a load of the page, and leaves the reader where he was.
    await endCase(2);
    await waitForCases(page, 2);
    await page.waitForFunction(() => document.documentElement.style.overflowAnchor === "");
    const after = await page.evaluate(placeOfFocus);
    assert.deepEqual({ ...after, top: 0 }, { ...before, top: 0 });
    assert.ok(Math.abs((after.top ?? 0) - (before.top ?? 0)) < 4, `${before.top} ${after.top}`);

    const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${width} pixels wide`);

    // When the run is over the page has all of the report, and needs nobody.
    await endCase(3);
    await waitForText(page, "#title", /^The run is over$/);
    assert.equal((await child.status).code, 0);
    await waitForCases(page, 3);
    for (const { page, complaints, requests } of [wide, phone]) {
      await waitForText(page, "#title", /^The run is over$/);
      assert.equal(await casesOf(page), 3);
      assert.equal(await textOf(page, "h1"), NAME);
      assert.deepEqual(complaints, []);
      const { origin } = new URL(address);
      assert.deepEqual(requests.filter((one) => new URL(one).origin !== origin), []);
      assert.equal((await page.$$("button[data-download]:not([hidden])")).length, 1);
    }
    assert.equal(await page.evaluate(() => Object(globalThis).isSamePage), true);
  });
}

/** What has the focus, whether it is open, and where it is in the window. */
function placeOfFocus() {
  const { activeElement: focused } = document;
  const figure = focused?.closest("[data-figure]")?.getAttribute("data-figure");
  const isOpen = (focused?.parentElement as HTMLDetailsElement | null)?.open;
  return { name: focused?.tagName, figure, isOpen, top: focused?.getBoundingClientRect().top };
}

async function noticesAKill(browser: TestBrowser): Promise<void> {
  await whileRunning(async ({ address, child }) => {
    await using opened = await browser.open(address);
    await waitForText(opened.page, "#title", /pool 1$/);
    child.kill("SIGKILL");
    await waitForText(opened.page, "#title", /^Cut off from the run/);
  });
}

testInBrowser(
  "a dashboard shows a run while it goes on, and keeps its report when it is over",
  watchesARun,
);

testInBrowser("a dashboard says that its run was killed", noticesAKill);
