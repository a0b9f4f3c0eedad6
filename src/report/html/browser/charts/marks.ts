/// <reference lib="dom" />
import type uPlot from "uplot";
import type { FigureMark } from "../../../figures/figure.ts";

/** How marks are drawn. */
export interface MarkPaint {
  readonly mark: string;
  readonly text: string;
  readonly ground: string;
  position(x: number): number;
}

/** Draws instants as lines from top to bottom, and points as rings; each has its name, as far as there is room. */
export function drawMarks(plot: uPlot, marks: readonly FigureMark[], paint: MarkPaint): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = `${12 * scale}px system-ui, sans-serif`;
  ctx.setLineDash([]);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  let free = bbox.left;
  for (const { x, y, to, label } of marks.toSorted((a, b) => (a.x ?? 0) - (b.x ?? 0))) {
    if (x === undefined) continue;
    const left = plot.valToPos(paint.position(x), "x", true);
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    if (to !== undefined) {
      drawStretch(ctx, bbox, left, plot.valToPos(paint.position(to), "x", true), paint.mark);
    }
    if (y === undefined) {
      drawInstant(ctx, bbox, left, paint.mark);
      if (left < free) continue;
      free = writeInstant(ctx, bbox, left, label, paint);
    } else drawPoint(ctx, bbox, left, plot.valToPos(y, "y", true), label, paint);
  }
  ctx.restore();
}

type Box = uPlot["bbox"];

function drawInstant(ctx: CanvasRenderingContext2D, box: Box, left: number, stroke: string): void {
  ctx.beginPath();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.moveTo(left, box.top);
  ctx.lineTo(left, box.top + box.height);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawStretch(
  ctx: CanvasRenderingContext2D,
  box: Box,
  left: number,
  to: number,
  fill: string,
): void {
  const right = Math.min(to, box.left + box.width);
  ctx.fillStyle = fill;
  ctx.globalAlpha = 0.18;
  ctx.fillRect(left, box.top, right - left, box.height);
  ctx.globalAlpha = 1;
}

/** Writes the name beside its line, and returns where the next one can begin. */
function writeInstant(
  ctx: CanvasRenderingContext2D,
  box: Box,
  left: number,
  label: string,
  paint: MarkPaint,
): number {
  const gap = 4 * devicePixelRatio;
  const width = ctx.measureText(label).width;
  const right = box.left + box.width;
  const isLeft = left + gap + width > right && left - gap - width > box.left;
  writeText(ctx, label, isLeft ? left - gap - width : left + gap, box.top + 4 * gap, paint);
  return isLeft ? left : left + width + 3 * gap;
}

function drawPoint(
  ctx: CanvasRenderingContext2D,
  box: Box,
  left: number,
  top: number,
  label: string,
  paint: MarkPaint,
): void {
  const gap = 9 * devicePixelRatio;
  ctx.beginPath();
  ctx.strokeStyle = paint.text;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.arc(left, top, gap * 0.75, 0, 2 * Math.PI);
  ctx.stroke();
  const width = ctx.measureText(label).width;
  const fits = left + gap + width < box.left + box.width;
  writeText(ctx, label, fits ? left + gap : left - gap - width, top + 2.2 * gap, paint);
}

/** Writes on a rim of the ground, so that it can be read across lines. */
function writeText(
  ctx: CanvasRenderingContext2D,
  text: string,
  left: number,
  base: number,
  { text: fill, ground }: MarkPaint,
): void {
  ctx.lineJoin = "round";
  ctx.strokeStyle = ground;
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.strokeText(text, left, base);
  ctx.fillStyle = fill;
  ctx.fillText(text, left, base);
}
