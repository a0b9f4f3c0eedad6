import assert from "node:assert/strict";
import { ScenarioError } from "../../src/errors.ts";
import { keys } from "../../src/scenario/keys.ts";

Deno.test("every law names all that is wrong with its options", () => {
  const untyped = keys as unknown as Record<string, (options?: unknown) => unknown>;
  const count = "count must be an integer from 1 to 1000000000000: found";
  const exponent = "exponent must be a number above 0, up to 10: found";
  const none = "it must be an object of options: found";
  const cases: [law: string, options: unknown, ...problems: string[]][] = [
    ["sequential", { from: -1 }, "from must be an integer from 0 to 1000000000000: found -1"],
    [
      "sequential",
      { from: 0.5, count: 0 },
      "from must be an integer from 0 to 1000000000000: found 0.5",
      `${count} 0`,
    ],
    ["sequential", 5, `${none} 5`],
    ["uniform", undefined, `${none} undefined`],
    ["uniform", {}, `${count} undefined`],
    [
      "uniform",
      { count: 1e13, from: 1 },
      `${count} 10000000000000`,
      "from is no key that cassbench knows",
    ],
    ["zipf", { count: 0 }, `${count} 0`],
    [
      "zipf",
      { count: "5", exponent: 0, scrambled: 1 },
      `${count} '5'`,
      `${exponent} 0`,
      "scrambled must be true or false: found 1",
    ],
    ["zipf", { count: 5, exponent: NaN }, `${exponent} NaN`],
    ["zipf", { count: 5, exponent: 10.1 }, `${exponent} 10.1`],
    ["zipf", { count: 5, exponent: -1 }, `${exponent} -1`],
    [
      "hotspot",
      { count: 1.5, hotKeys: -1, hotOperations: 1.1 },
      `${count} 1.5`,
      "hotKeys must be a share from 0 to 1: found -1",
      "hotOperations must be a share from 0 to 1: found 1.1",
    ],
    [
      "hotspot",
      { count: 2, hotOperations: "all" },
      "hotOperations must be a share from 0 to 1: found 'all'",
      "count must be enough for a hot key and a cold one: found 2",
    ],
    [
      "hotspot",
      { count: 100, hotKeys: 0 },
      "count must be enough for a hot key and a cold one: found 100",
    ],
    [
      "hotspot",
      { count: 100, hotKeys: 1 },
      "count must be enough for a hot key and a cold one: found 100",
    ],
    [
      "latest",
      { count: -1, exponent: Infinity, growing: 1 },
      `${count} -1`,
      `${exponent} Infinity`,
      "growing must be the name of an operation, true or false: found 1",
    ],
    ["exponential", { count: 0, mean: 0 }, `${count} 0`, "mean must be above 0: found 0"],
    ["exponential", { count: 1, rate: 1 }, "rate is no key that cassbench knows"],
    [
      "weibull",
      { count: 5, scale: "1" },
      "shape must be a number from 0.01 to 100: found undefined",
      "scale must be a number: found '1'",
    ],
    ["weibull", 5, `${none} 5`],
    ["weighted", {}, "it must be a list of [value, weight]: found {}"],
    ["weighted", [], "it must hold a value: found []"],
    [
      "weighted",
      [["a", 0], "b", ["c", 1]],
      "[0][1] must be a number above 0, up to 1000000: found 0",
      "[1] must be [value, weight]: found 'b'",
    ],
    ["weighted", [["a", 1, 2]], "[0] must be [value, weight]: found [ 'a', 1, 2 ]"],
    ["normal", null, `${none} null`],
    [
      "normal",
      { count: 10, mean: 9.5, deviation: 11, spread: 1 },
      "spread is no key that cassbench knows",
      "mean must be from 0 to count - 1: found 9.5",
      "deviation must be at most the count: found 11",
    ],
    [
      "normal",
      { count: 10, mean: -1, deviation: 0 },
      "deviation must be above 0: found 0",
      "mean must be from 0 to count - 1: found -1",
    ],
    [
      "normal",
      { count: 0, mean: 5, deviation: NaN },
      `${count} 0`,
      "deviation must be a number: found NaN",
    ],
  ];
  for (const [law, options, ...problems] of cases) {
    const listed = problems.length === 1
      ? ` ${problems[0]}`
      : problems.map((problem) => `\n  - ${problem}`).join("");
    assert.throws(() => untyped[law]?.(options), (error) => {
      assert.ok(error instanceof ScenarioError);
      assert.equal(error.message, `Cannot make keys.${law} as${listed}`);
      return true;
    });
  }
});
