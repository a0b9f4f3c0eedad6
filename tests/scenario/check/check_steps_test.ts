import assert from "node:assert/strict";
import { checkScenario } from "../../../src/scenario/check/check.ts";
import { sentenceOf } from "../../../src/scenario/check/problems.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { seededRandom } from "../../support/random.ts";

/** A page as nobody checks its types. */
type AnyPage = Record<"step" | "compute", (...written: unknown[]) => AnyPage>;

const one = () => Promise.resolve(1);

function problemsOf(
  steps: (page: AnyPage) => unknown,
  parts: Record<string, unknown> = {},
): string[] {
  return checkScenario({ name: "page", steps, ...parts } as unknown as Scenario).problems.map(
    sentenceOf,
  );
}

Deno.test("checkScenario() finds none in steps with everything, at its limits", () => {
  assert.deepEqual(problemsOf((page) => page.step("a", one)), []);
  assert.deepEqual(
    problemsOf((page) =>
      page
        .step("n".repeat(100), { latency: 0, timeout: 1, after: [] }, one)
        .step("late", { latency: 60_000, timeout: 3_600_000, after: ["first", "sum"] }, one)
        .step("first", undefined, one)
        .compute("sum", { after: ["first", "n".repeat(100)], timeout: 0.5 + 0.5 }, one)
        .compute("constructor", one)
    ),
    [],
  );
});

Deno.test("checkScenario() refuses steps() that throws, also what is no Error, and shows it on one line", () => {
  const thrown = (value: unknown) =>
    problemsOf(() => {
      throw value;
    });
  assert.deepEqual(thrown(new TypeError("no\n  luck")), [
    "steps must not throw: found TypeError: no luck",
  ]);
  assert.deepEqual(thrown("boom"), ["steps must not throw: found 'boom'"]);
  assert.deepEqual(thrown(undefined), ["steps must not throw: found undefined"]);
  assert.deepEqual(thrown(Object.create(null)), [
    "steps must not throw: found [Object: null prototype] {}",
  ]);
});

Deno.test("checkScenario() refuses steps() that returns no page of ours, or another", () => {
  const must = "steps must return the page that it was given, with its steps: found";
  const kept: AnyPage[] = [];
  const keeps = (page: AnyPage) => kept[kept.push(page) - 2] ?? page.step("a", one);
  assert.deepEqual(problemsOf(() => {}), [`${must} undefined`]);
  assert.deepEqual(problemsOf(() => null), [`${must} null`]);
  assert.deepEqual(problemsOf(() => 5), [`${must} 5`]);
  assert.deepEqual(problemsOf(() => [{ name: "a", run: one }]), [
    `${must} [ { name: 'a', run: [Function: one] } ]`,
  ]);
  assert.deepEqual(problemsOf((page) => ({ ...page.step("a", one) })).length, 1);
  assert.deepEqual(problemsOf(keeps), []);
  assert.deepEqual(problemsOf(keeps), [
    `${must} { step: [Function: step], compute: [Function: compute] }`,
  ]);
});

Deno.test("checkScenario() refuses steps() that is async, and leaves nothing unhandled when it fails", async () => {
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(event.reason);
  };
  globalThis.addEventListener("unhandledrejection", note);
  try {
    const [problem = ""] = problemsOf(() => Promise.reject(new Error("late")));
    assert.match(problem, /^steps must return the page that it was given, .*: found Promise \{/s);
    await new Promise((resolve) => setTimeout(resolve));
  } finally {
    globalThis.removeEventListener("unhandledrejection", note);
  }
  assert.deepEqual(unhandled, []);
});

Deno.test("checkScenario() says what is wrong with a step, and of which", () => {
  const latency = "must be milliseconds from 0 to 60000: found";
  const timeout = "must be milliseconds from 1 to 3600000: found";
  const options = "steps.likes.options";
  const cases: [written: unknown[], ...problems: string[]][] = [
    [[undefined, one], "steps[1].name must be a string: found undefined"],
    [[5, one], "steps[1].name must be a string: found 5"],
    [["", one], "steps[1].name must not be empty: found ''"],
    [
      ["n".repeat(101), one],
      "steps[1].name must have at most 100 characters: " +
      `found '${"n".repeat(60)}'... 41 more characters`,
    ],
    [["likes"], "steps.likes.run must be a function: found undefined"],
    [["likes", 5], "steps.likes.run must be a function: found 5"],
    [
      ["likes", { after: ["user"] }],
      "steps.likes.run must be a function: found { after: [ 'user' ] }",
    ],
    [["likes", 5, one], `${options} must be an object: found 5`],
    [["likes", null, one], `${options} must be an object: found null`],
    [
      ["likes", one, { after: ["user"] }],
      `${options} must be an object: found [Function: one]`,
      "steps.likes.run must be a function: found { after: [ 'user' ] }",
    ],
    [
      ["likes", { retry: 1, afer: [] }, one],
      `${options}.retry is no key that cassbench knows`,
      `${options}.afer is no key that cassbench knows`,
    ],
    [
      ["likes", { serialConsistency: "quorum", pageSize: 0 }, one],
      `${options}.serialConsistency must be one of serial, localSerial: found 'quorum'`,
      `${options}.pageSize must be an integer from 1 to 2147483647: found 0`,
    ],
    [["likes", { latency: -1 }, one], `${options}.latency ${latency} -1`],
    [["likes", { latency: 60_001 }, one], `${options}.latency ${latency} 60001`],
    [["likes", { latency: "5" }, one], `${options}.latency ${latency} '5'`],
    [["likes", { timeout: 0 }, one], `${options}.timeout ${timeout} 0`],
    [["likes", { timeout: 3_600_001 }, one], `${options}.timeout ${timeout} 3600001`],
    [["likes", { timeout: NaN }, one], `${options}.timeout ${timeout} NaN`],
    [["likes", { after: "user" }, one], `${options}.after must be a list: found 'user'`],
    [["likes", { after: [one] }, one], `${options}.after[0] must be the name of a step: found `],
    [
      ["likes", { after: ["user", "usr"] }, one],
      `${options}.after[1] must be a step of the page: found 'usr'`,
    ],
    [
      ["likes", { after: ["likes"] }, one],
      `${options}.after[0] must not be the step itself: found 'likes'`,
    ],
    [
      ["likes", { after: ["user", "user"] }, one],
      `${options}.after must name each step once: found [ 'user', 'user' ]`,
    ],
    [["user", one], "steps[1].name must not be that of another step: found 'user'"],
  ];
  for (const [written, ...problems] of cases) {
    const found = problemsOf((page) => page.step("user", one).step(...written));
    assert.equal(found.length, problems.length, found.join("\n"));
    for (const [at, problem] of problems.entries()) {
      assert.ok(found[at]?.startsWith(problem), `${found[at]} is not ${problem}`);
    }
  }
});

Deno.test("checkScenario() refuses a latency of what computes, as it sends no request", () => {
  assert.deepEqual(problemsOf((page) => page.compute("sum", { latency: 1 }, one)), [
    "steps.sum.options.latency is no key that cassbench knows",
  ]);
});

Deno.test("checkScenario() refuses a page without steps", () => {
  assert.deepEqual(problemsOf((page) => page), ["steps must hold a step: found []"]);
});

Deno.test("checkScenario() names the steps that wait for each other in a circle", () => {
  assert.deepEqual(
    problemsOf((page) =>
      page.step("user", one)
        .step("adverts", { after: ["likes"] }, one)
        .step("likes", { after: ["user", "posts"] }, one)
        .compute("posts", { after: ["likes"] }, one)
    ),
    ["steps must not wait for each other in a circle: found likes → posts → likes"],
  );
});

Deno.test("checkScenario() names everything that is wrong with the steps and beside them at once", () => {
  assert.deepEqual(
    problemsOf(
      (page) =>
        page.step("user", { latency: -1 }, one)
          .step("user", one)
          .step("likes", { after: ["usr", "posts", "likes"] }, one)
          .step("posts", { after: ["likes"], timeout: 0 }, "run"),
      { name: "", operations: 1, duration: 1 },
    ),
    [
      "name must not be empty: found ''",
      "steps[0].options.latency must be milliseconds from 0 to 60000: found -1",
      "steps[1].name must not be that of another step: found 'user'",
      "steps.likes.options.after[0] must be a step of the page: found 'usr'",
      "steps.likes.options.after[2] must not be the step itself: found 'likes'",
      "steps.posts.options.timeout must be milliseconds from 1 to 3600000: found 0",
      "steps.posts.run must be a function: found 'run'",
      "steps must not wait for each other in a circle: found likes → posts → likes",
      "duration must not stand beside operations: found 1",
    ],
  );
});

Deno.test("checkScenario() lets steps that are wrong by themselves contradict nothing", () => {
  const wrong = (page: AnyPage) => page.step("", one);
  const problem = "steps[0].name must not be empty: found ''";
  assert.deepEqual(problemsOf(wrong, { mode: ["threads"] }), [problem]);
  assert.deepEqual(problemsOf(wrong, { operation: one }), [problem]);
  assert.deepEqual(problemsOf(5 as never, { mode: ["serial"] }), [
    "steps must be a function: found 5",
  ]);
});

Deno.test("checkScenario() never crashes, whatever the steps are, for 500 of them", () => {
  const random = seededRandom(9);
  const odd = [undefined, null, 0, "", "a", "b", one, [], ["a"], ["b", "b"], {}, { after: ["a"] }];
  const more = [{ after: [["a"]] }, { after: "b" }, { after: ["b", null] }, Symbol("a"), 5n];
  const any = () => random.pick<unknown>([...odd, ...more]);
  for (let i = 0; i < 500; i++) {
    const calls = Array.from({ length: random.below(4) }, () => [any(), any(), any()] as const);
    const problems = problemsOf((page) => {
      for (const call of calls) {
        page[random.pick(["step", "compute"] as const)](...call.slice(0, random.below(4)));
      }
      return page;
    });
    for (const problem of problems) assert.match(problem, /^steps\S* \S.*$/);
  }
});
