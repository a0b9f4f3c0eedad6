import { printable } from "../../result/format.ts";
import type { RichText } from "../model.ts";
import { displayWidth, TERMINAL } from "../width.ts";
import { paint, PLAIN } from "./look.ts";

/** A text in Markdown, on one line; with colours, what stands out has one in place of asterisks. */
export function renderText(text: RichText, look = PLAIN): string {
  return [text].flat().map((part) => {
    if (typeof part === "string") return escapeMarkdown(part);
    const strong = escapeMarkdown(part.strong);
    return look.hasColors ? paint(strong, "strong", look) : `**${strong}**`;
  }).join("");
}

/**
 * A text as Markdown shows it: it makes no HTML, link, image or emphasis, and leaves neither its line nor its cell. A sign
 * that means nothing where it stands is left as it is.
 */
export function escapeMarkdown(text: string): string {
  return SIGNS.reduce(
    (escaped, signs) => escaped.replaceAll(signs, (found) => found.replaceAll(/./g, "\\$&")),
    printable(text),
  ).replaceAll(/&(?=#?\w+;)/g, "&amp;").replaceAll(/<(?=[a-z/!?])/gi, "&lt;");
}

/** What Markdown reads as a sign. The first come first, so that no escape is escaped. */
const SIGNS = [
  /[\\|`~]/g,
  // A link or an image, and an address of the web or of mail, which becomes a link by itself.
  /\[(?=.*\])|(?<=https?|ftp):(?=\/\/)|(?<=www)\.|(?<=\S)@(?=\S)/gi,
  // Emphasis: beside what is no blank, and in the case of the underscore, at the edge of a word.
  /\*+(?=\S)|(?<=\S)\*+|(?<![\p{L}\p{N}])_+(?=\S)|(?<=\S)_+(?![\p{L}\p{N}])/gu,
];

/** Where a line may begin: with a word that Markdown does not take for a list, a heading or the like. */
const BREAK = / (?=(?!\d+[.)](?: |$))[\p{L}\d("])/u;

/**
 * Breaks a text into lines that fit.
 *
 * @param first what the first line begins with
 * @param others what the other lines begin with
 */
export function wrap(text: string, first = "", others = "", columns = TERMINAL): string {
  const [start = "", ...pieces] = text.split(BREAK);
  const lines = [first + start];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)} ${piece}`;
    if (displayWidth(longer) > columns) lines.push(others + piece);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}
