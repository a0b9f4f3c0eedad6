import type { Figure } from "../figures/figure.ts";
import type { Block, ListItem, ParagraphBlock, RichText } from "../model.ts";
import { escapeLines, richText, tag } from "./element.ts";
import { renderFigure } from "./figure.ts";
import { renderTable } from "./table.ts";
import { renderTimeline } from "./waterfall.ts";

/**
 * A block of a report, but for headings, which make the sections of the page.
 *
 * @param label what the block is called where it is not seen: the heading above it
 * @param written the figures whose tables are written
 */
export function renderBlock(
  block: Exclude<Block, { kind: "heading" }>,
  label: string,
  written: ReadonlySet<Figure>,
): string {
  switch (block.kind) {
    case "paragraph":
      return renderParagraph(block);
    case "table":
      return renderTable(block, label);
    case "list":
      return renderList(block.items);
    case "timeline":
      return renderTimeline(block);
    case "figure":
      return renderFigure(block.figure, written.has(block.figure));
    case "code":
      return tag("pre", { tabindex: 0 }, tag("code", {}, escapeLines(block.text)));
  }
}

/** The characters of an answer that is shown large. */
const SHORT_ANSWER = 80;

function renderParagraph({ lines, role }: ParagraphBlock): string {
  const isLong = role === "answer" && lines.flatMap(plain).join("").length > SHORT_ANSWER;
  return tag(
    "p",
    { class: isLong ? "answer of-many-words" : role },
    lines.map((line) => richText(line)).join("<br>"),
  );
}

function plain(text: RichText): string[] {
  return [text].flat().map((part) => typeof part === "string" ? part : part.strong);
}

function renderList(items: readonly ListItem[]): string {
  return tag(
    "ul",
    {},
    ...items.map(({ text, items = [] }) =>
      tag("li", {}, richText(text), items.length === 0 ? "" : renderList(items))
    ),
  );
}
