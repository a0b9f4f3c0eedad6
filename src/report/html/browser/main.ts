/// <reference lib="dom" />
/** What runs in the page: draws each figure when it comes into view. `deno task bundle-browser` bundles it. */
import uPlot from "uplot";
import type { PackedFigure } from "../../figures/packed.ts";
import { preparePage } from "./page.ts";

preparePage(readFigures());
for (const figure of readFigures()) {
  const place = document.querySelector<HTMLElement>(`[data-figure="${figure.id}"] .drawing`);
  if (place !== null && figure.kind === "lines") {
    new uPlot({ width: place.clientWidth, height: 320, series: [{}] }, [[]], place);
  }
}

function readFigures(): readonly PackedFigure[] {
  return JSON.parse(document.getElementById("figures")?.textContent ?? "[]");
}
