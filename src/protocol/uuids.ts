/** How many bytes a UUID has. */
export const UUID_SIZE = 16;

/** Where the pairs of digits of a UUID are in its text. */
const PLACES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);

/** What a character is worth as a hexadecimal digit; 255 for those that are none. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});

/** Writes the bytes of a UUID there; returns false for a text that is none. */
export function writeUuid(text: string, bytes: Uint8Array, start: number): boolean {
  let wrong = 0;
  for (let i = 0; i < UUID_SIZE; i++) {
    const at = PLACES[i]!;
    const first = text.charCodeAt(at), second = text.charCodeAt(at + 1);
    const high = DIGITS[first & 127]!, low = DIGITS[second & 127]!;
    wrong |= high | low | (first | second) & ~127;
    bytes[start + i] = high << 4 | low;
  }
  return wrong < 16 && text.length === 36 && hasDashes(text);
}

function hasDashes(text: string): boolean {
  return text[8] === "-" && text[13] === "-" && text[18] === "-" && text[23] === "-";
}

/** Makes the function that tells whether a UUID's text has a version that a type takes. */
export function versionOf(type: string): (text: string) => boolean {
  return type === "timeuuid" ? (text) => text[14] === "1" : () => true;
}
