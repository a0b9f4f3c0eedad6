/** A model's value at a place, and its derivatives by the parameters. */
export type Curve = (
  place: number,
  parameters: readonly number[],
) => { readonly value: number; readonly gradient: readonly number[] };

/** A place and what was measured there. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The parameters with the least sum of squared residuals. */
export interface LeastSquares {
  readonly parameters: readonly number[];
  /** The sum of squared residuals. */
  readonly residual: number;
  /** Their standard errors; infinite where the points do not tell a parameter. */
  readonly errors: readonly number[];
}

const MOST_STEPS = 1_000;

/**
 * Fits a model by the method of Levenberg and Marquardt. It scales by the diagonal, so parameters may differ by many powers
 * of ten.
 *
 * @param start where to begin
 */
export function fitLeastSquares(
  points: readonly Point[],
  model: Curve,
  start: readonly number[],
): LeastSquares {
  let [parameters, damping] = [start, 1e-3];
  let residual = residualOf(points, model, parameters);
  for (let steps = 0; steps < MOST_STEPS && damping < 1e16; steps++) {
    const { normal, slope } = normalEquations(points, model, parameters);
    const damped = normal.map((row, at) =>
      row.map((value, column) => at === column ? value * (1 + damping) : value)
    );
    const step = solve(damped, slope);
    if (step === undefined) damping *= 10;
    else {
      const next = parameters.map((value, at) => value + (step[at] ?? 0));
      const after = residualOf(points, model, next);
      if (after <= residual) {
        const isFound = step.every((move, at) =>
          Math.abs(move) <= 1e-13 * Math.abs(parameters[at] ?? 0)
        );
        [parameters, residual, damping] = [next, after, Math.max(damping / 10, 1e-12)];
        if (isFound) break;
      } else damping *= 10;
    }
  }
  return { parameters, residual, errors: standardErrors(points, model, parameters, residual) };
}

/** The standard errors of parameters, from the curvature at them. */
export function standardErrors(
  points: readonly Point[],
  model: Curve,
  parameters: readonly number[],
  residual: number,
): number[] {
  const { normal } = normalEquations(points, model, parameters);
  const variance = residual / (points.length - parameters.length);
  return parameters.map((_, at) => {
    const column = solve(normal, parameters.map((_, row) => row === at ? 1 : 0));
    return column === undefined ? Infinity : Math.sqrt(variance * (column[at] ?? NaN));
  });
}

function residualOf(points: readonly Point[], model: Curve, parameters: readonly number[]): number {
  const sum = points.reduce((sum, { x, y }) => sum + (y - model(x, parameters).value) ** 2, 0);
  return Number.isNaN(sum) ? Infinity : sum;
}

function normalEquations(points: readonly Point[], model: Curve, parameters: readonly number[]) {
  const normal = parameters.map(() => parameters.map(() => 0));
  const slope = parameters.map(() => 0);
  for (const { x, y } of points) {
    const { value, gradient } = model(x, parameters);
    gradient.forEach((one, row) => {
      slope[row] = (slope[row] ?? 0) + one * (y - value);
      gradient.forEach((other, column) => {
        const line = normal[row] ?? [];
        line[column] = (line[column] ?? 0) + one * other;
      });
    });
  }
  return { normal, slope };
}

/** Solves linear equations of a positive matrix, scaled by its diagonal; `undefined` where they have no solution. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]) {
  const scale = matrix.map((row, at) => Math.sqrt(row[at] ?? NaN));
  if (!scale.every((one) => one > 0 && Number.isFinite(one))) return undefined;
  const rows = matrix.map((row, at) => [
    ...row.map((value, column) => value / (scale[at] ?? 1) / (scale[column] ?? 1)),
    (right[at] ?? NaN) / (scale[at] ?? 1),
  ]);
  for (let at = 0; at < rows.length; at++) {
    const below = rows.slice(at);
    const pivot = below.toSorted((a, b) => Math.abs(b[at] ?? 0) - Math.abs(a[at] ?? 0))[0] ?? [];
    const head = pivot[at] ?? 0;
    if (Math.abs(head) < 1e-14) return undefined;
    const other = rows.indexOf(pivot);
    [rows[at], rows[other]] = [pivot, rows[at] ?? []];
    rows.forEach((row, index) => {
      if (index === at) return;
      const factor = (row[at] ?? 0) / head;
      rows[index] = row.map((value, column) => value - factor * (pivot[column] ?? 0));
    });
  }
  return rows.map((row, at) => (row.at(-1) ?? NaN) / (row[at] ?? NaN) / (scale[at] ?? 1));
}
