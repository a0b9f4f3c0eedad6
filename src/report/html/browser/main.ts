/// <reference lib="dom" />
/** What runs in the page of a report. `deno task bundle-browser` bundles it. */
import type { PackedFigure } from "../../figures/packed.ts";
import { drawFigures } from "./charts/draw_figures.ts";
import { preparePage } from "./page.ts";

const figures = readFigures();
preparePage(figures);
drawFigures(figures);

function readFigures(): readonly PackedFigure[] {
  return JSON.parse(document.getElementById("figures")?.textContent ?? "[]");
}
