import { strict as assert } from "node:assert";
import { answersCql, assertFree, findFreePort } from "../../../src/cluster/managed/ports.ts";
import { TargetError } from "../../../src/errors.ts";
import { testPermitted } from "../../support/needs.ts";

testPermitted("answersCql() believes a SUPPORTED frame alone", async () => {
  for (
    const [answer, expected] of [[[0x84, 0, 0, 0, 6, 0, 0, 0, 0], true], [
      [0x84, 0, 0, 0, 0],
      false,
    ], [[], false]] as const
  ) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const served = listener.accept().then(async (connection) => {
      const request = new Uint8Array(16);
      assert.equal(await connection.read(request), 9);
      assert.equal(request[4], 5, "OPTIONS");
      if (answer.length > 0) await connection.write(Uint8Array.from(answer));
      connection.close();
    });
    assert.equal(await answersCql("127.0.0.1", (listener.addr as Deno.NetAddr).port), expected);
    await served;
  }
});

testPermitted(
  "answersCql() waits ten seconds for a silent server, as a busy one answers late",
  async () => {
    const { setTimeout } = globalThis;
    const timers: [elapsed: () => void, ms: number][] = [];
    Object.assign(globalThis, {
      setTimeout: (elapsed: () => void, ms: number) => timers.push([elapsed, ms]),
    });
    try {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const answered = answersCql("127.0.0.1", (listener.addr as Deno.NetAddr).port);
      using connection = await listener.accept();
      await connection.read(new Uint8Array(16));
      const [[elapsed, ms] = assert.fail("no timer"), ...others] = timers;
      assert.deepEqual([ms, others], [10_000, []]);
      elapsed();
      assert.equal(await answered, false);
    } finally {
      Object.assign(globalThis, { setTimeout });
    }
  },
);

testPermitted("answersCql() is false where nothing listens", async () => {
  assert.equal(await answersCql("127.0.0.1", findFreePort(["127.0.0.1"])), false);
});

testPermitted("assertFree() names the port in use, and passes once it is free", () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  assert.throws(() => assertFree("127.0.0.1", port), (error: TargetError) => {
    assert.ok(error instanceof TargetError);
    assert.equal(error.message, `Cannot start Cassandra as port ${port} on 127.0.0.1 is in use`);
    assert.match(
      error.hint ?? "",
      new RegExp(`--contact-points 127.0.0.1:${port} .* --port ${port + 1} `),
    );
    return true;
  });
  listener.close();
  assertFree("127.0.0.1", port);
});

testPermitted("assertFree() says how to get an address that the machine does not have", () => {
  assert.throws(() => assertFree("192.0.2.1", 9042), (error: TargetError) => {
    assert.equal(
      error.message,
      "Cannot start a node on 192.0.2.1 as this machine does not have that address",
    );
    assert.match(error.hint ?? "", /ifconfig lo0 alias 192\.0\.2\.1/);
    return true;
  });
});
