import { styleText } from "node:util";
import { TERMINAL } from "../width.ts";

/** How a report looks where it is shown. */
export interface Look {
  /** The columns that there are. */
  readonly columns: number;
  /** Whether what stands out has colours, which only a terminal shows. */
  readonly hasColors: boolean;
  /** Whether figures are drawn as bars, too. */
  readonly hasBars: boolean;
}

/** That of a file. */
export const PLAIN: Look = { columns: TERMINAL, hasColors: false, hasBars: false };

/** Whether there are so few columns that tables have no lines, and what is too wide for them is cut up. */
export function isNarrow({ columns }: Look): boolean {
  return columns < TERMINAL;
}

const STYLES = {
  title: ["bold", "underline"],
  heading: ["bold", "cyan"],
  strong: ["bold"],
  aside: ["gray"],
  bar: ["cyan"],
  good: ["green"],
  bad: ["red"],
} as const;

/** A text in the colours of what it is, where there are any. */
export function paint(text: string, style: keyof typeof STYLES, { hasColors }: Look): string {
  return hasColors && text !== ""
    ? styleText([...STYLES[style]], text, { validateStream: false })
    : text;
}

/** The marks of what held and what did not in their colours. */
export function paintMarks(text: string, look: Look): string {
  return look.hasColors
    ? text.replaceAll("✓", paint("✓", "good", look)).replaceAll("✗", paint("✗", "bad", look))
    : text;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of at most that many columns, to an eighth of one, as wide as `share` of them. */
export function drawBar(share: number, columns: number): string {
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * columns * 8);
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}
