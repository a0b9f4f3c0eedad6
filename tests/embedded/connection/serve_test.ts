import assert from "node:assert/strict";
import { listen } from "../../../src/embedded/listen.ts";
import { testPermitted } from "../../support/needs.ts";
import { newClient } from "../client.ts";

const OPTIONS = [4, 0, 0, 1, 5, 0, 0, 0, 0];

/** Sends bytes and returns the answer: up to the end of the connection, or the first `wanted` bytes. */
async function exchange(port: number, bytes: number[], wanted = Infinity): Promise<Uint8Array> {
  using socket = await Deno.connect({ hostname: "127.0.0.1", port });
  await socket.write(new Uint8Array(bytes));
  const received: number[] = [];
  const chunk = new Uint8Array(4096);
  while (received.length < wanted) {
    const size = await socket.read(chunk).catch(() => null);
    if (size === null) break;
    received.push(...chunk.subarray(0, size));
  }
  return new Uint8Array(received);
}

function errorCode(answer: Uint8Array): number | undefined {
  return answer[4] === 0 ? new DataView(answer.buffer).getInt32(9) : undefined;
}

/** Asserts that the server still serves other clients. */
async function assertServes(port: number): Promise<void> {
  const client = newClient(port);
  await client.connect();
  await client.shutdown();
}

testPermitted(
  "protocol: OPTIONS is answered on its stream, with no compression offered",
  async () => {
    const server = listen(0);
    const answer = await exchange(server.port, OPTIONS, 10);
    assert.deepEqual([...answer.subarray(0, 5)], [0x84, 0, 0, 1, 6]);
    assert.ok(!new TextDecoder().decode(answer).includes("lz4"));
    await server.stop();
  },
);

testPermitted(
  "protocol: another version gets a version 4 error, and the connection closes",
  async () => {
    const server = listen(0);
    for (const version of [3, 5, 0x42]) {
      const answer = await exchange(server.port, [version, ...OPTIONS.slice(1)]);
      assert.equal(answer[0], 0x84);
      assert.equal(errorCode(answer), 0x000a);
      assert.match(new TextDecoder().decode(answer), /Invalid or unsupported protocol version/);
    }
    await server.stop();
  },
);

testPermitted(
  "protocol: frames that make no sense get a protocol error or a closed connection",
  async () => {
    const server = listen(0);
    const header = (
      opcode: number,
      size: number,
      flags = 0,
    ) => [4, flags, 0, 1, opcode, ...size32(size)];
    const size32 = (size: number) => [size >>> 24, size >>> 16 & 255, size >>> 8 & 255, size & 255];
    for (
      const frame of [
        header(0x55, 0), // an opcode that nobody knows
        header(0x08, 0), // a response
        [...header(0x07, 4), 0, 0, 0, 99], // a query that ends before its text
        [...header(0x07, 4), 255, 255, 255, 255], // a text of a negative length
        [...header(0x0a, 2), 0, 16], // an execution without its id
        [...header(0x0d, 3), 9, 0, 0], // a batch of no type
        header(0x05, 0, 0x01), // compressed
      ]
    ) {
      assert.equal(errorCode(await exchange(server.port, frame, 13)), 0x000a, String(frame));
    }
    for (const size of [0x7fffffff, -5, 256 * 1024 * 1024 + 1]) {
      const answer = await exchange(server.port, header(0x07, size));
      assert.equal(errorCode(answer), 0x000a);
      assert.equal(answer[3], 1, "its stream");
      const says =
        `Frame of ${size} bytes: the embedded server takes frames of 268435456 bytes at most`;
      assert.match(new TextDecoder().decode(answer), new RegExp(says));
    }
    await assertServes(server.port);
    await server.stop();
  },
);

testPermitted("protocol: random bytes do no harm", async () => {
  const server = listen(0);
  let state = 1;
  const random = () => (state = state * 48271 % 0x7fffffff) & 255;
  for (let i = 0; i < 200; i++) {
    using socket = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    // Every second one begins as a real frame does, so that the server reads its body.
    const start = i % 2 ? [4, 0, 0, 1, random() % 16, 0, 0, 0, 40] : [];
    await socket.write(new Uint8Array([...start, ...Array.from({ length: 60 }, random)])).catch(
      () => {},
    );
  }
  await assertServes(server.port);
  await server.stop();
});

testPermitted(
  "protocol: a client that leaves in the middle of an answer is forgotten",
  async () => {
    const server = listen(0);
    const query = new TextEncoder().encode("SELECT * FROM system_schema.columns");
    const body = [0, 0, 0, query.length, ...query, 0, 1, 0];
    const frame = [4, 0, 0, 1, 7, 0, 0, 0, body.length, ...body];
    for (let i = 0; i < 20; i++) {
      const socket = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
      await socket.write(new Uint8Array([...frame, ...frame, ...frame]));
      socket.close();
    }
    await assertServes(server.port);
    await server.stop();
  },
);

testPermitted("protocol: an unknown id is answered so that the driver prepares again", async () => {
  const server = listen(0);
  const id = Array(16).fill(7);
  const body = [0, 16, ...id, 0, 1, 0];
  const answer = await exchange(server.port, [4, 0, 0, 1, 0x0a, 0, 0, 0, body.length, ...body], 13);
  assert.equal(errorCode(answer), 0x2500);
  assert.deepEqual([...answer.subarray(-16)], id);
  await server.stop();
});
