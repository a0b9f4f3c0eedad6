import assert from "node:assert/strict";
import { createRequestCounts } from "../../src/measure/request_counts.ts";
import { model } from "../../src/scenario/schema/model.ts";
import type { RequestCounts } from "../../src/measure/request_counts.ts";
import type { Session } from "../../src/scenario/calls/session.ts";

const Item = model("item", { id: "int", at: "int", v: "int" }, ["id", "at"]);

/** The tables of {@linkcode checkCounts}. */
export const COUNTED_MODELS = [Item];

/** What a session gives that may be no success is counted, whatever it is sent with. */
export async function checkCounts(counting: (counts: RequestCounts) => Session): Promise<void> {
  const counts = createRequestCounts();
  const session = counting(counts);
  const key = { id: 1, at: 2 };
  await session.delete(Item, key);
  await session.find(Item, key);
  await session.findAll(Item, { id: 1 });
  await session.createIfNotExists(Item, { ...key, v: 3 });
  await session.createIfNotExists(Item, { ...key, v: 4 });
  await session.find(Item, key);
  await session.findAll(Item, { id: 1 });
  const update = "UPDATE item SET v = 5 WHERE id = 1 AND at = 2 IF v = ?";
  for (const v of [9, 3, 9]) await session.execute(update, [v]);
  const { rows } = await session.execute("SELECT v FROM item WHERE id = 8");
  assert.deepEqual(rows, []);
  const { reads, misses, conditional, notApplied, texts } = counts;
  const given = { reads, misses, conditional, notApplied };
  assert.deepEqual(given, { reads: 4, misses: 2, conditional: 5, notApplied: 3 });
  assert.equal(texts, 2);
}
