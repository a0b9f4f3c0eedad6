import type { Result } from "../../result/document.ts";
import { isOpenLoad } from "../open_load.ts";
import { loadCaption, loadTable } from "./load_table.ts";
import { isPage } from "./page_lines.ts";
import { pageCaption, pageTable } from "./page_table.ts";
import { speedupCaption, speedupTable } from "./speedup_table.ts";

/** The table that comes first, and grows while the run goes on: earlier lines stay as they are. */
export function mainTable(result: Result): string {
  if (isPage(result)) return pageTable(result);
  return isOpenLoad(result) ? loadTable(result) : speedupTable(result);
}

/** What its figures are. */
export function mainCaption(result: Result): string {
  const caption = describeFigures(result);
  const isMarked = result.cases.some(({ verdict }) => !verdict.valid);
  return isMarked ? `${caption}\n✗: not valid, see the verdict.` : caption;
}

function describeFigures(result: Result): string {
  if (isPage(result)) return pageCaption(result);
  return isOpenLoad(result) ? loadCaption() : speedupCaption(result);
}

/** Under an open load of pages: how the schedule was met, which the first table does not say. */
export function loadSection(result: Result): string[] {
  if (!isPage(result) || !isOpenLoad(result)) return [];
  return ["## Load", loadTable(result), loadCaption()];
}
