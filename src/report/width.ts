import { stripVTControlCharacters } from "node:util";
import { eastAsianWidth } from "get-east-asian-width";

/** The columns of a terminal, which a text report fits. */
export const TERMINAL = 80;

/** How many columns of a terminal a text takes: East Asian letters and emoji take two, combining marks and colours none. */
export function displayWidth(painted: string): number {
  const text = painted.includes("\x1b") ? stripVTControlCharacters(painted) : painted;
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

const ASCII = /^[\x20-\x7e]*$/;
const NOTHING = /^[\p{Mark}\p{Control}\p{Format}\p{Surrogate}]+$/u;
/** A flag, or a sign that is asked to look like an emoji: no width table has them. */
const EMOJI = /^\p{Regional_Indicator}{2}|\ufe0f/u;

const graphemes = new Intl.Segmenter();

/** What a person takes for one letter is as wide as the sign that it begins with. */
function widthOfGrapheme(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return EMOJI.test(grapheme) ? 2 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}

/** A text of at most that many columns: one that is cut ends with `…`. */
export function cut(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let [kept, used] = ["", displayWidth("…")];
  for (const { segment } of graphemes.segment(text)) {
    used += displayWidth(segment);
    if (used > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** A text of exactly that many columns: cut, or with blanks after it or before it. */
export function fill(text: string, columns: number, align: "left" | "right" = "left"): string {
  const fitting = cut(text, columns);
  const blanks = " ".repeat(Math.max(0, columns - displayWidth(fitting)));
  return align === "left" ? fitting + blanks : blanks + fitting;
}
