/** One signal ends everything that can be ended, the second everything else. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Opcode } from "../../src/protocol/opcodes.ts";
import { GRACE } from "../../src/runtime/grace.ts";
import { bestOf } from "../support/best_of.ts";
import { HANG, interrupt, MARK, PROMPT, scenarioWith } from "../support/interrupt.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const PHASES: Record<string, { readonly text: string; readonly words?: readonly string[] }> = {
  "an import that waits": { text: `${MARK} ${HANG} export default {};` },
  "a setup that hangs": {
    text: scenarioWith(`operation: look, setup: async () => { ${MARK} ${HANG} }`),
  },
  "a setup that hangs in the second case": {
    text: scenarioWith(`operations: 1, repetitions: 2, operation: look,
      setup: async () => { if (globalThis.isSecond) { ${MARK} ${HANG} } globalThis.isSecond = true; }`),
  },
  "a warm-up": {
    text: scenarioWith(`duration: 60_000, warmup: 60_000,
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "a closed load": {
    text: scenarioWith(`duration: 60_000,
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "operations that hang": { text: scenarioWith(`operation: async () => { ${MARK} ${HANG} }`) },
  "an open load": {
    text: scenarioWith(`duration: 60_000, rate: [100],
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "pages": {
    text: scenarioWith(`duration: 60_000, steps: (page) => page
      .step("one", (session) => { ${MARK} return look(session); })`),
  },
  "pages that hang": {
    text: scenarioWith(`steps: (page) => page.step("one", async () => { ${MARK} ${HANG} })`),
  },
  "an open load that hangs": {
    text: scenarioWith(`duration: 60_000, rate: [100], operation: async () => { ${MARK} ${HANG} }`),
  },
  "several workers that hang": {
    text: scenarioWith(`workers: 2, operation: async () => { ${MARK} ${HANG} }`),
  },
  "workers that wait for an import": {
    text: scenarioWith(
      `workers: 2, operation: look`,
      `if (typeof WorkerGlobalScope !== "undefined") { ${MARK} ${HANG} }`,
    ),
  },
  "several workers": {
    text: scenarioWith(`duration: 60_000, workers: 2,
      operation: (session) => { ${MARK} return look(session); }`),
  },
  "a teardown that hangs": {
    text: scenarioWith(`operations: 5, operation: look,
      teardown: async () => { ${MARK} ${HANG} }`),
  },
  "a search": {
    text: scenarioWith(`thresholds: ["errors.total < 1"], duration: 60_000, rate: [50],
      operation: (session) => { ${MARK} return look(session); }`),
    words: ["search", "x.ts"],
  },
};

for (const [phase, { text, words = ["x.ts"] }] of Object.entries(PHASES)) {
  testPermitted(`SIGINT ends ${phase} soon, with 130`, async () => {
    const { code, elapsed, stderr } = await interrupt(text, { words });
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^Interrupted(; what was measured is in x\.json| before anything)/m);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  });
}

testPermitted("SIGINT saves operations that hang, with the age that they had reached", async () => {
  const text = scenarioWith(`operation: async () => { ${MARK} ${HANG} }`);
  const { elapsed, result } = await interrupt(text);
  assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  const [{ status, operations, serviceTime } = assert.fail("no case")] = result?.cases ?? [];
  assert.deepEqual([status, operations, serviceTime?.count], ["aborted", 0, 2]);
  assert.ok((serviceTime?.min ?? 0) >= GRACE.operations - 1, `${serviceTime?.min} ms`);
});

for (const [host, answers] of [["answers nothing", 0], ["falls silent", 1]] as const) {
  testPermitted(`SIGINT ends the connecting to a host that ${host} soon, with 130`, async () => {
    const best = await bestOf(PROMPT, async () => {
      using server = startSilentServer(answers);
      const words = ["x.ts", "--contact-points", `127.0.0.1:${server.port}`];
      const { code, elapsed, stderr } = await interrupt(scenarioWith("operation: look"), {
        words,
        until: server.hasFallenSilent,
      });
      assert.equal(code, 130, stderr);
      assert.match(stderr, /^Interrupted before anything was measured$/m);
      return elapsed;
    });
    assert.ok(best < PROMPT, `took ${best} ms`);
  });
}

testPermitted(
  "SIGINT ends a run whose document goes to a pipe that nobody reads soon, with 130",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await new Deno.Command("mkfifo", { args: [join(cwd, "pipe")] }).output();
      const text = PHASES["a closed load"]?.text ?? "";
      const words = ["x.ts", "--markdown", join(cwd, "pipe")];
      const { code, elapsed, result } = await interrupt(text, { words });
      assert.equal(code, 130);
      assert.equal(result?.status, "aborted");
      assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
    });
  },
);

testPermitted("SIGHUP ends a run with 129, as when its terminal closes", async () => {
  const text = PHASES["a closed load"]?.text ?? "";
  const { code, stderr } = await interrupt(text, { signals: ["SIGHUP"] });
  assert.equal(code, 129, stderr);
  assert.match(stderr, /^Interrupted; what was measured is in x\.json$/m);
});

testPermitted(
  "the second SIGINT ends a run that hangs at once: it does not get to say anything",
  async () => {
    const text = scenarioWith(`operation: async () => { ${MARK} ${HANG} },
    teardown: async () => { ${HANG} }`);
    const { code, elapsed, stderr } = await interrupt(text, { signals: ["SIGINT", "SIGINT"] });
    assert.equal(code, 130, stderr);
    assert.doesNotMatch(stderr, /^Interrupted/m);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  },
);

/** A server that accepts connections, and says that it is one of CQL to as many requests. */
function startSilentServer(answers: number) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { promise: hasFallenSilent, resolve } = Promise.withResolvers<void>();
  const sockets: Deno.Conn[] = [];

  async function answer(socket: Deno.Conn): Promise<void> {
    const request = new Uint8Array(1_000);
    while (await socket.read(request) !== null) {
      if (answers-- <= 0) return resolve();
      const [, , high = 0, low = 0] = request;
      await socket.write(Uint8Array.of(0x84, 0, high, low, Opcode.supported, 0, 0, 0, 2, 0, 0));
    }
  }

  (async () => {
    for await (const socket of listener) {
      sockets.push(socket);
      void answer(socket).catch(() => {});
    }
  })();
  return {
    port: listener.addr.port,
    hasFallenSilent,
    [Symbol.dispose]() {
      listener.close();
      for (const socket of sockets) socket.close();
    },
  };
}
