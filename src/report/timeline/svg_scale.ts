import { printable } from "../../result/format.ts";
import type { Span } from "../../result/timeline.ts";
import { displayWidth } from "../width.ts";
import type { Line } from "./lines.ts";

/** A drawing's, in pixels: its letters are legible also on a phone, where it is drawn at half its size. */
export const WIDTH = 960;
/** Left and right of everything. */
export const MARGIN = 16;
/** The height of a line. */
export const LINE = 28;
/** The bars end here, as durations follow. */
export const RIGHT = 844;
/** As many columns of a line's name are shown, indentation and marks included. */
export const NAME_COLUMNS = 21;

/** A fixed-width letter is so wide at most. */
const COLUMN = 11;
const GAP = 12;

/** What some pages share. */
export interface Scale {
  /** What the bars' place stands for, in milliseconds. */
  readonly length: number;
  /** Where the bars begin. */
  readonly left: number;
}

/** Where the bars of some lines begin, as their names stand before. */
export function leftOf(lines: readonly Line[]): number {
  const widths = lines.map(({ name, depth, hasFailed }) =>
    displayWidth(printable(name)) + 2 * depth + (hasFailed ? 2 : 0)
  );
  return MARGIN + Math.min(NAME_COLUMNS, Math.max(0, ...widths)) * COLUMN + GAP;
}

/** Where some time is drawn: at least a pixel wide, and within the bars' place. */
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
