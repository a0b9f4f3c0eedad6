/** How many columns of a terminal a text takes: East Asian characters and emoji take two, marks none. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + columnsOfCharacter(character), 0);
}

/** A text that takes so many columns at most: what is cut off ends with `…`. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let [kept, used] = ["", "…".length];
  for (const character of text) {
    used += columnsOfCharacter(character);
    if (used > columns) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** A text that takes exactly so many columns: cut, or followed by blanks. */
export function fill(text: string, columns: number): string {
  const fitting = cut(text, columns);
  return fitting + " ".repeat(columns - columnsOf(fitting));
}

const NONE = /\p{Mark}|\p{Format}/u;
const TWO =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

function columnsOfCharacter(character: string): number {
  if (NONE.test(character)) return 0;
  return TWO.test(character) ? 2 : 1;
}
