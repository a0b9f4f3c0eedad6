import assert from "node:assert/strict";
import process from "node:process";
import { findChangePoints } from "../../src/history/change_points.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";
import { noisySeries } from "./noise.ts";

testPermitted("six levels of 1,000 values are found within a second", async () => {
  const levels = [100, 105, 100, 107, 100, 104].map((level, at) =>
    [at < 4 ? 167 : 166, level] as const
  );
  const values = noisySeries(levels, 0.02, 1);
  let found = 0;
  const ms = await bestOf(1_000, () => {
    // What the processor does for others is not counted.
    const { user } = process.cpuUsage();
    found = findChangePoints(values).length;
    return Promise.resolve((process.cpuUsage().user - user) / 1_000);
  });
  assert.equal(found, 5);
  assert.ok(ms < 1_000, `${ms} ms`);
});
