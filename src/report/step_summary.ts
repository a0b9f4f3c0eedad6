import type { Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { formatCount } from "../result/format.ts";
import { PLAIN } from "./markdown/look.ts";
import { renderMarkdown } from "./markdown.ts";
import { type Block, paragraph, type Report } from "./model.ts";
import { answerSection } from "./sections/answer.ts";
import { thresholdsSection } from "./sections/thresholds.ts";
import { mainTable } from "./tables/main_table.ts";

/** A page has room for all columns. */
const WIDE = { ...PLAIN, columns: 500 };

/** So many rows of each table are tried one after the other, until the summary fits. */
const ROWS = [Infinity, 1_000, 100, 10, 0];

/**
 * A result in brief, as the summary of a job of GitHub: the answer, whether to believe it, the table, and what was
 * demanded. `undefined` where nothing fits.
 *
 * @param room how many bytes it may have
 */
export function stepSummary(result: Result, room: number): string | undefined {
  for (const rows of ROWS) {
    const text = unlinked(
      renderMarkdown(summaryReport(result).flatMap((one) => cut(one, rows)), WIDE),
    );
    if (new TextEncoder().encode(text).length <= room) return text;
  }
  return undefined;
}

function summaryReport(result: Result): Report {
  return [
    { kind: "heading", level: 2, text: result.scenario.name },
    ...answerSection(result),
    paragraph(`Target: ${describeTarget(result.environment.target)}`),
    mainTable(result),
    ...thresholdsSection(result),
  ];
}

/** A block whose table has no more rows than these, and says how many are left out. */
function cut(block: Block, most: number): Block[] {
  if (block.kind !== "table" || block.rows.length <= most) return [block];
  const left = formatCount(block.rows.length - most);
  const note = paragraph(`${left} rows are left out, as a summary has room for 1 MiB.`);
  const { narrow: _, ...table } = block;
  return most === 0 ? [note] : [{ ...table, rows: block.rows.slice(0, most) }, note];
}

/** GitHub makes links of names of people and of numbers of issues, whatever is escaped. */
function unlinked(text: string): string {
  return text.replaceAll(/@(?=[\w-])|#(?=\d)|\bGH-(?=\d)/gi, "$&\u2060");
}
