import type { PackedFigure } from "../../figures/packed.ts";
import { followSections } from "./contents.ts";
import { offerDownloads } from "./download.ts";
import { foldTables, reachScrolling } from "./tables.ts";
import { zoomWaterfalls } from "./zoom.ts";

/** What the page does beside drawing its figures. */
export function preparePage(figures: readonly PackedFigure[]): void {
  foldTables(figures);
  zoomWaterfalls();
  offerDownloads();
  followSections();
  reachScrolling();
}
