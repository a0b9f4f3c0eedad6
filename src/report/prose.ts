import { TERMINAL } from "./table.ts";

/** A word with which a line may begin: it makes no list, heading or other thing of Markdown. */
const BEGINNING = /^(?!\d+[.)]$)[\p{L}\d("]/u;

/** A paragraph in lines that fit a terminal. */
export function wrap(text: string, first = "", others = ""): string {
  const [start = "", ...words] = text.split(" ");
  const lines = [first + start];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length > TERMINAL && BEGINNING.test(word)) lines.push(others + word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

/** A line of a list, or of a list in it. */
export function listItem(text: string, depth = 0): string {
  const indent = "  ".repeat(depth);
  return wrap(text, `${indent}- `, `${indent}  `);
}
