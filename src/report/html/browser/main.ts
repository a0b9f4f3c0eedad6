/// <reference lib="dom" />
/** What runs in the page: draws each figure when it comes into view. `deno task bundle-browser` bundles it. */
import type { PackedFigure } from "../../figures/packed.ts";
import { drawFigures } from "./charts/draw_figures.ts";

drawFigures(readFigures());

function readFigures(): readonly PackedFigure[] {
  return JSON.parse(document.getElementById("figures")?.textContent ?? "[]");
}
