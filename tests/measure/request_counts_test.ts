import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { mergeMeasured } from "../../src/measure/measured.ts";
import {
  countAnswer,
  countRow,
  createRequestCounts,
  figuresOfRequests,
  mergeRequestFigures,
  type RequestCounts,
} from "../../src/measure/request_counts.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import type { Steps } from "../../src/scenario/steps.ts";
import { fakeSession, loadOf, type Wishes } from "../engine/fixture.ts";

/** A session in which each third look-up finds a row, and which counts as the clients do. */
function counting(counts: RequestCounts): Session {
  let count = 0;
  return fakeSession({
    find() {
      const row = count++ % 3 === 0 ? {} : undefined;
      countRow(counts, row);
      return Promise.resolve(row) as never;
    },
    execute() {
      const answer = { rows: [{ "[applied]": count++ % 3 === 0 }], pageState: undefined };
      countAnswer(counts, answer);
      return Promise.resolve(answer);
    },
  });
}

const read = (session: Session) => session.find({} as never, {} as never);
const write = (session: Session) => session.execute("UPDATE …");
const load = (wishes: Wishes, worker = 0) =>
  loadOf({ operations: 300, warmup: 20, ...wishes }, { counting, share: { worker, workers: 1 } });

Deno.test("reads without a row and conditional writes that were not applied are counted, without those of the warm-up", async () => {
  const { reads, misses, conditional } = await runLoad(load({ operation: read }));
  assert.deepEqual({ reads, misses, conditional }, {
    reads: 300,
    misses: 200,
    conditional: undefined,
  });
});

Deno.test("each operation of a mix has counts of its own, which add up", async () => {
  const mix = { read: { weight: 1, operation: read }, write: { weight: 1, operation: write } };
  const measured = await runLoad(load({ mix }));
  const [reading, writing] = measured.mix ?? [];
  assert.equal(reading?.reads, reading?.operations);
  assert.equal(reading?.conditional, undefined);
  assert.equal(writing?.conditional, writing?.operations);
  assert.equal(writing?.misses, undefined);
  assert.equal(measured.misses, reading?.misses);
  assert.equal(measured.notApplied, writing?.notApplied);
});

Deno.test("each step has counts of its own, which add up", async () => {
  const steps = (page: Steps<number>) => page.step("a", read).step("b", write).step("c", read);
  const measured = await runLoad(load({ steps, mode: ["serial"], operations: 30 }));
  const figures = measured.steps?.map(({ misses, notApplied }) => [misses, notApplied]);
  assert.deepEqual(figures, [[20, undefined], [undefined, 20], [20, undefined]]);
  assert.deepEqual([measured.misses, measured.notApplied], [40, 20]);
});

Deno.test("the counts of threads add up, also where one of them missed nothing", async () => {
  const whole = await runLoad(load({ operation: read }));
  const { misses: _, ...hits } = whole;
  const { reads, misses, notApplied } = mergeMeasured([hits, whole, whole]);
  assert.deepEqual({ reads, misses, notApplied }, {
    reads: 900,
    misses: 400,
    notApplied: undefined,
  });
  assert.deepEqual(mergeRequestFigures([{}, {}]), {});
});

Deno.test("what is 0 is left out of the figures", () => {
  assert.deepEqual(figuresOfRequests(createRequestCounts()), {});
  const counts = { ...createRequestCounts(), reads: 5, conditional: 2, notApplied: 1 };
  assert.deepEqual(figuresOfRequests(counts), { reads: 5, conditional: 2, notApplied: 1 });
});

Deno.test("a case that prepares more than 30 texts tells how many, of several threads those of one", async () => {
  const preparing = (texts: number) => (counts: RequestCounts) => {
    counts.texts += texts;
    return fakeSession();
  };
  const of = (texts: number) => runLoad(loadOf({}, { counting: preparing(texts) }));
  const [few, more, most] = [await of(30), await of(31), await of(40)];
  assert.deepEqual([few, more, most].map(({ preparedTexts }) => preparedTexts), [
    undefined,
    31,
    40,
  ]);
  assert.equal(mergeMeasured([few, most, more]).preparedTexts, 40);
});
