import { renderGrowing, renderMarkdown } from "../../src/report/markdown.ts";
import type { Report, TableBlock } from "../../src/report/model.ts";

/** A part of a report in Markdown, without the end of its last line. */
export function rendered(part: Report): string {
  return renderMarkdown(part).trimEnd();
}

/** A table in Markdown, without its caption. */
export function renderedTable(table: TableBlock): string {
  return renderGrowing([{ ...table, grows: true }]).trimEnd();
}

/** The table of a section as lines of Markdown: its head, its rule, its rows. */
export function tableLines(part: Report): string[] {
  const [table] = part.filter((block) => block.kind === "table");
  return table === undefined ? [] : rendered([{ ...table, caption: [] }]).split("\n");
}

/** Compares a text with its snapshot as it is, so that the snapshot reads as the page does. */
export async function assertText(t: Deno.TestContext, text: string): Promise<void> {
  await t.assertSnapshot(text, { serializer: (text) => `\n${text}\n` });
}
