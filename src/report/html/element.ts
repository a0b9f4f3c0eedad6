import { printable, visible } from "../../result/format.ts";
import type { RichText } from "../model.ts";

/** The attributes of an element; one that is `undefined` is left out, and `true` stands without a value. */
export type HtmlAttributes = Readonly<Record<string, string | number | true | undefined>>;

/** An element; its children are elements, or texts of {@linkcode escapeHtml}. */
export function tag(
  name: string,
  attributes: HtmlAttributes = {},
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === undefined) return "";
    return value === true ? ` ${key}` : ` ${key}="${escapeHtml(String(value))}"`;
  }).join("");
  return `<${name}${written}>${VOID.has(name) ? "" : `${children.join("")}</${name}>`}`;
}

/** The elements that have no end tag. */
const VOID = new Set(["meta", "br", "hr"]);

/** A text on one line as HTML shows it, be it in an element or in an attribute. */
export function escapeHtml(text: string): string {
  return escapeSigns(printable(text));
}

/** A text that keeps its lines and blanks. */
export function escapeLines(text: string): string {
  return escapeSigns(visible(text.replaceAll("\r\n", "\n")));
}

function escapeSigns(text: string): string {
  return text.toWellFormed().replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A text, with what stands out in it; no line ends between a number and its unit. */
export function richText(text: RichText): string {
  const html = (part: string) => escapeHtml(part).replaceAll(BEFORE_UNIT, "\u00a0");
  return [text].flat().map((part) =>
    typeof part === "string" ? html(part) : tag("strong", {}, html(part.strong))
  ).join("");
}

const BEFORE_UNIT = /(?<=\d) (?=(?:%|×|[nµm]?s|[kKMG]?B)(?![\p{L}\p{N}]))/gu;

/** Some data as JSON that can stand in a script element: nothing in it ends the element. */
export function scriptJson(data: unknown): string {
  return JSON.stringify(data).replaceAll(
    /[<>&\u007f-\u009f\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
