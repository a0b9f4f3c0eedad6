/** What a reader goes through in a figure, by keyboard or pointer: its lines and their points. */
import type { Figure } from "../../../figures/figure.ts";
import {
  type PackedFigure,
  type PackedHeat,
  type PackedLine,
  type PackedLines,
  unpackCounts,
} from "../../../figures/packed.ts";
import { position } from "./scales.ts";
import { formatValue } from "./values.ts";

/** A line, or a row of a map. */
export interface Track {
  readonly label: string;
  /** The line of the figure; absent in a map. */
  readonly line?: PackedLine;
  /** Positions, point by point. */
  readonly xs: readonly number[];
  /** `null` where there is nothing to stop at. */
  readonly ys: readonly (number | null)[];
  /** What is said of a point, in full. */
  describe(at: number): string;
  /** Its value alone. */
  value(at: number): string;
}

/** The tracks of the lines that are shown. */
export function lineTracks(figure: PackedLines, isShown: (label: string) => boolean): Track[] {
  const { x, y, xs } = figure;
  const shown = figure.lines.filter(({ label }) => isShown(label));
  return shown.map((line, row) => {
    // Bars of the same place stand beside each other.
    const aside = line.style === "points" ? (row - (shown.length - 1) / 2) * barWidth(shown) : 0;
    const columns = xs[line.x] ?? [];
    const name = [line.label, line.measure].filter(Boolean).join(", ");
    const value = (at: number) => formatValue(line.y[at] ?? NaN, y);
    return {
      ...{ label: name, line, ys: line.y, value },
      xs: line.y.map((_, at) => position(columns[at] ?? NaN, x) + aside),
      describe: (at) => {
        const label = line.labels?.[at] ?? "";
        const place = x.unit === "none" ? label : formatValue(columns[at] ?? NaN, x);
        const where = label === "" || x.unit === "none" ? place : `${label}: ${place}`;
        return `${name}, ${where}, ${value(at)}`;
      },
    };
  });
}

/** How wide the bars of so many lines are, where a place is 1 wide. */
export function barWidth({ length }: readonly unknown[]): number {
  return Math.min(0.25, 0.7 / length);
}

/** A track for each row of a map that has something in it, from the lowest. */
export function heatTracks(figure: PackedHeat): Track[] {
  const { x, y, xEdges, yEdges } = figure;
  const counts = unpackCounts(figure);
  const sums = counts.map((column) => column.reduce((sum, count) => sum + count, 0));
  const range = (edges: readonly number[], at: number, axis: Figure["x"]) =>
    `${formatValue(edges[at] ?? NaN, axis)} to ${formatValue(edges[at + 1] ?? NaN, axis)}`;
  return yEdges.slice(1).map((high, row): Track => {
    const middle = Math.sqrt(high * (yEdges[row] ?? high));
    const value = (at: number) => {
      const count = counts[at]?.[row] ?? 0;
      const share = count / Math.max(1, sums[at] ?? 1) * 100;
      return `${count.toLocaleString("en-US")} operations, ${share.toFixed(1)} % of ` +
        `${(sums[at] ?? 0).toLocaleString("en-US")}`;
    };
    return {
      label: range(yEdges, row, y),
      xs: counts.map((_, at) => ((xEdges[at] ?? 0) + (xEdges[at + 1] ?? 0)) / 2),
      ys: counts.map((column) => (column[row] ?? 0) > 0 ? middle : null),
      value,
      describe: (at) => `${range(xEdges, at, x)}, ${range(yEdges, row, y)}: ${value(at)}`,
    };
  }).filter(({ ys }) => ys.some((one) => one !== null));
}

/** The labels of a figure's lines, each once. */
export function labelsOf(figure: PackedFigure): string[] {
  return figure.kind === "lines" ? [...new Set(figure.lines.map(({ label }) => label))] : [];
}

/** A stop of a track: a track's number and a point's. */
export interface Stop {
  readonly track: number;
  readonly at: number;
}

/** Where an arrow key leads to from a stop; the same stop where there is no further one. */
export function move(tracks: readonly Track[], { track, at }: Stop, key: string): Stop {
  const ys = tracks[track]?.ys ?? [];
  const along = (step: number) => {
    let next = at + step;
    while (next >= 0 && next < ys.length && ys[next] === null) next += step;
    return { track, at: ys[next] == null ? at : next };
  };
  const across = (step: number): Stop => {
    const other = tracks[track + step];
    const x = tracks[track]?.xs[at];
    if (other === undefined || x === undefined) return { track, at };
    const found = nearest(other, (one) => Math.abs((other.xs[one] ?? NaN) - x));
    return found === undefined ? { track, at } : { track: track + step, at: found };
  };
  switch (key) {
    case "ArrowLeft":
      return along(-1);
    case "ArrowRight":
      return along(1);
    case "ArrowUp":
      return across(1);
    case "ArrowDown":
      return across(-1);
    case "Home":
      return { track, at: Math.max(0, ys.findIndex((y) => y !== null)) };
    case "End":
      return { track, at: Math.max(0, ys.findLastIndex((y) => y !== null)) };
    default:
      return { track, at };
  }
}

/** The point of a track with the least distance, among those at which there is something. */
export function nearest(
  { ys }: Track,
  distance: (at: number) => number,
): number | undefined {
  let [best, least]: [number | undefined, number] = [undefined, Infinity];
  ys.forEach((y, at) => {
    const far = y === null ? Infinity : distance(at);
    if (far < least) [best, least] = [at, far];
  });
  return best;
}
