import assert from "node:assert/strict";
import { html } from "../../src/report/html/html.ts";
import { PUBLISHED, resultOf } from "../result/fixture.ts";
import { testInBrowser } from "../support/browser.ts";

testInBrowser("a report opens without the network and without a complaint", async (browser) => {
  await using opened = await browser.open(html(resultOf(PUBLISHED)));
  const { page, complaints, requests } = opened;
  assert.equal(await page.$eval("h1", (heading) => heading.textContent), "latency");
  assert.deepEqual({ complaints, requests }, { complaints: [], requests: [] });
});
