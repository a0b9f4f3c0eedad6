/** Loads beside the measured one, in one thread. */
import assert from "node:assert/strict";
import type { Load } from "../../src/engine/load.ts";
import { runLoads } from "../../src/engine/loads.ts";
import { plan } from "../../src/run/plan.ts";
import type { Case } from "../../src/scenario/planned.ts";
import { type Scenario, scenario } from "../../src/scenario/scenario.ts";
import { loadOf } from "./fixture.ts";

function after<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms));
}

/** So many operations that they take 100 ms and more: what runs beside them is in the same event loop, and has its turns. */
const OWN = {
  name: "own",
  poolSizes: [2],
  operations: 200,
  warmup: 0,
  operation: () => after(1, undefined),
} satisfies Scenario;

function loadWith(loads: NonNullable<Scenario["loads"]>, own: Partial<Scenario> = {}): Load {
  const { operations, ...others } = OWN;
  const length = own.duration === undefined ? { operations } : {};
  return planned({ ...others, ...length, ...own, loads } as Scenario);
}

function planned(scenario: Scenario, parts: Partial<Load> = {}): Load {
  const made = plan(scenario);
  return { ...loadOf({}), plan: made, case: made.cases[0] as Case, ...parts };
}

Deno.test("runLoads() without other loads is the measured load alone", async () => {
  const measured = await runLoads(planned(OWN));
  assert.ok(measured.operations > 0);
  assert.ok(!("loads" in measured));
});

Deno.test("runLoads() runs loads from before the measured one starts until after it has ended", async () => {
  const events: string[] = [];
  const note = (name: string) => () => {
    events.push(name);
    return after(1, undefined);
  };
  const load = loadWith({
    pool: { poolSize: 1, operation: note("pool") },
    rate: { rate: 200, operation: note("rate") },
  }, { operation: note("own") });
  const measured = await runLoads(load);
  const first = events.indexOf("own"), last = events.lastIndexOf("own");
  for (const name of ["pool", "rate"]) assert.ok(events.indexOf(name) < first, `${events}`);
  assert.ok(events.slice(last).includes("pool"));
  for (const one of measured.loads ?? []) assert.ok(one.elapsed >= measured.elapsed, one.name);
});

Deno.test("runLoads() gives each load figures of its own, which are in no figure of the measured one", async () => {
  let own = 0, pool = 0, rate = 0;
  const measured = await runLoads(loadWith({
    pool: { poolSize: 3, operation: () => after(5, ++pool) },
    rate: { rate: 400, operation: () => Promise.resolve(++rate) },
  }, { operation: () => after(1, ++own) }));
  assert.equal(measured.operations, own);
  const [first, second] = measured.loads ?? [];
  assert.deepEqual([first?.name, first?.poolSize, first?.schedule], ["pool", 3, null]);
  assert.equal(first?.operations, pool);
  assert.ok((first?.serviceTime?.min ?? 0) >= 4.9);
  assert.equal(second?.operations, rate);
  assert.deepEqual([second?.name, second?.schedule?.rate], ["rate", 400]);
  assert.equal(second?.schedule?.due, rate);
  assert.equal(second?.waitTime?.count, rate);
  // The rate for the length of the case, and what lies before and after, up to the stop.
  const due = 400 * (second?.schedule?.length ?? 0) / 1_000;
  assert.ok(Math.abs(rate - due) <= 1, `${rate} of ${due}`);
});

Deno.test("runLoads() keeps the pool of a load full, and its inputs in order", async () => {
  const seen: number[] = [];
  let inFlight = 0, most = 0;
  await runLoads(loadWith({
    pool: {
      poolSize: 4,
      input: ({ index }) => index,
      async operation(_, at) {
        seen.push(at as number);
        most = Math.max(most, ++inFlight);
        await after(2, undefined);
        inFlight--;
      },
    },
  }));
  assert.equal(most, 4);
  assert.deepEqual(seen, Array.from(seen, (_, at) => at));
  assert.ok(seen.length > 4);
});

Deno.test("runLoads() injects no latency into a load, and gives it the case's own axes", async () => {
  const seen = new Set<string>();
  const measured = await runLoads(loadWith({
    rate: {
      rate: 100,
      input: ({ parameters }) => parameters.size,
      operation: (_, size, parameters) => {
        seen.add(JSON.stringify([size, parameters]));
        return Promise.resolve();
      },
    },
  }, { latency: [20], matrix: { size: [7] } }));
  assert.deepEqual([...seen], [
    JSON.stringify([7, { size: 7, latency: 0, poolSize: 1000, rate: 100 }]),
  ]);
  assert.equal(measured.parameters.latency, 20);
});

Deno.test("runLoads() makes other rows in each load from one seed, and the same in every run", async () => {
  async function rowsOf(): Promise<string[][]> {
    const rows: string[][] = [[], [], []];
    const input: Scenario["input"] = ({ faker }) => faker.string.uuid();
    // The case ends when all have enough.
    const enough = new AbortController();
    const keep = (at: number) => (_: unknown, id: unknown) => {
      if (rows[at]!.length < 5) rows[at]!.push(id as string);
      if (rows.every(({ length }) => length === 5)) enough.abort();
      return after(1, undefined);
    };
    const load = loadWith({
      first: { poolSize: 1, input, operation: keep(1) },
      second: { poolSize: 1, input, operation: keep(2) },
    }, { input, operation: keep(0), poolSizes: [1], duration: 60_000 });
    await runLoads({ ...load, signal: enough.signal });
    return rows;
  }
  const rows = await rowsOf();
  assert.equal(new Set(rows.flat()).size, 15);
  assert.deepEqual(await rowsOf(), rows);
});

Deno.test("runLoads() counts what fails in a load in that load alone, and each operation of its mix", async () => {
  const measured = await runLoads(loadWith({
    rate: {
      rate: 500,
      mix: {
        good: { weight: 1, operation: () => Promise.resolve() },
        bad: { weight: 1, operation: () => Promise.reject(new RangeError("not today")) },
      },
    },
  }));
  assert.equal(measured.errors.total, 0);
  const [{ errors, mix = [], operations = 0 } = {}] = measured.loads ?? [];
  assert.deepEqual(errors?.examples, { RangeError: "not today" });
  assert.deepEqual(mix.map(({ name }) => name), ["good", "bad"]);
  assert.equal(mix[1]?.errors.total, errors?.total);
  assert.equal((mix[0]?.operations ?? 0) + (mix[1]?.operations ?? 0), operations);
});

Deno.test("runLoads() says what a load had due and could not send", async () => {
  const measured = await runLoads(loadWith({
    slow: { rate: 1_000, poolSize: 1, operation: () => after(10, undefined) },
  }));
  const [{ schedule, unsent = 0, operations = 0 } = {}] = measured.loads ?? [];
  assert.ok(unsent > 50, `${unsent}`);
  assert.ok((schedule?.achieved ?? Infinity) < 200);
  assert.ok(Math.abs((schedule?.due ?? 0) - unsent - operations) <= 1);
  assert.ok(Number.isFinite(schedule?.length));
});

Deno.test("runLoads() runs Poisson arrivals in a load that has no end of its own", async () => {
  const measured = await runLoads(loadWith(
    { rate: { rate: 500, operation: () => Promise.resolve() } },
    { rate: [100], arrivals: "poisson" },
  ));
  assert.ok((measured.loads?.[0]?.operations ?? 0) > 0);
});

for (const speed of [{ rate: 1_000 }, { poolSize: 1 }]) {
  Deno.test(`runLoads() ends the case when the input of a load throws: ${Object.keys(speed)}`, async () => {
    const load = loadWith({
      bad: {
        ...speed,
        input: ({ index }) => {
          if (index === 70) throw new Error("no seventieth");
          return index;
        },
        operation: () => after(0, undefined),
      },
    }, { duration: 60_000 });
    await assert.rejects(runLoads(load), /input 70 .* threw: no seventieth/);
  });
}

Deno.test("runLoads() ends the loads when the input of the measured one throws", async () => {
  const load = loadWith({ rate: { rate: 100, operation: () => Promise.resolve() } }, {
    input: () => {
      throw new Error("no input");
    },
  });
  await assert.rejects(runLoads(load), /no input/);
});

for (const when of ["before it starts", "while it runs"]) {
  Deno.test(`runLoads() that is stopped ${when} ends with what it knows`, async () => {
    const controller = new AbortController();
    const load = loadWith({
      pool: { poolSize: 1, operation: () => after(1, undefined) },
      rate: { rate: 100, operation: () => after(1, undefined) },
    }, { duration: 60_000, warmup: when === "before it starts" ? 60_000 : 0 });
    setTimeout(() => controller.abort(), 50);
    const { status, loads = [] } = await runLoads({ ...load, signal: controller.signal });
    assert.equal(status, "aborted");
    assert.deepEqual(loads.map(({ name }) => name), ["pool", "rate"]);
  });
}

Deno.test("runLoads() runs loads beside a page, and beside an open load", async () => {
  const paged = scenario({
    name: "paged",
    ...{ poolSizes: [1], operations: 20, warmup: 0 },
    steps: (page) => page.step("one", () => after(1, 1)).step("two", () => after(1, 2)),
    loads: { rate: { rate: 200, operation: () => Promise.resolve() } },
  });
  const page = await runLoads(planned(paged));
  assert.equal(page.operations, 20);
  assert.deepEqual(page.steps?.map(({ name }) => name), ["one", "two"]);
  assert.ok((page.loads?.[0]?.operations ?? 0) > 0);
  const open = await runLoads(loadWith({ pool: { poolSize: 1, operation: () => after(1, 1) } }, {
    rate: [1_000],
  }));
  assert.equal(open.schedule?.due, 200);
  assert.ok((open.loads?.[0]?.operations ?? 0) > 0);
});

Deno.test("runLoads() gives a load with fewer slots than threads to the first threads", async () => {
  const load = loadWith({
    pool: { poolSize: 1, input: ({ index }) => index, operation: () => after(1, 1) },
  });
  const first = await runLoads({ ...load, share: { worker: 0, workers: 2 } });
  const second = await runLoads({ ...load, share: { worker: 1, workers: 2 } });
  assert.ok((first.loads?.[0]?.operations ?? 0) > 0);
  assert.deepEqual(second.loads ?? [], []);
});

Deno.test("runLoads() does not take the spinning of a load with a rate for work of the client", async () => {
  const { client: { spinning } } = await runLoads(loadWith(
    { rate: { rate: 1_000, operation: () => Promise.resolve() } },
    { poolSizes: [1], operation: () => after(20, 1) },
  ));
  // The measured load itself never spins.
  assert.ok(spinning > 0);
});
