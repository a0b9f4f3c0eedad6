import assert from "node:assert/strict";
import { criticalPath } from "../../../src/result/conclude/critical_path.ts";
import { pageCaseOf, pageOf, SITE } from "../../report/timeline/timeline_fixture.ts";

function chainOf(...[steps, mode, parts]: Parameters<typeof pageOf>): string[] {
  const page = pageOf(steps, mode, parts);
  return [...criticalPath(pageCaseOf(mode, [page], { steps }), page).steps];
}

Deno.test("criticalPath() is the chain that took longest in this page, in whatever mode it ran", () => {
  assert.deepEqual(chainOf(SITE, "serial"), ["posts", "likes"]);
  assert.deepEqual(chainOf(SITE, "concurrent"), ["posts", "likes"]);
  const slowAdverts = SITE.map((step) =>
    step.name === "adverts" ? { ...step, latency: 100 } : step
  );
  assert.deepEqual(chainOf(slowAdverts, "concurrent"), ["adverts"]);
});

Deno.test("criticalPath() adds up the steps' own times, without what is between them", () => {
  const page = pageOf(SITE, "serial");
  const { length } = criticalPath(pageCaseOf("serial", [page]), page);
  assert.ok(Math.abs(length - (8 + 2.3 + 0.02 + 6 + 1.8 + 0.02)) < 1e-9, String(length));
});

Deno.test("criticalPath() of a page that failed is empty: it never was whole", () => {
  assert.deepEqual(chainOf(SITE, "serial", { error: "no answer" }), []);
});

Deno.test("criticalPath() of tasks is empty, as they do not say what they wait for", () => {
  const page = pageOf(SITE, "concurrent");
  const { steps, parameters: { mode: _, ...parameters } } = pageCaseOf("concurrent", [page]);
  assert.ok(steps !== undefined);
  assert.deepEqual(criticalPath({ parameters, steps }, page), { length: 0, steps: [] });
});
