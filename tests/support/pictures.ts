/**
 * Makes the pictures of the documents: runs scenarios on the embedded server, writes their reports, and takes pictures of
 * what a browser shows. `deno task pictures` calls it; it takes about three minutes.
 */
import { html, run, type RunOptions } from "../../mod.ts";
import faults from "../../scenarios/faults.ts";
import latency from "../../scenarios/latency.ts";
import { withBrowser } from "./browser.ts";
import { inRepository } from "./paths.ts";

/** A picture is loaded with its document, so it is small. */
const MOST_BYTES = 60_000;

/** What is shown of the report of a run: pictures by their names, and what they show. */
interface Shown {
  readonly scenario: typeof latency | typeof faults;
  readonly options: RunOptions;
  readonly pictures: Readonly<Record<string, string>>;
}

const SHOWN: readonly Shown[] = [
  {
    scenario: latency,
    options: { latency: [0, 1, 5, 10], poolSizes: [1, 100] },
    pictures: { "report": "header" },
  },
  {
    scenario: latency,
    options: {
      ...{ latency: [5, 20], poolSizes: [1, 2, 5, 10, 20, 50, 100, 200, 500], client: ["wire"] },
      ...{ duration: 3_000 },
    },
    pictures: {
      "throughput_by_pool": '[data-figure="throughput-by-pool"] .drawing',
      "latency_by_throughput": '[data-figure="latency-by-throughput"] .drawing',
    },
  },
  {
    scenario: faults,
    options: { duration: 30_000 },
    pictures: {
      "percentiles": '[data-figure="percentiles"] .drawing',
      "throughput_over_time": '[data-figure="throughput-over-time"] .drawing',
      "latency_map": '[data-figure="latency-over-time-map-1"] .drawing',
    },
  },
];

const tooLarge: string[] = [];
await withBrowser(async (browser) => {
  for (const { scenario, options, pictures } of SHOWN) {
    // deno-lint-ignore no-explicit-any
    const result = await run(scenario as any, options);
    await using opened = await browser.open(html(result), { width: 760 });
    for (const [name, selector] of Object.entries(pictures)) {
      const shown = await opened.page.$(selector);
      if (shown === null) throw new Error(`The report has no ${selector}`);
      await shown.scrollIntoView();
      if (selector !== "header") await opened.page.waitForSelector(`${selector} canvas`);
      const path = inRepository("docs", "pictures", `${name}.png`);
      const bytes = await shown.screenshot();
      await Deno.writeFile(path, bytes);
      if (bytes.length > MOST_BYTES) tooLarge.push(`${name}: ${bytes.length} bytes`);
    }
  }
});
if (tooLarge.length > 0) throw new Error(`Pictures above 60 KB: ${tooLarge.join(", ")}`);
