/** An agent that trusts a key takes its orders, each once and in time, and no others. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { nkeys } from "@nats-io/nats-core";
import { type Order, sendOrder, type SentOrder } from "../../src/agents/order.ts";
import { findWrongKey, readSigner } from "../../src/agents/nats/signing.ts";
import { createTrust, MOST_AGE } from "../../src/agents/trust.ts";
import { ScenarioError, TargetError } from "../../src/errors.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const NOW = 1_700_000_000_000;
const PAIR = nkeys.createUser();
const OTHER = nkeys.createUser();

const ORDER = {
  run: "r1",
  group: "g",
  agents: ["a1", "a2"],
  madeAt: NOW,
  bundle: { file: "s.ts", hash: "00" },
  settings: { timeout: Infinity },
  warmup: { operations: Infinity, duration: 0 },
  connection: { address: { contactPoints: ["127.0.0.1:9042"] }, localDataCenter: "dc1" },
} as unknown as Order;

function signed(change: Partial<Order> = {}, pair = PAIR): SentOrder {
  return sendOrder({ ...ORDER, ...change }, (bytes) => pair.sign(bytes));
}

function trust(now = NOW, key: string | undefined = PAIR.getPublicKey()) {
  return createTrust({ key, id: "a1", group: "g", now: () => now });
}

Deno.test("an order comes as it was made, infinite settings included", () => {
  assert.deepEqual(trust()(signed()), ORDER);
});

Deno.test("without a key every order is taken", () => {
  const read = createTrust({ id: "a1", group: "g", now: () => NOW });
  assert.deepEqual(read(sendOrder(ORDER)), ORDER);
  assert.deepEqual(read(signed({}, OTHER)), ORDER);
});

/** Orders that are refused, each with why. */
const REFUSED: Record<string, { readonly sent: () => SentOrder; readonly says: RegExp }> = {
  "that is not signed": { sent: () => sendOrder(ORDER), says: /as its order is not signed/ },
  "that another key signed": { sent: () => signed({}, OTHER), says: /is signed by another key/ },
  "that was changed after it was signed": {
    sent() {
      const { body, signature } = signed();
      const changed = body.slice();
      changed[changed.length - 3]! ^= 1;
      return { body: changed, signature: signature! };
    },
    says: /is signed by another key/,
  },
  "whose signature is cut off": {
    sent: () => ({ ...signed(), signature: signed().signature!.slice(0, 10) }),
    says: /is signed by another key/,
  },
  "for other agents": { sent: () => signed({ agents: ["a2"] }), says: /is for other agents/ },
  "for another group": { sent: () => signed({ group: "h" }), says: /is for other agents/ },
  "that is too old": {
    sent: () => signed({ madeAt: NOW - MOST_AGE - 1 }),
    says: /was made 300 s ago, by this agent's clock/,
  },
  "from the future": {
    sent: () => signed({ madeAt: NOW + MOST_AGE + 1 }),
    says: /was made 300 s from now/,
  },
  "of no time": { sent: () => signed({ madeAt: NaN }), says: /was made NaN s/ },
};

for (const [what, { sent, says }] of Object.entries(REFUSED)) {
  Deno.test(`an order ${what} is refused, with what to do`, () => {
    assert.throws(() => trust()(sent()), (error) => {
      assert.ok(error instanceof TargetError && error.hint !== undefined);
      assert.match(error.message, says);
      return true;
    });
  });
}

Deno.test("an order that came before is refused, and one that was refused does not count", () => {
  const read = trust();
  assert.throws(() => read(sendOrder(ORDER)), /not signed/);
  const order = signed();
  read(order);
  assert.throws(() => read(order), /its order came before/);
  assert.equal(read(signed({ run: "r2" })).run, "r2");
});

Deno.test("an order is good up to five minutes either way", () => {
  for (const madeAt of [NOW - MOST_AGE, NOW + MOST_AGE]) {
    assert.equal(trust()(signed({ madeAt })).madeAt, madeAt);
  }
});

Deno.test("a public key is checked, and a seed in its place is not repeated", () => {
  const seed = new TextDecoder().decode(PAIR.getSeed());
  assert.equal(findWrongKey(PAIR.getPublicKey()), undefined);
  assert.equal(findWrongKey(seed), "must be the public key, and not the seed");
  assert.equal(findWrongKey("nope"), `must be the public key of an NKey: found "nope"`);
});

testPermitted("the seed is read from a file, and no message repeats what is in it", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "seed.nk");
    await Deno.writeFile(file, PAIR.getSeed());
    const bytes = new TextEncoder().encode("x");
    assert.deepEqual(readSigner(file)(bytes), PAIR.sign(bytes));
    const fault = (text: string) => {
      Deno.writeTextFileSync(file, text);
      assert.throws(() => readSigner(file), (error) => {
        assert.ok(error instanceof ScenarioError && error.hint !== undefined);
        assert.match(error.message, /seed\.nk" as it holds no seed of an NKey$/);
        return true;
      });
    };
    ["", "canary", PAIR.getPublicKey()].forEach(fault);
    assert.throws(() => readSigner(join(folder, "none")), /as it cannot be read: No such file/);
  });
});
