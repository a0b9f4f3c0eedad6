import assert from "node:assert/strict";
import { answerAgentCalls, type AnsweringOptions } from "../../../src/agents/nats/answering.ts";
import { type AgentChannelsOptions, openAgentChannels } from "../../../src/agents/nats/channel.ts";
import { ScenarioError, TargetError } from "../../../src/errors.ts";
import type { Calls, Channel } from "../../../src/runtime/channel.ts";
import { startNats, type TestNats } from "../../support/nats.ts";
import { openTestGroup } from "../../support/nats_group.ts";
import { testPermitted } from "../../support/needs.ts";

/** A coordinator and one agent, "a", each with a connection of its own. */
async function withAgent<C extends Calls<C>, Told>(
  options: AnsweringOptions<C, Told> & AgentChannelsOptions,
  body: (it: {
    readonly nats: TestNats;
    readonly channel: Channel<C, Told>;
    readonly tell: (told: Told) => void;
    readonly leave: (reason: string) => Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  await using nats = await startNats();
  await using coordinator = await openTestGroup(nats);
  await using agent = await openTestGroup(nats);
  const answering = answerAgentCalls<C, Told>(agent, "a", options);
  const channels = openAgentChannels(coordinator, "r", options);
  try {
    await body({
      nats,
      channel: channels.to<C, Told>("a"),
      tell: (told) => answering.tell("r", told),
      leave: (reason) => answering.leave("r", reason),
    });
  } finally {
    await channels.end(new Error("the test ended"));
    await answering.close();
  }
}

testPermitted("an agent answers what it is asked, with all that V8 can copy", async () => {
  const calls = {
    echo: (given: unknown) => given,
    later: async (ms: number) => await Promise.resolve(ms + 1),
    nothing: () => {},
  };
  await withAgent({ callsOf: () => calls }, async ({ channel }) => {
    const value = {
      ...{ infinite: Infinity, nan: NaN, none: undefined, date: new Date(0), big: 2n ** 70n },
      ...{ counts: new Float64Array([1.5, -0]), map: new Map([[1, new Set(["x"])]]) },
      text: 'a "quoted" | </script>\n\x1b[2J =cmd() ü€',
    };
    assert.deepEqual(await channel.ask("echo", value), value);
    assert.equal(await channel.ask("later", 1), 2);
    assert.equal(await channel.ask("nothing"), undefined);
  });
});

testPermitted("errors of an agent keep their class and their hint", async () => {
  const calls = {
    wrong: () => {
      throw new ScenarioError("no such step", "name it");
    },
    lost: () => Promise.reject(new TargetError("no such node", "start it")),
    other: () => Promise.reject(new RangeError("too far")),
    text: () => Promise.reject("thrown text"),
    uncopied: () => () => 1,
    take: (given: unknown) => void given,
  };
  await withAgent({ callsOf: () => calls }, async ({ channel }) => {
    const errorOf = (name: Exclude<keyof typeof calls, "take">): Promise<TargetError> =>
      channel.ask(name).then(() => assert.fail(), (error) => error);
    const wrong = await errorOf("wrong");
    assert.ok(wrong instanceof ScenarioError);
    assert.deepEqual([wrong.message, wrong.hint], ["no such step", "name it"]);
    const lost = await errorOf("lost");
    assert.ok(lost instanceof TargetError);
    assert.deepEqual([lost.message, lost.hint], ["no such node", "start it"]);
    assert.deepEqual([(await errorOf("other")).name, (await errorOf("text")).name], [
      "RangeError",
      "string",
    ]);
    assert.match((await errorOf("uncopied")).message, /Cannot send the answer to "uncopied"/);
    await assert.rejects(channel.ask("take", () => 1), /Cannot send what "take"/);
  });
});

testPermitted("what an agent cannot begin, its coordinator gets", async () => {
  const callsOf = (run: string) => {
    throw new TargetError(`this agent is busy with another run than ${run}`);
  };
  await withAgent<{ open(): void }, never>({ callsOf }, async ({ channel }) => {
    await assert.rejects(channel.ask("open"), /this agent is busy with another run than r/);
  });
});

testPermitted("calls come in the order in which they were asked, large ones in parts", async () => {
  const heard: number[] = [];
  const calls = { take: (given: Uint8Array) => heard.push(given.length) };
  await withAgent({ callsOf: () => calls }, async ({ channel }) => {
    const sizes = [3_000_000, 1, 600_000, 0, 524_288, 2];
    await Promise.all(sizes.map((size) => channel.ask("take", new Uint8Array(size))));
    assert.deepEqual(heard, sizes);
  });
});

testPermitted("an answer of 20 MB arrives whole", async () => {
  const numbers = Float64Array.from({ length: 2_500_000 }, (_, at) => at * 1.5);
  await withAgent({ callsOf: () => ({ all: () => numbers }) }, async ({ channel }) => {
    const answer = await channel.ask("all");
    assert.equal(answer.length, numbers.length);
    assert.ok(answer.every((number, at) => number === numbers[at]));
  });
});

testPermitted(
  "kept news arrive once and in their order, and so does the answer after them",
  async () => {
    const told: number[] = [];
    const calls = { wait: () => waiting.promise };
    const waiting = Promise.withResolvers<void>();
    await withAgent<typeof calls, number>({ callsOf: () => calls }, async ({ channel, tell }) => {
      channel.onTold = (number) => told.push(number);
      const answered = channel.ask("wait");
      for (let number = 0; number < 50; number++) tell(number);
      waiting.resolve();
      await answered;
      assert.deepEqual(told, Array.from({ length: 50 }, (_, number) => number));
    });
  },
);

testPermitted("news that may be lost arrive, and those that are lost cost nothing", async () => {
  const begun = Promise.withResolvers<void>();
  const running = Promise.withResolvers<string>();
  const calls = {
    run() {
      begun.resolve();
      return running.promise;
    },
  };
  const options = { callsOf: () => calls, mayBeLost: () => true };
  await withAgent<typeof calls, string>(options, async ({ nats, channel, tell }) => {
    const first = Promise.withResolvers<string>();
    channel.onTold = first.resolve;
    const answer = channel.ask("run");
    await begun.promise;
    tell("one");
    assert.equal(await first.promise, "one");
    await nats.kill();
    channel.onTold = () => {};
    for (let number = 0; number < 1_000; number++) tell(`lost ${number}`);
    running.resolve("all that was measured");
    await nats.start();
    assert.equal(await answer, "all that was measured");
  });
});

testPermitted("a call that may be lost resolves at once, and is heard", async () => {
  const heard = Promise.withResolvers<number>();
  const calls = { open: () => {}, reached: (place: number) => heard.resolve(place) };
  const options = { callsOf: () => calls, unanswered: ["reached"] };
  await withAgent(options, async ({ channel }) => {
    await channel.ask("open");
    assert.equal(await channel.ask("reached", 7), undefined);
    assert.equal(await heard.promise, 7);
  });
});

/** Asks 100 times while NATS is killed and started, which may lose what it kept. */
async function askThroughCrash(forgets: boolean): Promise<void> {
  const carried = new Map<number, number>();
  const release = Promise.withResolvers<void>();
  const calls = {
    async double(number: number) {
      carried.set(number, (carried.get(number) ?? 0) + 1);
      // Every third answers only once NATS is away.
      if (number % 3 === 0) await release.promise;
      return 2 * number;
    },
  };
  await withAgent({ callsOf: () => calls }, async ({ nats, channel }) => {
    const ask = (number: number) => channel.ask("double", number);
    const answers = Array.from({ length: 50 }, (_, number) => ask(number));
    await answers[1];
    await nats.kill();
    if (forgets) await nats.forget();
    release.resolve();
    answers.push(...Array.from({ length: 50 }, (_, number) => ask(50 + number)));
    await nats.start();
    const expected = Array.from({ length: 100 }, (_, number) => 2 * number);
    assert.deepEqual(await Promise.all(answers), expected);
    assert.deepEqual([...carried.values()], Array(100).fill(1));
  });
}

testPermitted(
  "a NATS that crashes under 100 calls: each is carried out once and answered once",
  () => askThroughCrash(false),
);

testPermitted(
  "a NATS that loses all that it kept under 100 calls: each is carried out once",
  () => askThroughCrash(true),
);

testPermitted("kept news survive a NATS that loses all that it kept", async () => {
  const calls = { run: () => started.promise };
  const started = Promise.withResolvers<string>();
  await withAgent<typeof calls, string>({ callsOf: () => calls }, async (it) => {
    const { nats, channel, tell } = it;
    let times = 0;
    const ready = Promise.withResolvers<void>();
    channel.onTold = () => {
      times++;
      ready.resolve();
    };
    const answer = channel.ask("run");
    await nats.kill();
    tell("ready");
    await nats.forget();
    await nats.start();
    await ready.promise;
    started.resolve("done");
    assert.equal(await answer, "done");
    assert.equal(times, 1);
  });
});

testPermitted(
  "a channel that ends rejects what it was asked, and its agent hears of it",
  async () => {
    const ended = Promise.withResolvers<string>();
    const options = {
      callsOf: () => ({ hang: () => new Promise<void>(() => {}) }),
      onEnd: (run: string, reason: string) => ended.resolve(`${run}: ${reason}`),
    };
    await withAgent(options, async ({ channel }) => {
      const hanging = channel.ask("hang");
      channel.end(new TargetError("was silent for 10 s"));
      await assert.rejects(hanging, /was silent for 10 s/);
      await assert.rejects(channel.ask("hang"), /was silent for 10 s/);
      assert.equal(await ended.promise, "r: was silent for 10 s");
    });
  },
);

testPermitted("an agent that leaves ends its channel with the reason", async () => {
  const callsOf = () => ({ hang: () => new Promise<void>(() => {}), open: () => {} });
  await withAgent({ callsOf }, async ({ channel, leave }) => {
    await channel.ask("open");
    const hanging = channel.ask("hang");
    await leave("was stopped by SIGTERM");
    await assert.rejects(hanging, (error) => {
      assert.ok(error instanceof TargetError);
      assert.equal(error.message, "was stopped by SIGTERM");
      return true;
    });
  });
});

testPermitted("agents of one name in two groups do not hear each other", async () => {
  await using nats = await startNats();
  await using one = await openTestGroup(nats, "one");
  await using other = await openTestGroup(nats, "other");
  const groups = [one, other];
  const answering = groups.map((group) =>
    answerAgentCalls(group, "a", { callsOf: (run) => ({ who: () => `${group.name} ${run}` }) })
  );
  const channels = groups.flatMap((group) =>
    ["r1", "r2"].map((run) => openAgentChannels(group, run))
  );
  try {
    const answers = channels.map((all) => all.to<{ who(): string }, never>("a").ask("who"));
    assert.deepEqual(await Promise.all(answers), ["one r1", "one r2", "other r1", "other r2"]);
  } finally {
    await Promise.all(channels.map((all) => all.end(new Error("the test ended"))));
    await Promise.all(answering.map((all) => all.close()));
  }
});
