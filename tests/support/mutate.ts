import type { Random } from "./random.ts";

/** Numbers at which readers of bytes go wrong, each as four bytes. */
const EDGES = [0, 1, -1, -2, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 2 ** 28, 2 ** 31 - 1, -(2 ** 31)];

/** A copy with one to four changes: bits, bytes, edge numbers, and pieces that are cut, doubled or put in. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = [...bytes];
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(changed.length + 1);
    const size = 1 + random.below(8);
    const edits = [
      () => changed[at] = (changed[at] ?? 0) ^ 1 << random.below(8),
      () => changed[at] = random.below(256),
      () => changed.splice(at, 4, ...fourBytes(random.pick(EDGES))),
      () => changed.splice(at, size),
      () => changed.splice(at, 0, ...changed.slice(at, at + size)),
      () => changed.splice(at, 0, ...Array.from({ length: size }, () => random.below(256))),
      () => changed = changed.slice(0, at),
    ];
    random.pick(edits)();
  }
  return Uint8Array.from(changed, (byte) => byte ?? 0);
}

function fourBytes(number: number): number[] {
  return [24, 16, 8, 0].map((shift) => number >>> shift & 0xff);
}

/** Signs that mean something to a terminal, to Markdown, XML, CQL or a spreadsheet, and those that are none. */
const SIGNS = [
  ..."'\"`|\\<>&=+-@#*_~[](){}$%;:,.?!/ \t\r\n\0\x1b\x7f\u0085\u2028\u2029\ufeff\u202e\ufffe",
  ...["\ud800", "\udfff", "👩‍🚀", "é", "漢", "--", "/*", "*/", "$$", "]]>", "<!--", "</script>"],
  ...["&#60;", "\x1b[2J", "\x1b]0;x\x07", "=cmd()", "https://x.y", "1e999", "0x", "99999999999999"],
];

/** A text of up to that many signs and words. */
export function randomText(random: Random, length: number, words: readonly string[] = []): string {
  const count = random.below(length + 1);
  const one = () => random.pick(words.length > 0 && random.below(2) === 0 ? words : SIGNS);
  return Array.from({ length: count }, one).join("");
}

/** A copy with one to four changes: pieces that are cut, doubled, moved, or replaced by a sign or a word. */
export function mutateText(random: Random, text: string, words: readonly string[]): string {
  let changed = text;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(changed.length + 1);
    const end = Math.min(changed.length, at + random.below(12));
    const piece = changed.slice(at, end);
    const edits = [
      () => changed.slice(0, at) + changed.slice(end),
      () => changed.slice(0, end) + piece + changed.slice(end),
      () => changed.slice(0, at) + randomText(random, 3, words) + changed.slice(end),
      () => piece + changed,
      () => changed.slice(0, at),
    ];
    changed = random.pick(edits)();
  }
  return changed;
}
