import { printable } from "../../result/format.ts";
import type { Span } from "../../result/timeline.ts";
import { displayWidth } from "../width.ts";
import type { Line } from "./lines.ts";

/** The width of a drawing in pixels: on a phone, at half its size, the letters are still legible. */
export const WIDTH = 960;
/** The space left and right of everything. */
export const MARGIN = 16;
/** The height of a line. */
export const LINE = 28;
/** Where the bars end: the durations stand to the right of it. */
export const RIGHT = 844;
/** How many columns of a line's name are shown, indentation and marks included. */
export const NAME_COLUMNS = 21;

/** The width of a fixed-width letter in pixels at most. */
const COLUMN = 11;
const GAP = 12;

/** The scale that some pages share. */
export interface Scale {
  /** The milliseconds that the width of all bars stands for. */
  readonly length: number;
  /** Where the bars begin. */
  readonly left: number;
}

/** Where the bars of some lines begin: to the right of the longest name. */
export function leftOf(lines: readonly Line[]): number {
  const widths = lines.map(({ name, depth, hasFailed }) =>
    displayWidth(printable(name)) + 2 * depth + (hasFailed ? 2 : 0)
  );
  return MARGIN + Math.min(NAME_COLUMNS, Math.max(0, ...widths)) * COLUMN + GAP;
}

/** Where a span is drawn: at least a pixel wide, and between the names and the durations. */
export function reach(
  { start, end }: Pick<Span, "start" | "end">,
  scale: Scale,
): { readonly x: number; readonly width: number } {
  const x = Math.min(xOf(start, scale), RIGHT - 1);
  return { x, width: Math.max(1, xOf(end, scale) - x) };
}

/** Where an instant is drawn. */
export function xOf(ms: number, { length, left }: Scale): number {
  return left + Math.max(0, ms) / length * (RIGHT - left);
}
