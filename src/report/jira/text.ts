import { printable } from "../../result/format.ts";
import type { RichText } from "../model.ts";

/** Takes no room and means nothing. It stands where Jira has no way of escaping a sign. */
const JOINER = "\u2060";

/** A text in Jira's markup, on one line. */
export function renderText(text: RichText): string {
  return [text].flat().map((part) =>
    typeof part === "string" ? escapeJira(part) : strong(part.strong)
  ).join("");
}

/** Strong text. Jira Cloud reads it twice, the second time without its escapes: where it has any, it does not stand out. */
function strong(text: string): string {
  const escaped = escapeJira(text);
  return escaped === text && text.trim() === text && text !== "" ? `*${text}*` : escaped;
}

/**
 * A text as Jira shows it: it makes no macro, link, image, mention, emoticon or emphasis, links no issue, and leaves
 * neither its line nor its cell. A sign that means nothing where it stands is left as it is.
 */
export function escapeJira(text: string): string {
  const escaped = SIGNS.reduce(
    (text, signs) => text.replaceAll(signs, (found) => found.replaceAll(/./gu, "\\$&")),
    // A backslash escapes what follows, two of them break the line, and Jira Cloud knows no escape for either of these.
    printable(text).replaceAll("\\", `\\${JOINER}`).replaceAll("|", "¦"),
  );
  return WORDS.reduce((text, words) => text.replaceAll(words, `$&${JOINER}`), escaped);
}

/** What Jira reads as a sign, and what a backslash before it takes away. */
const SIGNS = [
  /[{}[\]!@*^~#]/g,
  // Inside a word these are nothing.
  /(?<![\p{L}\p{N}])[-_+]+|[-_+]+(?![\p{L}\p{N}])/gu,
  // The key of an issue: ABC-12.
  /(?<=[A-Z][A-Z\d_]*)-(?=\d)/gi,
  /\?{2,}|%{2,}/g,
  // Emoticons: (y), (/), :), ;-(
  /\((?=[^\s()]{1,10}\))|(?<=[:;=][-\\]*)[()]/g,
];

/** What Jira reads as more than its letters, without a sign that could be escaped. */
const WORDS = [
  // An address of the web, of mail and of others, and what is like one: `file:///x`, `mailto:x`.
  /[a-z]:(?=\S)/gi,
  /www(?=\.)/gi,
  // A heading and a quotation begin with a word.
  /\b(?:h[1-6]|bq)(?=\.)/gi,
  // An entity of HTML.
  /&(?=#?\w+;)/g,
  /[:;=][-\\]*(?=[PD/])/gi,
];
