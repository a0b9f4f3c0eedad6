import type { Result } from "../../result/document.ts";
import { isOpenLoad, isPage } from "../../result/kind.ts";
import { type Report, section, type TableBlock } from "../model.ts";
import { loadTable } from "./load_table.ts";
import { pageTable } from "./page_table.ts";
import { speedupTable } from "./speedup_table.ts";

/** The table that comes first, and grows while the run goes on: earlier rows stay as they are. */
export function mainTable(result: Result): TableBlock {
  const table = chooseTable(result);
  const isMarked = result.cases.some(({ verdict }) => !verdict.valid);
  return isMarked ? withMark(table) : table;
}

function chooseTable(result: Result): TableBlock {
  if (isPage(result)) return pageTable(result);
  return isOpenLoad(result) ? loadTable(result) : speedupTable(result);
}

function withMark({ caption = [], narrow, ...table }: TableBlock): TableBlock {
  return {
    ...table,
    caption: [...caption, "✗: not valid, see the verdict."],
    ...narrow && { narrow: withMark(narrow) },
  };
}

/** Under an open load of pages: how the schedule was met, which the first table does not say. */
export function loadSection(result: Result): Report {
  if (!isPage(result) || !isOpenLoad(result)) return [];
  return [section("Load"), loadTable(result)];
}
