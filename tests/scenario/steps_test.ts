/** What the compiler accepts of steps, as in `tests/types_test.ts`, and what becomes of them. */
import assert from "node:assert/strict";
import { scenario } from "../../src/scenario/scenario.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import type { Mode } from "../../src/scenario/settings.ts";
import { listSteps } from "../../src/scenario/steps.ts";
import { isEqual } from "../support/is_equal.ts";

const one = () => Promise.resolve(1);

Deno.test("a step gets what input returns, the values of the axes, and the results of the steps it is after", () => {
  const page = scenario({
    name: "page",
    matrix: { size: [10, 1_000], kind: ["a", "b"] },
    input: ({ parameters }) => ({ kind: parameters.kind, size: parameters.size }),
    steps: (page) =>
      page
        .step("user", (session, input, results, parameters) => {
          isEqual<typeof session, Session>(true);
          isEqual<typeof input, { kind: "a" | "b"; size: 10 | 1_000 }>(true);
          isEqual<keyof typeof results, never>(true);
          isEqual<typeof parameters.size, 10 | 1_000>(true);
          isEqual<typeof parameters.mode, Mode | undefined>(true);
          return Promise.resolve({ id: 7 });
        })
        .step("posts", { latency: 5 }, (_session, input, results, parameters) => {
          isEqual<keyof typeof results, never>(true);
          isEqual<typeof parameters.kind, "a" | "b">(true);
          return Promise.resolve([input.kind]);
        })
        .step("likes", { after: ["user"], timeout: 50 }, (_session, input, results) => {
          isEqual<keyof typeof results, "user">(true);
          isEqual<typeof results.user, { id: number }>(true);
          return Promise.resolve(BigInt(results.user.id * input.size));
        })
        .compute("order", { after: ["likes", "posts"] }, (input, results, parameters) => {
          isEqual<keyof typeof results, "likes" | "posts">(true);
          isEqual<typeof results.likes, bigint>(true);
          isEqual<typeof parameters.size, 10 | 1_000>(true);
          return results.posts.map((post) => `${post}${results.likes}${input.size}`);
        })
        .step("adverts", { after: ["order"] }, (_session, _input, { order }) => {
          isEqual<typeof order, string[]>(true);
          return Promise.resolve();
        })
        .compute("last", (input, results) => {
          isEqual<typeof input.kind, "a" | "b">(true);
          isEqual<keyof typeof results, never>(true);
        }),
  });
  assert.equal(listSteps(page).length, 6);
});

Deno.test("a step does not see the result of one that it is not after", () => {
  const page = scenario({
    name: "page",
    steps: (page) =>
      page.step("user", one).step("posts", one)
        // @ts-expect-error: `posts` may not have ended
        .step("likes", { after: ["user"] }, (_session, _input, { posts }) => Promise.resolve(posts))
        // @ts-expect-error: nothing has to have ended
        .compute("sum", (_input, { user }) => user),
  });
  assert.equal(listSteps(page).length, 4);
});

Deno.test("a name is given to one step, and a step is after those that stand before it", () => {
  // @ts-expect-error: a doubled name
  scenario({ name: "page", steps: (page) => page.step("user", one).step("user", one) });
  // @ts-expect-error: a doubled name, of another kind
  scenario({ name: "page", steps: (page) => page.step("user", one).compute("user", () => 1) });
  scenario({
    name: "page",
    // @ts-expect-error: no step of this name
    steps: (page) => page.step("user", one).step("likes", { after: ["usr"] }, one),
  });
  // @ts-expect-error: itself
  scenario({ name: "page", steps: (page) => page.step("likes", { after: ["likes"] }, one) });
  scenario({
    name: "page",
    // @ts-expect-error: a later step
    steps: (page) => page.step("likes", { after: ["user"] }, one).step("user", one),
  });
});

Deno.test("options are those that a step has, and steps() returns a page", () => {
  // @ts-expect-error: an option that there is not
  scenario({ name: "page", steps: (page) => page.step("user", { retry: 1 }, one) });
  // @ts-expect-error: what computes sends no request
  scenario({ name: "page", steps: (page) => page.compute("sum", { latency: 1 }, () => 1) });
  // @ts-expect-error: what asks Cassandra takes time
  scenario({ name: "page", steps: (page) => page.step("user", () => 1) });
  // @ts-expect-error: a step without anything to run
  scenario({ name: "page", steps: (page) => page.step("user") });
  // @ts-expect-error: no page
  scenario({ name: "page", steps: () => [one] });
});

Deno.test("listSteps() has the steps in the order in which they are written, with every default in place", () => {
  const sum = () => 2;
  const page = scenario({
    name: "page",
    steps: (page) =>
      page.step("user", one)
        .step("likes", { after: ["user"], latency: 5, timeout: 50 }, one)
        .compute("sum", sum)
        .compute("order", { after: ["likes", "sum"], timeout: 7 }, sum),
  });
  assert.deepEqual(listSteps(page), [
    { kind: "requests", name: "user", after: [], latency: 0, run: one },
    { kind: "requests", name: "likes", after: ["user"], latency: 5, timeout: 50, run: one },
    { kind: "compute", name: "sum", after: [], run: sum },
    { kind: "compute", name: "order", after: ["likes", "sum"], timeout: 7, run: sum },
  ]);
});

Deno.test("listSteps() loses no step where the calls are not chained, and gives the same each time", () => {
  const page = scenario({
    name: "page",
    steps(page) {
      page.step("user", one);
      return page.step("posts", one);
    },
  });
  assert.deepEqual(listSteps(page).map(({ name }) => name), ["user", "posts"]);
  assert.deepEqual(listSteps(page), listSteps(page));
});

Deno.test("listSteps() of a scenario without steps is empty", () => {
  assert.deepEqual(listSteps(scenario({ name: "ping", operation: one })), []);
});
