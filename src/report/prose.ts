import { TERMINAL } from "./tables/table.ts";

/** Where a line may begin: with a word that makes no list, heading or other thing of Markdown. */
const BREAK = / (?=(?!\d+[.)](?: |$))[\p{L}\d("])/u;

/** A paragraph in lines that fit a terminal. */
export function wrap(text: string, first = "", others = ""): string {
  const [start = "", ...pieces] = text.split(BREAK);
  const lines = [first + start];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)} ${piece}`;
    if (longer.length > TERMINAL) lines.push(others + piece);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

/** A line of a list, or of a list in it. */
export function listItem(text: string, depth = 0): string {
  const indent = "  ".repeat(depth);
  return wrap(text, `${indent}- `, `${indent}  `);
}
