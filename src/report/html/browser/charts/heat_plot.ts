/// <reference lib="dom" />
import { type PackedHeat, unpackCounts } from "../../../figures/packed.ts";
import type { Drawing } from "./line_plot.ts";
import type { Paint } from "./plot.ts";

/** A field with anything in it is at least so strong, so that a single operation is seen. */
const WEAKEST = 0.14;

/** A map as a plot: its fields are as strong as their share of their column, so that a stretch with less load shows, too. */
export function heatDrawing(figure: PackedHeat, { heat }: Paint): Drawing {
  const { xEdges, yEdges } = figure;
  const counts = unpackCounts(figure);
  const most = counts.map((column) => Math.max(1, ...column));
  const ends: [number, number] = [xEdges[0] ?? 0, xEdges.at(-1) ?? 1];
  return {
    extent: { x: ends, y: [yEdges[0] ?? 1, yEdges.at(-1) ?? 10] },
    data: [[...ends], [null, null]],
    series: [{ show: true, paths: () => null, points: { show: false } }],
    draw: (plot) => {
      const { ctx, bbox } = plot;
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      ctx.fillStyle = heat;
      const xs = xEdges.map((edge) => Math.round(plot.valToPos(edge, "x", true)));
      const ys = yEdges.map((edge) => Math.round(plot.valToPos(edge, "y", true)));
      counts.forEach((column, at) =>
        column.forEach((count, row) => {
          if (count === 0) return;
          ctx.globalAlpha = strengthOf(count / (most[at] ?? 1));
          const [left = 0, right = 0, top = 0, bottom = 0] = [
            ...[xs[at], xs[at + 1], ys[row + 1], ys[row]],
          ];
          ctx.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
        })
      );
      ctx.restore();
    },
  };
}

/** How strong a field is: by the root of its share, as a percent of the operations would not be seen otherwise. */
function strengthOf(share: number): number {
  return WEAKEST + (1 - WEAKEST) * Math.sqrt(share);
}
