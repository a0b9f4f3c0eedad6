/// <reference lib="dom" />
import assert from "node:assert/strict";
import { join } from "node:path";
import { html } from "../../src/report/html/html.ts";
import { json } from "../../src/report/json.ts";
import type { Result } from "../../src/result/document.ts";
import { printable } from "../../src/result/format.ts";
import { pageCaseOf, pageOf } from "../report/timeline/timeline_fixture.ts";
import { errorsOf, resultOf } from "../result/fixture.ts";
import { testInBrowser } from "../support/browser.ts";

/** Texts that would do something if a page let them. */
const TEXTS = [
  "</script><script>globalThis.hacked=1</script>",
  `"><img src=x onerror="globalThis.hacked=1">`,
  "' onfocus=globalThis.hacked=1 autofocus x='",
  "<svg onload=globalThis.hacked=1>|\\|",
  "javascript:globalThis.hacked=1",
  "</title></style><!--",
  '=cmd("calc")',
  "\u001b[31mred\u001b[0m\u202e\nnext line\u2028`{{7*7}}`${7*7}",
];

function hostileResult(text: string): Result {
  const steps = [{ name: text, requests: [[text, 1]] as const }, { name: `b${text}` }];
  const errors = errorsOf({ [text]: [3, text] });
  const cases = (["serial", "concurrent"] as const).map((mode) =>
    pageCaseOf(mode, [pageOf(steps, mode, { error: text })], {
      steps,
      errors,
      own: { [text]: text },
    })
  );
  const warnings = [{ code: "w", message: text, advice: text }];
  const result = resultOf(cases, [1], { warnings });
  return { ...result, scenario: { ...result.scenario, name: text, file: text } };
}

testInBrowser(
  "names and error texts do nothing in a page, and read as they are",
  async (browser, t) => {
    for (const text of TEXTS) {
      await t.step(JSON.stringify(text), async () => {
        await using opened = await browser.open(html(hostileResult(text)));
        const { page, complaints, requests } = opened;
        await page.$$eval("summary", (all) => all.forEach((summary) => summary.click()));
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
        assert.ok(!await page.evaluate(() => "hacked" in globalThis));
        assert.deepEqual({ complaints, requests }, { complaints: [], requests: [] });
        assert.equal(await page.$eval("h1", (heading) => heading.textContent), printable(text));
        const titles = await page.$$eval("script, img, iframe, link", (all) => all.length);
        assert.equal(titles, 3, "the document, the figures and the page's own script");
      });
    }
  },
);

testInBrowser("the document that is downloaded from a page is the result's", async (browser) => {
  const result = hostileResult("two words");
  const folder = await Deno.makeTempDir();
  try {
    await using opened = await browser.open(html(result));
    const { page, requests, complaints } = opened;
    const client = await page.createCDPSession();
    await client.send("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: folder,
      eventsEnabled: true,
    });
    const done = new Promise<void>((resolve) => {
      client.on("Browser.downloadProgress", ({ state }) => state === "completed" && resolve());
    });
    await page.$eval("button[data-download]", (button) => (button as HTMLElement).click());
    await done;
    const [file] = [...Deno.readDirSync(folder)];
    assert.equal(file?.name, "two-words-2026-11-22T06-25-00Z.json");
    assert.equal(await Deno.readTextFile(join(folder, file.name)), json(result));
    assert.deepEqual(requests.filter((address) => !address.startsWith("blob:")), []);
    assert.deepEqual(complaints, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
