/// <reference lib="dom" />
import type uPlot from "uplot";
import type { PackedLine, PackedLines } from "../../../figures/packed.ts";
import type { Paint, PlotExtent } from "./plot.ts";
import { drawMarks } from "./marks.ts";
import { position } from "./scales.ts";
import { COLOURS, type Switches } from "./switches.ts";
import { barWidth, type Track } from "./tracks.ts";

/** What a kind of figure adds to a plot. */
export interface Drawing {
  readonly extent: PlotExtent;
  readonly data: uPlot.AlignedData;
  readonly series: uPlot.Series[];
  /** Draws what uPlot does not, in the pixels of the canvas. */
  draw(plot: uPlot): void;
}

/** With more points than these, their line alone is drawn. */
const MOST_DOTS = 60;

/** The lines of the shown cases. */
export function lineDrawing(
  figure: PackedLines,
  tracks: readonly Track[],
  switches: Switches,
  paint: Paint,
): Drawing {
  const measures = [...new Set(figure.lines.map(({ measure }) => measure))];
  const shown = tracks.flatMap((track) => track.line ? [{ track, line: track.line }] : []);
  const styles = shown.map(({ track, line }) =>
    styleOf(line, track, measures.indexOf(line.measure), switches, paint)
  );
  const turning = shown.map(({ track }) => turns(track.xs));
  return {
    extent: extentOf(figure, tracks),
    data: align(tracks),
    series: styles.map((style, at) => ({ ...style, ...turning[at] && { paths: () => null } })),
    draw: (plot) => {
      shown.forEach(({ track, line }, at) => {
        if (line.style === "points") drawBars(plot, track, styles[at]!, shown);
        else if (turning[at]) drawTurning(plot, track, styles[at]!);
      });
      drawMarks(plot, figure.marks.filter(({ of }) => of === undefined || switches.isShown(of)), {
        ...paint,
        ...{ position: (x: number) => position(x, figure.x) },
      });
    },
  };
}

/** How a line is drawn: its case gives the colour, its measure the dashes. */
function styleOf(
  line: PackedLine,
  { ys, xs }: Track,
  measure: number,
  { colourOf }: Switches,
  { lines, ground }: Paint,
): uPlot.Series {
  const stroke = lines[(colourOf(line.label) ?? 0) % COLOURS] ?? "";
  const dots = { stroke, fill: measure > 0 ? ground : stroke, width: 1.5 };
  if (line.style === "points") {
    return { stroke, fill: dots.fill, paths: () => null, points: { show: false } };
  }
  const hasDots = line.labels !== undefined && line.style !== "dashed" && xs.length <= MOST_DOTS;
  const isLong = ys.length > MOST_DOTS || line.style === "dashed";
  return {
    stroke,
    width: measure > 0 ? 1.5 : 2,
    ...line.style === "dashed" ? { dash: [7, 5] } : measure > 0 ? { dash: [2, 3] } : {},
    points: hasDots ? { ...dots, show: true, size: 7 } : isLong ? { show: false } : { ...dots },
  };
}

/** Whether a line goes back along x, as throughput does where more load costs some. */
function turns(xs: readonly number[]): boolean {
  return xs.some((x, at) => at > 0 && x <= (xs[at - 1] ?? x));
}

function drawTurning(plot: uPlot, { xs, ys }: Track, style: uPlot.Series): void {
  const { ctx } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  ctx.clip();
  ctx.beginPath();
  xs.forEach((x, at) => {
    const y = ys[at];
    if (y != null) ctx.lineTo(plot.valToPos(x, "x", true), plot.valToPos(y, "y", true));
  });
  ctx.strokeStyle = String(style.stroke);
  ctx.lineWidth = (style.width ?? 2) * devicePixelRatio;
  ctx.setLineDash((style.dash ?? []).map((length) => length * devicePixelRatio));
  ctx.stroke();
  ctx.restore();
}

/** Bars from the foot of the plot; those of a further measure are hollow. */
function drawBars(
  plot: uPlot,
  { xs, ys }: Track,
  { stroke, fill }: uPlot.Series,
  all: readonly unknown[],
): void {
  const { ctx, bbox } = plot;
  const wide = Math.abs(plot.valToPos(barWidth(all), "x", true) - plot.valToPos(0, "x", true));
  const width = Math.max(2, wide - 2 * devicePixelRatio);
  ctx.save();
  [ctx.strokeStyle, ctx.fillStyle, ctx.lineWidth] = [
    ...[String(stroke), String(fill), 1.5 * devicePixelRatio] as const,
  ];
  xs.forEach((x, at) => {
    const y = ys[at];
    if (y == null || y <= 0) return;
    const top = plot.valToPos(y, "y", true);
    const left = plot.valToPos(x, "x", true) - width / 2;
    ctx.fillRect(left, top, width, bbox.top + bbox.height - top);
    ctx.strokeRect(left, top, width, bbox.top + bbox.height - top);
  });
  ctx.restore();
}

/** All lines over one column of x, as uPlot has them: `undefined` where a line has no point of its own. */
function align(tracks: readonly Track[]): uPlot.AlignedData {
  const all = [...new Set(tracks.flatMap(({ xs }) => xs))].sort((a, b) => a - b);
  const places = new Map(all.map((x, at) => [x, at]));
  const columns = tracks.map(({ xs, ys }) => {
    const column = new Array<number | null | undefined>(all.length).fill(undefined);
    xs.forEach((x, at) => column[places.get(x) ?? 0] = ys[at]);
    return column;
  });
  return [all, ...columns];
}

function extentOf({ x, lines, y }: PackedLines, tracks: readonly Track[]): PlotExtent {
  const drawn = tracks.filter(({ line }) => line?.style !== "dashed");
  const names = x.unit === "none" ? lines.find(({ labels }) => labels)?.labels : undefined;
  const own = names?.map((text, at) => ({ x: at + 1, text }));
  const xs = extremes(own?.map(({ x }) => x) ?? tracks.flatMap(({ xs }) => xs));
  const ys = extremes(
    (y.scale === "log" ? tracks : drawn).flatMap(({ ys }) => ys).filter((one) =>
      one !== null && (y.scale !== "log" || one > 0)
    ) as number[],
  );
  const loads = x.unit === "count" && x.scale === "log"
    ? [...new Set(tracks.flatMap(({ xs }) => xs))].sort((a, b) => a - b)
      .map((x) => ({ x, text: x.toLocaleString("en-US") }))
    : undefined;
  const ticks = own ?? loads;
  return { x: xs, y: ys, ...ticks && { ticks } };
}

function extremes(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [1, 1];
}
