/// <reference lib="dom" />
/** What all plots have in common: axes, scales, colours from the style sheet, and how large they are. */
import type uPlot from "uplot";
import type { PackedFigure } from "../../../figures/packed.ts";
import { logTicks, percentileTicks, rangeOf, thin, valueAt } from "./scales.ts";
import { formatTick } from "./values.ts";

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** The colours of a plot as the page has them now. */
export interface Paint {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly ground: string;
  readonly mark: string;
  readonly heat: string;
  readonly lines: readonly string[];
}

/** Reads the colours from the style sheet, which has others in the dark and on paper. */
export function readPaint(element: Element): Paint {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim() || style.color;
  return {
    ...{ text: read("--chart-text"), muted: read("--chart-muted"), grid: read("--chart-grid") },
    ...{ ground: read("--chart-ground"), mark: read("--chart-mark"), heat: read("--chart-heat") },
    lines: [1, 2, 3, 4, 5, 6, 7, 8].map((at) => read(`--chart-${at}`)),
  };
}

/** The positions that a plot must have room for. */
export interface PlotExtent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Where x has ticks, when they are places of their own: pool sizes, or names. */
  readonly ticks?: readonly { readonly x: number; readonly text: string }[];
}

/** The options of a plot, without what is drawn in it. */
export function plotOptions(
  { x, y, kind }: PackedFigure,
  extent: PlotExtent,
  paint: Paint,
  size: { readonly width: number; readonly height: number },
): uPlot.Options {
  const whole = kind === "heat" ? extent.x : rangeOf(...extent.x, x);
  const yRange = kind === "heat" ? extent.y : rangeOf(...extent.y, y);
  const ticks = (stroke: string) => ({ stroke, width: 1, size: 4 });
  const axis = { font: FONT, stroke: paint.muted, labelSize: 0, gap: 4 };
  return {
    ...size,
    series: [{}],
    padding: [10, x.scale === "percentile" ? 26 : 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, uni: 20 } },
    scales: {
      x: {
        time: false,
        distr: x.scale === "log" ? 3 : 1,
        range: (_plot, low, high) =>
          x.unit !== "none" && isZoomed([low, high], extent.x) ? [low, high] : [...whole],
      },
      y: { distr: y.scale === "log" ? 3 : 1, range: () => [...yRange] },
    },
    axes: [
      {
        ...{ ...axis, size: 30, scale: "x", grid: { show: false }, ticks: ticks(paint.grid) },
        space: 56,
        filter: (_plot, splits) => splits,
        values: (_plot, splits) =>
          splits.map((split) =>
            extent.ticks?.find((tick) => tick.x === split)?.text ?? formatTick(valueAt(split, x), x)
          ),
        ...splitsOf(x.scale, extent.ticks?.map((tick) => tick.x), "x"),
      },
      {
        ...{ ...axis, scale: "y", size: 52, ticks: ticks(paint.grid) },
        grid: { stroke: paint.grid, width: 1 },
        filter: (_plot, splits) => splits,
        values: (_plot, splits) => splits.map((split) => formatTick(split, y)),
        ...splitsOf(y.scale, undefined, "y"),
      },
    ],
  };
}

/** Whether the reader drew out a part of the axis. */
function isZoomed(shown: readonly number[], [low, high]: readonly [number, number]): boolean {
  return shown[0] !== low || shown[1] !== high;
}

function splitsOf(
  scale: PackedFigure["x"]["scale"],
  own: readonly number[] | undefined,
  axis: "x" | "y",
): Pick<uPlot.Axis, "splits"> {
  if (own !== undefined) {
    return {
      splits: (plot, _axis, low, high) =>
        thin(
          own.filter((tick) => tick >= low && tick <= high),
          (tick) => plot.valToPos(tick, axis),
          34,
        ),
    };
  }
  if (scale === "percentile") {
    return {
      splits: (plot, _axis, low, high) =>
        thin(percentileTicks(low, high), (tick) => plot.valToPos(tick, axis), 48),
    };
  }
  if (scale !== "log") return {};
  return {
    splits: (plot, _axis, low, high) => {
      const room = axis === "x" ? plot.bbox.width / 56 : plot.bbox.height / 28;
      return logTicks(low, high, Math.max(2, room / devicePixelRatio));
    },
  };
}
