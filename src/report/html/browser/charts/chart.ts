/// <reference lib="dom" />
/** One figure in the page: what stands around its plot, and the plot, which is drawn anew when anything changes. */
import uPlot from "uplot";
import type { PackedFigure } from "../../../figures/packed.ts";
import { element } from "./element.ts";
import { heatDrawing } from "./heat_plot.ts";
import { makeLegend } from "./legend.ts";
import { lineDrawing } from "./line_plot.ts";
import { plotOptions, readPaint } from "./plot.ts";
import { makeReading } from "./reading.ts";
import type { Switches } from "./switches.ts";
import { heatTracks, labelsOf, lineTracks } from "./tracks.ts";
import { titleOf } from "./values.ts";

/** A figure that is in the page. */
export interface Chart {
  /** Draws it with the colours, the size and the cases of now. */
  draw(): void;
}

/** Puts a figure into its place. */
export function makeChart(figure: PackedFigure, place: HTMLElement, switches: Switches): Chart {
  const legend = figure.kind === "lines" ? makeLegend(figure, switches) : undefined;
  const [top, bottom] = [element("div", "chart-y"), element("div", "chart-x")];
  top.textContent = titleOf(figure.y);
  bottom.textContent = titleOf(figure.x);
  const plotPlace = element("div", "chart-plot");
  place.append(...legend ? [legend] : [], top, plotPlace, bottom);
  const reading = makeReading(plotPlace, figure.title);
  const hasSharedX = figure.kind === "lines" && figure.lines.every(({ labels }) => !labels);

  let plot: uPlot | undefined;
  function draw(): void {
    plot?.destroy();
    const paint = readPaint(place);
    const tracks = figure.kind === "heat"
      ? heatTracks(figure)
      : lineTracks(figure, switches.isShown);
    const drawing = figure.kind === "heat"
      ? heatDrawing(figure, paint)
      : lineDrawing(figure, tracks, switches, paint);
    const options = plotOptions(figure, drawing.extent, paint, sizeOf(place));
    plot = new uPlot({
      ...options,
      series: [{}, ...drawing.series],
      hooks: {
        draw: [drawing.draw],
        setCursor: [({ cursor: { left = -1, top = -1, event } }) => {
          if (event) reading.point(left, top);
        }],
      },
    }, drawing.data);
    plotPlace.prepend(plot.root);
    reading.follow(plot, tracks, hasSharedX);
  }

  const labels = new Set(labelsOf(figure));
  let isWaiting = false;
  switches.onChange((label) => {
    if (!labels.has(label) || isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      draw();
    });
  });
  new ResizeObserver(() => {
    const size = sizeOf(place);
    if (plot && size.width > 0 && size.width !== plot.width) plot.setSize(size);
  }).observe(place);
  draw();
  return { draw };
}

function sizeOf(place: HTMLElement): { width: number; height: number } {
  const width = place.clientWidth;
  return { width, height: width < 500 ? 260 : 320 };
}
