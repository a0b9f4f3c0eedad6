import type { Result } from "../result/document.ts";
import { loadCaption, loadTable } from "./load_table.ts";
import { isOpenLoad } from "./open_load.ts";
import { speedupCaption, speedupTable } from "./speedup_table.ts";

/** The table that comes first, and grows while the run goes on: earlier lines stay as they are. */
export function mainTable(result: Result): string {
  return isOpenLoad(result) ? loadTable(result) : speedupTable(result);
}

/** What its figures are. */
export function mainCaption(result: Result): string {
  const caption = isOpenLoad(result) ? loadCaption() : speedupCaption(result);
  const isMarked = result.cases.some(({ verdict }) => !verdict.valid);
  return isMarked ? `${caption}\n✗: not valid, see the verdict.` : caption;
}
