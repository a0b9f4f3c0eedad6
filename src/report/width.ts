import stringWidth from "string-width";

/** The columns of a terminal, which a text report fits. */
export const TERMINAL = 80;

/** How many columns of a terminal a text takes: East Asian letters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** A text of at most that many columns: one that is cut ends with `…`. */
export function cut(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let [kept, used] = ["", displayWidth("…")];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
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
