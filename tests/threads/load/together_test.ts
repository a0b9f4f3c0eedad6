/** Agents that carry a case together: their start, what ends a case early, and what becomes of it when one is lost. */
import assert from "node:assert/strict";
import { ScenarioError, TargetError } from "../../../src/errors.ts";
import type { EarlyEnd } from "../../../src/result/case.ts";
import type { Case, Plan } from "../../../src/scenario/planned.ts";
import { type Carrier, CarrierLost, ownClock } from "../../../src/threads/load/carrier.ts";
import type { Listener, LoadThreads } from "../../../src/threads/load/threads.ts";
import { carryTogether, type TogetherOptions } from "../../../src/threads/load/together.ts";
import { planOf, turn } from "../../engine/fixture.ts";
import {
  DEAF,
  fakeAgent,
  type FakeAgentOptions,
  type FakeCarrier,
  GRACE,
} from "./fake_carriers.ts";

interface Group {
  readonly agents: readonly FakeCarrier[];
  readonly together: LoadThreads;
  readonly controller: AbortController;
  run(listener?: Partial<Listener>): ReturnType<LoadThreads["run"]>;
}

/** So many agents of a plan, called a1, a2, …. */
function groupOf(
  plan: Plan,
  all: readonly Partial<FakeAgentOptions>[],
  options: Partial<TogetherOptions> = {},
): Group {
  const controller = new AbortController();
  const { signal } = controller;
  const agents = all.map((own, at) => fakeAgent(`a${at + 1}`, { plan, signal, ...own }));
  const together = carryTogether(plan, agents, { signal, grace: GRACE, ...options });
  const run = (listener: Partial<Listener> = {}) =>
    together.run(plan.cases[0] as Case, { ...DEAF, ...listener });
  return { agents, together, controller, run };
}

Deno.test("agents start at one instant, each by its own clock, however far that is off, and say how late they were", async () => {
  const plan = planOf({ poolSize: 3, operations: 30 });
  const { agents, run } = groupOf(plan, [{}, { ahead: 3_600_000 }, { ahead: -3_600_000 }]);
  let begunAt = 0;
  const { parts = [], startedAt, measured } = await run({ onStart: () => begunAt = ownClock() });
  const told = agents.map(({ channel: { asked } }) =>
    Number(asked.find(([name]) => name === "start")?.[1])
  );
  assert.deepEqual(told, [startedAt, startedAt + 3_600_000, startedAt - 3_600_000]);
  assert.ok(begunAt >= startedAt, "what goes by the clock of the case begins with it");
  assert.equal(measured.startedAt, new Date(startedAt).toISOString(), "whatever theirs say");
  for (const { startedLate = NaN, clock } of parts) {
    // The sums of instants round to a fraction of a microsecond.
    assert.ok(startedLate > -0.01, `${startedLate}`);
    assert.equal(clock?.uncertainty, 0.1);
  }
});

Deno.test("an agent that hears of the start too late starts at once, and says by how much", async () => {
  const plan = planOf({ poolSize: 2, operations: 10 });
  const { run } = groupOf(plan, [{}, {
    calls: ({ start }) => ({
      async start(at = 0) {
        while (ownClock() < at + 30) await turn();
        start(at);
      },
    }),
  }]);
  const { parts = [], measured } = await run();
  assert.equal(measured.operations, 10);
  assert.ok((parts[1]?.startedLate ?? 0) >= 30);
});

Deno.test("what ends the part of one agent ends those of all, once, and is told to who asked", async () => {
  const plan = planOf({
    ...{ poolSize: 3, operations: 3_000_000, maxErrors: 5 },
    operation: async (_session, index) => {
      await turn();
      if (index % 3 === 1) throw new Error("no");
    },
  });
  const { agents, run } = groupOf(plan, [{}, {}, {}]);
  const ends: EarlyEnd[] = [];
  const { measured, parts = [] } = await run({ onEarlyEnd: (why) => ends.push(why) });
  assert.equal(measured.endedBy, "errors");
  assert.deepEqual(ends, [{ endedBy: "errors" }]);
  for (const { measured } of parts) assert.equal(measured?.status, "aborted");
  for (const { channel: { asked } } of agents) {
    assert.equal(asked.filter(([name]) => name === "endEarly").length, 1);
  }
});

Deno.test("errors are counted over all agents, also where none of them has too many by itself", async () => {
  const plan = planOf({
    ...{ poolSize: 4, operations: 3_000_000, maxErrors: 40 },
    operation: async (_session, index) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (index < 40) throw new Error("no");
    },
  });
  const { measured } = await groupOf(plan, [{}, {}, {}, {}]).run();
  assert.equal(measured.endedBy, "errors");
  assert.equal(measured.errors.total, 40);
});

Deno.test("the signal stops all agents, also before their start, and what they measured is merged", async () => {
  for (const isReady of [true, false]) {
    const plan = planOf({ poolSize: 2, duration: 60_000, operation: turn });
    const { controller, run } = groupOf(plan, [{}, {}]);
    const stop = () => controller.abort();
    const { measured } = await run(
      isReady ? { onReady: () => Promise.resolve(stop()) } : { onProgress: stop },
    );
    assert.equal(measured.status, "aborted");
  }
});

/** An agent that is lost when it has run so many operations. */
function losing(after: number): { own: Partial<FakeAgentOptions>; lose(carrier: Carrier): void } {
  const lost = Promise.withResolvers<void>();
  let left = after;
  return {
    own: {
      session: {
        async execute() {
          if (left-- <= 0) {
            lost.resolve();
            await new Promise(() => {});
          }
          await turn();
          return { rows: [], pageState: undefined };
        },
      },
    },
    lose({ channel }) {
      lost.promise.then(() => channel.end(new CarrierLost("was silent for 10 s")));
    },
  };
}

const OPERATION = async (session: { execute(query: string): Promise<unknown> }) => {
  await turn();
  await session.execute("SELECT");
};

Deno.test("when an agent is lost, the others' parts are merged, its share is named, and the next case is shared among those left", async () => {
  const plan = planOf({ poolSize: 3, operations: 300, operation: OPERATION });
  const { own, lose } = losing(20);
  const told: string[] = [];
  const { agents, together, run } = groupOf(plan, [{}, own, {}], {
    onLost: ({ agent }, { message }) => told.push(`${agent?.agent} ${message}`),
  });
  lose(agents[1] as Carrier);
  const { measured, parts = [] } = await run();
  assert.deepEqual(told, ["a2 was silent for 10 s"]);
  assert.equal(measured.operations, 200, "nothing that others measured is lost");
  assert.equal(measured.status, "aborted", "it is not whole");
  assert.deepEqual(
    parts.map(({ agent, lost, measured }) => [agent.agent, lost, measured?.operations]),
    [["a1", undefined, 100], ["a2", "was silent for 10 s", undefined], ["a3", undefined, 100]],
  );
  assert.deepEqual(await together.written(), []);

  const next = await run();
  assert.equal(next.measured.status, "completed");
  assert.deepEqual(next.parts?.map(({ agent }) => agent.agent), ["a1", "a3"]);
  assert.equal(next.measured.operations, 300);
  assert.deepEqual(told.length, 1);
});

Deno.test("when one is lost and that stops the run, its case is kept, and the next one says why there is none", async () => {
  const plan = planOf({ poolSize: 2, operations: 20, operation: OPERATION });
  const { own, lose } = losing(3);
  const { agents, run } = groupOf(plan, [own, {}], { onLoss: "stop" });
  lose(agents[0] as Carrier);
  assert.equal((await run()).measured.operations, 10);
  await assert.rejects(run(), {
    name: "TargetError",
    message: "Cannot go on as agent a1 (host-a1) was silent for 10 s",
  });
});

Deno.test("when all are lost, the case ends with all their reasons", async () => {
  const plan = planOf({ poolSize: 2, operations: 20, operation: OPERATION });
  const both = [losing(1), losing(2)];
  const { agents, run } = groupOf(plan, both.map(({ own }) => own));
  for (const [at, { lose }] of both.entries()) lose(agents[at] as Carrier);
  const says = "Cannot go on as agent a1 (host-a1) was silent for 10 s, and " +
    "agent a2 (host-a2) was silent for 10 s";
  for (let round = 0; round < 2; round++) {
    await assert.rejects(run(), { name: "TargetError", message: says });
  }
});

Deno.test("one that was lost between two cases is not asked to carry anything", async () => {
  const plan = planOf({ poolSize: 2, operations: 20 });
  const lossOf = () => new CarrierLost("left the group");
  const { agents, run } = groupOf(plan, [{}, { parts: { lossOf } }]);
  const { measured, parts = [] } = await run();
  assert.equal(measured.operations, 20);
  assert.deepEqual(parts.map(({ agent }) => agent.agent), ["a1"]);
  assert.deepEqual(agents[1]?.channel.asked, []);
});

Deno.test("one that is lost in its warm-up does not keep the others from their start", async () => {
  const plan = planOf({ poolSize: 2, operations: 20 });
  const { run } = groupOf(plan, [{}, {
    calls: () => ({ run: () => Promise.reject(new CarrierLost("ended")) }),
  }]);
  const { measured, parts = [] } = await run();
  assert.equal(measured.operations, 10);
  assert.deepEqual(parts.map(({ lost }) => lost), [undefined, "ended"]);
});

Deno.test("what one agent fails with costs its share; a mistake in the scenario ends the run and says where", async () => {
  const plan = planOf({ poolSize: 2, operations: 20 });
  const failing = (error: Error) => ({ calls: () => ({ run: () => Promise.reject(error) }) });
  const { measured, parts = [] } = await groupOf(plan, [
    {},
    failing(new TargetError("no server answers")),
  ]).run();
  assert.equal(measured.operations, 10);
  assert.equal(parts[1]?.lost, "failed: no server answers");
  await assert.rejects(
    groupOf(plan, [{}, failing(new ScenarioError("Cannot make input 3", "mend it"))]).run(),
    {
      name: "ScenarioError",
      message: "In agent a2 (host-a2): Cannot make input 3",
      hint: "mend it",
    },
  );
});

/** A mix whose inputs go by counts, so that no thread may run ahead of another. */
function counted(operations: number): Plan {
  const inputOf = ({ counts }: { counts: Readonly<Record<string, number>> }) => counts.read;
  return planOf({
    ...{ operations, poolSize: 2 },
    mix: { read: { weight: 1, input: inputOf as never, operation: OPERATION as never } },
  });
}

Deno.test("agents whose inputs go by counts stay in step, and one that is lost holds nobody up", async () => {
  const slow = {
    async execute() {
      for (let at = 0; at < 5; at++) await turn();
      return { rows: [], pageState: undefined };
    },
  };
  const { agents, run } = groupOf(counted(1_000), [{}, { session: slow }]);
  assert.equal((await run()).measured.operations, 1_000);
  const places = agents.map(({ channel: { asked } }) =>
    asked.filter(([name]) => name === "reached").length
  );
  assert.ok(places.every((count) => count > 0), `${places}`);

  const { own, lose } = losing(20);
  const other = groupOf(counted(1_000), [{}, own]);
  lose(other.agents[1] as Carrier);
  const { measured, parts = [] } = await other.run();
  assert.equal(measured.operations, 500);
  assert.equal(parts[1]?.lost, "was silent for 10 s");
});
