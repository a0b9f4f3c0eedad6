import assert from "node:assert/strict";
import { fitUsl, uslThroughput } from "../../../../src/result/conclude/advice/usl_fit.ts";
import { studentCritical } from "../../../../src/result/conclude/student.ts";

/**
 * What SciPy 1.17.1 finds, for each of:
 *
 *     from scipy.optimize import curve_fit
 *     law = lambda n, l, s, k: l * n / (1 + s * (n - 1) + k * n * (n - 1))
 *     parameters, covariance = curve_fit(law, x, y, p0, ftol=1e-15, xtol=1e-15, gtol=1e-15)
 *     errors = sqrt(diag(covariance))
 *
 * Where a share would be negative, the law without it: `curve_fit` with bounds=(0, inf) agrees. The first four are made with
 * noise; the last is SPEC SDM91 as N. Gunther published it, where R's package usl finds the same.
 */
const FIXTURES = [
  {
    name: "retrograde",
    free: ["sigma", "kappa"],
    x: [1, 2, 5, 10, 20, 40, 80, 160, 1, 2, 5, 10, 20, 40, 80, 160, 1, 2, 5, 10, 20, 40, 80, 160],
    y: [
      922.8,
      1826.1,
      4392.1,
      7673.8,
      12229.1,
      15083.4,
      12858.2,
      9177.0,
      938.7,
      1938.9,
      4421.3,
      7671.5,
      12150.7,
      14907.6,
      13327.7,
      9244.7,
      960.1,
      1922.7,
      4413.1,
      7727.5,
      11732.9,
      14380.5,
      13294.6,
      9118.4,
    ],
    parameters: [960.7794420402349, 0.021738077771324357, 0.0004875681873847707],
    errors: [15.70583727250024, 0.0013117717993438112, 8.394104438727174e-06],
    r2: 0.998898346916691,
  },
  {
    name: "saturating",
    free: ["sigma", "kappa"],
    x: [1, 2, 5, 10, 20, 40, 80, 160, 1, 2, 5, 10, 20, 40, 80, 160, 1, 2, 5, 10, 20, 40, 80, 160],
    y: [
      96.4,
      183.3,
      424.4,
      741.4,
      1202.2,
      1699.0,
      2230.0,
      2504.8,
      94.9,
      185.3,
      425.5,
      737.7,
      1225.6,
      1751.8,
      2224.7,
      2506.4,
      93.5,
      181.5,
      423.1,
      748.7,
      1198.8,
      1770.5,
      2220.3,
      2548.3,
    ],
    parameters: [94.10105601985384, 0.029165265536878815, 1.3216294129402002e-05],
    errors: [1.0837879591263566, 0.0007428467043498054, 2.618051855904876e-06],
    r2: 0.9997476956277365,
  },
  {
    name: "contention",
    free: ["sigma"],
    x: [1, 4, 8, 16, 32, 64],
    y: [12043.5, 38543.9, 61783.1, 87429.9, 109784.9, 127520.3],
    parameters: [11994.260703635679, 0.07992086349748251],
    errors: [85.50505238891107, 0.0008146527096786674],
    r2: 0.9999414334354327,
  },
  {
    name: "coherency",
    free: ["kappa"],
    x: [1, 4, 8, 16, 32, 64],
    y: [480.5, 1909.3, 3704.0, 6515.9, 8712.2, 7376.0],
    parameters: [485.1869876258587, 0.0007937832022427205],
    errors: [1.2733570441649271, 4.171230837590436e-06],
    r2: 0.9999752502728055,
  },
  {
    name: "line",
    free: [],
    x: [1, 4, 8, 16, 32, 64],
    y: [97.0, 388.5, 778.3, 1561.4, 3142.2, 6365.0],
    parameters: [99.09660985889683],
    errors: [0.28488315509598966],
    r2: 0.9999215936212613,
  },
  {
    name: "specsdm91",
    free: ["sigma", "kappa"],
    x: [1, 18, 36, 72, 108, 144, 216],
    y: [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2],
    parameters: [89.99523283504277, 0.027728475491599597, 0.00010436548357726233],
    errors: [14.21348839145929, 0.00912173133336069, 1.9875270324658595e-05],
    r2: 0.9895614780531269,
  },
];

/** Near, by a share of the figure that it belongs to. */
function assertNear(found: number, expected: number, what: string, of = expected): void {
  assert.ok(Math.abs(found - expected) <= 1e-7 * Math.abs(of), `${what}: ${found}, ${expected}`);
}

for (const { name, free, x, y, parameters, errors, r2 } of FIXTURES) {
  Deno.test(`fitUsl() finds the parameters and intervals of ${name} as SciPy does, to 1e-7`, () => {
    const points = x.map((inFlight, at) => ({ x: inFlight, y: y[at] ?? NaN }));
    const fit = fitUsl(points);
    const reach = studentCritical(0.05, points.length - parameters.length);
    (["lambda", ...free] as ("lambda" | "sigma" | "kappa")[]).forEach((key, at) => {
      const [mean = NaN, error = NaN] = [parameters[at], errors[at]];
      assertNear(fit[key].mean, mean, key);
      assertNear(fit[key].high, mean + reach * error, `${key}, upper end`);
      assertNear(fit[key].low, Math.max(0, mean - reach * error), `${key}, lower end`, mean);
    });
    for (const key of ["sigma", "kappa"] as const) {
      if (free.includes(key)) continue;
      assert.deepEqual([fit[key].mean, fit[key].low], [0, 0]);
      assert.ok(fit[key].high >= 0 && fit[key].high < 0.1, `${fit[key].high}`);
    }
    assertNear(fit.r2, r2, "r2");
  });
}

Deno.test("fitUsl() finds what made a curve without noise, over many powers of ten", () => {
  for (const lambda of [0.2, 95, 1e6]) {
    for (const sigma of [0, 1e-4, 0.03, 0.5, 1]) {
      for (const kappa of [0, 1e-7, 1e-4, 0.02]) {
        const points = [1, 2, 5, 10, 50, 200, 1_000].map((x) => ({
          x,
          y: uslThroughput(x, lambda, sigma, kappa),
        }));
        const fit = fitUsl(points);
        const found = [fit.lambda.mean / lambda, fit.sigma.mean, fit.kappa.mean];
        const off = [1, sigma, kappa].map((true_, at) => Math.abs((found[at] ?? NaN) - true_));
        assert.ok(Math.max(...off) < 1e-6, `${[lambda, sigma, kappa]}: ${found}`);
      }
    }
  }
});
