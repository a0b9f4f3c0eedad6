import type { Block, HeadingBlock, Report } from "../model.ts";
import type { Figure } from "../figures/figure.ts";
import { figuresJson } from "../figures/packed.ts";
import { renderBlock } from "./blocks.ts";
import { BROWSER_CODE, CHART_STYLE } from "./browser_code.ts";
import { escapeHtml, scriptJson, tag } from "./element.ts";
import { withWrittenTables } from "./figure.ts";
import { policyOf } from "./policy.ts";
import { STYLE } from "./style.ts";

/** A page in one file. */
export interface HtmlPage {
  /** The title of the window. */
  readonly title: string;
  /** Its blocks. Each heading of the first level begins a part, each of the second a section of it. */
  readonly report: Report;
  /** What the reader can download from the page. */
  readonly data?: readonly HtmlData[];
}

/** A document that a page holds for its reader to download. */
export interface HtmlData {
  /** The name of the file. */
  readonly name: string;
  /** Written as JSON. */
  readonly value: unknown;
}

/** A page as one HTML document that loads nothing: letters, drawings, data and scripts are in it. */
export function renderHtml({ title, report, data = [] }: HtmlPage): string {
  const parts = partsOf(report);
  const figures = report.flatMap((block) => block.kind === "figure" ? [block.figure] : []);
  const written = withWrittenTables(figures);
  const style = STYLE + CHART_STYLE;
  const head = [
    tag("meta", { charset: "utf-8" }),
    `<meta http-equiv="Content-Security-Policy" content="${policyOf([style], [BROWSER_CODE])}">`,
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { name: "color-scheme", content: "light dark" }),
    tag("meta", { name: "referrer", content: "no-referrer" }),
    tag("title", {}, escapeHtml(title)),
    `<style>${style}</style>`,
  ];
  const body = [
    tag("a", { class: "skip", href: "#report" }, "Skip to the report"),
    renderContents(parts),
    tag(
      "main",
      { id: "report" },
      ...parts.map((part) => renderPart(part, written)),
      renderDownloads(data),
    ),
    ...data.map(({ name, value }) =>
      tag(
        "script",
        { type: "application/json", class: "data", "data-name": name },
        scriptJson(value),
      )
    ),
    tag("script", { type: "application/json", id: "figures" }, figuresJson(figures)),
    `<script>${BROWSER_CODE}</script>`,
  ];
  return [
    "<!doctype html>",
    '<html lang="en">',
    tag("head", {}, "\n", head.join("\n"), "\n"),
    tag("body", {}, "\n", body.join("\n"), "\n"),
    "</html>\n",
  ].join("\n");
}

/** A button for each document: hidden until a script can do what it says. */
function renderDownloads(data: readonly HtmlData[]): string {
  if (data.length === 0) return "";
  const buttons = data.map(({ name }, at) =>
    tag(
      "button",
      { type: "button", hidden: true, "data-download": at },
      escapeHtml(`Download ${name}`),
    )
  );
  return tag("footer", {}, ...buttons);
}

/** What stands below a heading of the first level. */
interface Part {
  readonly id: string;
  readonly title: string;
  /** The blocks before its first section. */
  readonly opening: readonly InnerBlock[];
  readonly sections: readonly Section[];
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly InnerBlock[];
}

type InnerBlock = Exclude<Block, HeadingBlock>;

function partsOf(report: Report): Part[] {
  const groups = splitAt(report, 1);
  return groups.map(({ title, blocks }, at) => {
    const id = groups.length === 1 ? "s" : `r${at + 1}`;
    const [opening, ...sections] = splitAt(blocks, 2);
    return {
      ...{ id, title, opening: innerOf(opening?.blocks ?? []) },
      sections: sections.map(({ title, blocks }, at) => ({
        ...{ id: `${id}-${at + 1}`, title, blocks: innerOf(blocks) },
      })),
    };
  });
}

/**
 * The blocks below each heading of a level. Of the first level, blocks before all headings are a part without a title;
 * of the second, they are always the first group.
 */
function splitAt(blocks: readonly Block[], level: 1 | 2): { title: string; blocks: Block[] }[] {
  const groups: { title: string; blocks: Block[] }[] = level === 1
    ? []
    : [{ title: "", blocks: [] }];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === level) {
      groups.push({ title: block.text, blocks: [] });
    } else {
      if (groups.length === 0) groups.push({ title: "", blocks: [] });
      groups.at(-1)?.blocks.push(block);
    }
  }
  return groups;
}

function innerOf(blocks: readonly Block[]): InnerBlock[] {
  return blocks.filter((block) => block.kind !== "heading");
}

function renderContents(parts: readonly Part[]): string {
  const link = (id: string, title: string) => tag("a", { href: `#${id}` }, escapeHtml(title));
  const items = parts.map(({ id, title, sections }) => {
    const inner = sections.map(({ id, title }) => tag("li", {}, link(id, title)));
    return tag("li", {}, link(id, title), tag("ol", {}, ...inner));
  });
  return tag("nav", { class: "contents", "aria-label": "Contents" }, tag("ol", {}, ...items));
}

function renderPart(
  { id, title, opening, sections }: Part,
  written: ReadonlySet<Figure>,
): string {
  return tag(
    "article",
    { "aria-labelledby": id },
    tag(
      "header",
      { "aria-labelledby": id },
      tag("h1", { id }, escapeHtml(title)),
      ...opening.map((block) => renderBlock(block, title, written)),
    ),
    ...sections.map(({ id, title, blocks }) =>
      tag(
        "section",
        { "aria-labelledby": id },
        tag("h2", { id }, escapeHtml(title)),
        ...blocks.map((block) => renderBlock(block, title, written)),
      )
    ),
  );
}
