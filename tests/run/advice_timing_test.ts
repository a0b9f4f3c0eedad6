import assert from "node:assert/strict";
import { model } from "../../src/scenario/schema/model.ts";
import { type InputContext, scenario } from "../../src/scenario/scenario.ts";
import { run } from "../../src/run/run.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);

/** Milliseconds that the embedded server takes for each request, however many there are. */
const SERVICE = 20;

const PARTS = {
  name: "sweep",
  models: [User],
  client: ["wire" as const],
  poolSizes: [1, 2, 4, 8, 16],
  warmup: 0,
  faults: [{ kind: "delay" as const, ms: SERVICE }],
  input: ({ faker }: InputContext) => ({ user_id: faker.string.uuid(), name: "x" }),
};

const sweep = scenario({
  ...PARTS,
  duration: 250,
  operation: (session, user) => session.create(User, user),
});

/** Lets four operations at once ask the server; the others wait. */
function limited() {
  const waiting: (() => void)[] = [];
  let free = 4;
  return scenario({
    ...PARTS,
    // Full rounds of four: in a fixed time it would be chance whether there are eleven or twelve.
    operations: 48,
    async operation(session, user) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      await session.create(User, user);
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    },
  });
}

testPermitted("run() advises the pool that a server of a known service time needs", async () => {
  const off = await bestOf(0.1, async () => {
    const { cases, advice: [advice] = [] } = await run(limited());
    // A timer of the server fires a millisecond or two late.
    const most = 4 / (cases[0]?.serviceTime?.mean ?? NaN) * 1_000;
    const isFound = advice?.poolSize === 4 && advice.limit === "server";
    return isFound && advice.best ? Math.abs(1 - advice.best.throughput / most) : 1;
  });
  assert.ok(off < 0.1, `${off}`);
});

testPermitted(
  "run() predicts what another latency needs of that server, and checks it",
  async () => {
    const worst = await bestOf(0.1, async () => {
      const { advice = [] } = await run(sweep, { latency: [0, 20] });
      const [none, some] = advice.map(({ little }) => little);
      const near = none?.predictions.find(({ latency }) => latency === 20)?.poolSize ?? NaN;
      if (advice.some(({ limit }) => limit !== "pool")) return 1;
      // It takes as long with the latency as without, so twice as many are in flight.
      const off = Math.abs(near / 32 - 1);
      return Math.max(off, none?.check?.worst ?? 1, some?.check?.worst ?? 1);
    });
    assert.ok(worst < 0.1, `${worst}`);
  },
);
