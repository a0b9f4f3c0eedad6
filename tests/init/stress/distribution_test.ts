import assert from "node:assert/strict";
import { keys } from "../../../mod.ts";
import {
  chooserText,
  countOf,
  type Distribution,
  isFixed,
  parseDistribution,
} from "../../../src/init/stress/distribution.ts";

/** What a text is parsed into, in short. */
function short(text: string): unknown {
  const parsed = parseDistribution(text);
  if (parsed === undefined) return undefined;
  const { kind, min, max, options, isInverted } = parsed;
  return [isInverted ? `~${kind}` : kind, min, max, ...options];
}

Deno.test("parseDistribution() reads every distribution of cassandra-stress, by each of its names", () => {
  const CASES: Record<string, unknown> = {
    "fixed(5)": ["fixed", 5, 5],
    "FIXED(10)": ["fixed", 10, 10],
    "uniform(1..10)": ["uniform", 1, 10],
    " Uniform( 1 .. 10M ) ": ["uniform", 1, 10_000_000],
    "uniform(1..100B)": ["uniform", 1, 100_000_000_000],
    "uniform(0..2.5k)": ["uniform", 0, 2_500],
    "gaussian(1..100)": ["normal", 1, 100],
    "GAUSS(1..100,5)": ["normal", 1, 100, 5],
    "normal(1..100, 50, 10)": ["normal", 1, 100, 50, 10],
    "norm(1..1)": ["normal", 1, 1],
    "exp(1..1K)": ["exponential", 1, 1_000],
    "extreme(1..10,0.6)": ["weibull", 1, 10, 0.6],
    "extr(1..10,2)": ["weibull", 1, 10, 2],
    "weibull(1..10,2)": ["weibull", 1, 10, 2],
    "qextreme(1..10,2,3)": ["steps", 1, 10, 2, 3],
    "qextr(1..10,2,3)": ["steps", 1, 10, 2, 3],
    "power(1..10,3)": ["power", 1, 10, 3],
    "seq(1..100)": ["sequential", 1, 100],
    "~exp(1..10)": ["~exponential", 1, 10],
    "~ gaussian(1..10)": ["~normal", 1, 10],
  };
  for (const [text, expected] of Object.entries(CASES)) {
    assert.deepEqual(short(text), expected, text);
  }
});

Deno.test("parseDistribution() takes nothing else", () => {
  const WRONG = [
    ...["", "5", "uniform", "uniform()", "uniform(1)", "uniform(1-10)", "uniform(10..1)"],
    ...["uniform(1..10", "uniform(a..b)", "uniform(1..10X)", "uniform(1..2..3)", "poisson(1..10)"],
    ...["fixed()", "fixed(1,2)", "extreme(1..10)", "qextreme(1..10,2)", "exp(1..10,2)"],
    ...["gaussian(1..10,1,2,3)", "gaussian(1..10,x)", "uniform(1..10)/10", "constructor(1..2)"],
  ];
  for (const text of WRONG) assert.equal(parseDistribution(text), undefined, text);
});

/** Runs the expression of a distribution for many random numbers. */
function choose(text: string, count: number): number[] {
  const make = new Function("keys", "fromTheEnd", `return ${chooserText(parse(text), count)}`);
  const fromTheEnd = (many: number, one: (context: unknown) => number) => (context: unknown) =>
    many - 1 - one(context);
  const chooser = make(keys, fromTheEnd) as (context: unknown) => number;
  let state = 1;
  const random = () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: 1_000 }, (_, index) => chooser({ index, random }));
}

function parse(text: string): Distribution {
  return parseDistribution(text)!;
}

Deno.test("chooserText() is code that chooses numbers from 0 to below the count, whatever the count", () => {
  const TEXTS = [
    ...["uniform(1..10)", "gaussian(1..100)", "gaussian(1..100,5)", "gaussian(1..100,90,2)"],
    ...["exp(1..100)", "extreme(1..100,0.6)", "qextreme(1..100,2,5)", "power(1..100,2)"],
    ...["seq(1..100)", "~exp(1..100)", "fixed(7)", "normal(5..15,10,3)"],
  ];
  for (const text of TEXTS) {
    for (const count of [countOf(parse(text)), 37, 1]) {
      for (const chosen of choose(text, count)) {
        assert.ok(Number.isInteger(chosen) && chosen >= 0 && chosen < count, `${text}: ${chosen}`);
      }
    }
  }
});

Deno.test("chooserText() keeps the place of the mean, and ~ turns the numbers round", () => {
  const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one) / numbers.length;
  const near = (text: string, expected: number, tolerance: number) =>
    assert.ok(Math.abs(mean(choose(text, 1_000)) - expected) < tolerance, text);
  near("gaussian(1..100)", 500, 30);
  near("gaussian(1..101,91,2)", 891, 30);
  near("gaussian(1..100,20)", 500, 10);
  assert.ok(mean(choose("exp(1..1000)", 1_000)) < 400);
  assert.ok(mean(choose("~exp(1..1000)", 1_000)) > 600);
});

Deno.test("countOf() counts both ends, and isFixed() is what gives one number only", () => {
  assert.equal(countOf(parse("uniform(1..10)")), 10);
  assert.equal(countOf(parse("fixed(10)")), 1);
  assert.equal(isFixed(parse("uniform(5..5)")), true);
  assert.equal(isFixed(parse("uniform(5..6)")), false);
});
