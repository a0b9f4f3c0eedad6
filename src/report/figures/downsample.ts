import type { FigurePoint } from "./figure.ts";

/**
 * At most so many of a line's points, all of them as they were measured: of each stretch its lowest and its highest, so
 * that no peak is lost, and a gap where there is nothing else.
 */
export function downsample(points: readonly FigurePoint[], most: number): FigurePoint[] {
  if (points.length <= most) return [...points];
  const stretches = Math.max(1, Math.floor(most / 2));
  return Array.from({ length: stretches }, (_, at) => {
    const [from, to] = [at, at + 1].map((edge) => Math.round(edge * points.length / stretches));
    return extremesOf(points.slice(from, to));
  }).flat();
}

function extremesOf(points: readonly FigurePoint[]): FigurePoint[] {
  const known = points.filter(({ y }) => y !== null);
  if (known.length === 0) return points.slice(0, 1);
  const [low, high] = [-1, 1].map((sign) =>
    known.reduce((best, point) => sign * (point.y! - best.y!) > 0 ? point : best)
  ) as [FigurePoint, FigurePoint];
  if (low === high) return [low];
  return low.x < high.x ? [low, high] : [high, low];
}
