import assert from "node:assert/strict";
import { outlineRun, outlineSearch } from "../../src/run/outline.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import type { Settings } from "../../src/scenario/settings.ts";
import { type } from "../../src/scenario/schema/user_type.ts";

const operation = () => Promise.resolve();

/** What is known of the cases of an operation with these settings. */
function figuresOf(settings: Settings) {
  return outlineRun(scenario({ name: "x", operation, ...settings }), {}).cases
    .map(({ operations, rate, length }) => [
      operations,
      rate && `${rate.isBound ? "≤" : ""}${rate.value}`,
      length && `${length.isBound ? "≥" : ""}${length.value}`,
    ]);
}

Deno.test("a closed load is bounded by the latency that its pool waits for, and by nothing else", () => {
  const poolSizes = [1, 100];
  assert.deepEqual(figuresOf({ poolSizes, operations: 1_000 }), [
    [1_000, null, null],
    [1_000, null, null],
  ]);
  assert.deepEqual(figuresOf({ poolSizes, operations: 1_050, latency: [10] }), [
    [1_050, "≤100", "≥10500"],
    [1_050, "≤10000", "≥110"],
  ]);
  const network = { latency: 15 };
  assert.deepEqual(figuresOf({ poolSizes: [2], operations: 10, latency: [5], network }), [
    [10, "≤100", "≥100"],
  ]);
  assert.deepEqual(figuresOf({ poolSizes: [1], duration: 5_000, latency: [10] }), [
    [null, "≤100", "5000"],
  ]);
});

Deno.test("an open load has its rate, its operations and its length", () => {
  assert.deepEqual(figuresOf({ rate: [200], operations: 100 }), [[100, "200", "500"]]);
  assert.deepEqual(figuresOf({ rate: [200], duration: 3_000 }), [[600, "200", "3000"]]);
  const stages = [{ to: 100, duration: 1_000 }, { to: 100, duration: 3_000 }];
  assert.deepEqual(figuresOf({ stages }), [[350, "87.5", "4000"]]);
});

Deno.test("a page is bounded by its steps, one after the other or along the longest chain", () => {
  const page = scenario({
    name: "page",
    operations: 10,
    latency: [1],
    steps: (page) =>
      page.step("user", { latency: 2 }, operation)
        .step("posts", { latency: 8 }, operation)
        .compute("rank", { after: ["posts"] }, () => 1)
        .step("likes", { latency: 5, after: ["rank"] }, operation),
  });
  const [serial, concurrent] = outlineRun(page, {}).cases;
  assert.deepEqual(serial?.length, { value: 10 * (3 + 9 + 6), isBound: true });
  assert.deepEqual(concurrent?.length, { value: 10 * (9 + 6), isBound: true });
  assert.equal(serial?.requests, 3);
});

Deno.test("what would be created comes in the order in which it needs each other", () => {
  const Place = type("place", { street: "text" });
  const Home = type("home", { at: "frozen<place>" }, { types: [Place] });
  const User = model("user", { id: "int", home: "home", email: "text" }, ["id"], {
    types: [Home],
    indexes: [{ on: "email", using: "sai" }],
  });
  const ddl = ["CREATE MATERIALIZED VIEW v AS SELECT 1"];
  const given = scenario({ name: "x", keyspace: "shop", models: [User], ddl, operation });
  const { created } = outlineRun(given, {});
  assert.deepEqual(created.map(({ kind, name }) => `${kind} ${name}`), [
    "keyspace shop",
    "type place",
    "type home",
    "table user",
    "index user_email_idx",
    "statement 1",
  ]);
  assert.deepEqual(outlineRun(given, { createSchema: false }).created, []);
});

Deno.test("a search says its first step, and how many there are where every rate holds", () => {
  const given = scenario({ name: "x", thresholds: ["responseTime.p99 < 20"], operation });
  const { cases, search } = outlineSearch(given, { rate: [100, 1_000], duration: 2_000 });
  assert.deepEqual(cases.map(({ parameters }) => parameters.rate), [100]);
  assert.deepEqual(search, {
    ...{ thresholds: ["responseTime.p99 < 20"], lowest: 100, highest: 1_000, steps: 5 },
  });
  assert.equal(outlineSearch(given, {}).search?.steps, null);
});
