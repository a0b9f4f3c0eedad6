/// <reference lib="dom" />
/** What runs in the page of a dashboard. `deno task bundle-browser` bundles it. */
import type { Now } from "../now.ts";
import { createCharts } from "./charts.ts";
import { showReport } from "./report.ts";

const CUT_OFF = "Cut off from the run: it was ended, or cannot be reached. Trying again …";

const TOO_LATE = "The run is over, and ended before this page had its last report";

const title = elementOf("title");
const share = elementOf("share") as HTMLProgressElement;
const figures = elementOf("figures-now");
const charts = createCharts(elementOf("charts"));
let shown = 0;
let isOver = false;
let asking: Promise<void> = Promise.resolve();

const events = new EventSource("events");
events.addEventListener("now", ({ data }) => show(JSON.parse(data)));
events.addEventListener("report", ({ data }) => ask(JSON.parse(data)));
events.addEventListener("end", async ({ data }) => {
  isOver = true;
  document.title = document.title.replace(/: running$/, "");
  const last: number | null = JSON.parse(data);
  if (last !== null) await ask(last);
  if (last !== null && shown < last) say(TOO_LATE);
  // The run waits for this before it ends.
  events.close();
});
events.addEventListener("error", () => {
  if (isOver) events.close();
  else say(CUT_OFF);
});

function show(now: Now): void {
  say(now.title);
  share.hidden = now.share === null && now.figures.length === 0 && !now.title.endsWith("…");
  if (now.share === null) share.removeAttribute("value");
  else share.value = now.share;
  setFigures(now.figures);
  charts.add(now);
}

/** A status that is written anew is read aloud again. */
function say(text: string): void {
  if (title.textContent !== text) title.textContent = text;
}

function setFigures(all: Now["figures"]): void {
  if (figures.childElementCount !== all.length) {
    figures.replaceChildren(...all.map(([name]) => {
      const pair = document.createElement("div");
      pair.append(document.createElement("dt"), document.createElement("dd"));
      (pair.firstChild as HTMLElement).textContent = name;
      return pair;
    }));
  }
  for (const [at, [, text]] of all.entries()) {
    const value = figures.children[at]?.lastElementChild;
    if (value && value.textContent !== text) value.textContent = text;
  }
}

/** Fetches a report, one after the other, unless a later one is shown already. */
function ask(version: number): Promise<void> {
  return asking = asking.then(async () => {
    if (version <= shown) return;
    const answer = await fetch("report");
    if (!answer.ok) return;
    showReport(elementOf("run"), await answer.text(), elementOf("report-code"));
    shown = version;
  }).catch(() => {});
}

function elementOf(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}
