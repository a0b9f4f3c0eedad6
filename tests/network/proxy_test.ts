/** Bytes through a proxy: none is lost, doubled or changed, whatever either side does. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import type { CaseNetwork } from "../../src/scenario/network.ts";
import { LEAST_OF_ONE, MOST_OF_ONE } from "../../src/network/pipe.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { type Random, seededRandom } from "../support/random.ts";
import { endOf, nextText, open, readAll, soon, withProxy } from "./fixture.ts";

function echo(socket: Socket): void {
  socket.pipe(socket);
}

function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Writes bytes in random pieces, some of them in turns of their own. */
async function writeInPieces(socket: Socket, bytes: Uint8Array, random: Random): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const length = random.pick([1, 7, 100, 4_000, 70_000]);
    socket.write(bytes.subarray(at, at += length));
    if (random.below(4) === 0) await soon(0);
  }
  socket.end();
}

const NETWORKS: CaseNetwork[] = [
  {},
  { latency: 1 },
  { latency: 1, jitter: 2 },
  { jitter: 3 },
  { bandwidth: 20_000_000 },
  { latency: 2, jitter: 1, bandwidth: 20_000_000 },
];

for (const network of NETWORKS) {
  testPermitted(
    `bytes arrive in their order and as they were, in both directions, with ${
      JSON.stringify(network)
    }`,
    async () => {
      await withProxy(echo, network, async ({ port, proxies }) => {
        let sent = 0;
        await Promise.all(Array.from({ length: 4 }, async (_, at) => {
          const random = seededRandom(at + 1);
          const bytes = randomBytes(random, 300_000);
          sent += bytes.length;
          const socket = await open(port);
          const echoed = readAll(socket);
          await writeInPieces(socket, bytes, random);
          assert.deepEqual(await echoed, bytes);
        }));
        const { bytes, connections } = await proxies.end();
        assert.deepEqual({ bytes, connections }, { bytes: 2 * sent, connections: 4 });
      });
    },
  );
}

testPermitted(
  "bytes arrive as they were when the network changes and stalls meanwhile",
  async () => {
    const stages = Array.from({ length: 20 }, (_, at) => ({
      ...{ at: at * 7, for: 4, latency: (at * 3) % 7 },
      stall: at % 3 === 1,
    }));
    await withProxy(echo, { latency: 1, stages }, async ({ port, proxies }) => {
      await proxies.startClock();
      await Promise.all(Array.from({ length: 5 }, async (_, at) => {
        const random = seededRandom(at + 1);
        const bytes = randomBytes(random, 100_000);
        const socket = await open(port);
        const echoed = readAll(socket);
        for (let at = 0; at < bytes.length; at += 1_000) {
          socket.write(bytes.subarray(at, at + 1_000));
          await soon(1);
        }
        socket.end();
        assert.deepEqual(await echoed, bytes);
      }));
    });
  },
);

testPermitted("either side may end its bytes and go on reading", async () => {
  const answer = (socket: Socket) => {
    socket.write("at once");
    readAll(socket).then((all) => socket.end(`${new TextDecoder().decode(all)} was read`));
  };
  for (const network of [{}, { latency: 4 }]) {
    await withProxy(answer, network, async ({ port, proxies, sockets }) => {
      const socket = await open(port);
      assert.equal(await nextText(socket), "at once");
      const rest = readAll(socket);
      socket.end("all of it");
      assert.equal(new TextDecoder().decode(await rest), "all of it was read");
      await eventually(() => sockets.size === 0);
      assert.equal((await proxies.end()).connections, 1);
    });
  }
});

testPermitted("a reset of the client or the node reaches the other side as a reset", async () => {
  for (const network of [{}, { latency: 4 }]) {
    const ends: Promise<string>[] = [];
    await withProxy((socket) => void ends.push(endOf(socket)), network, async (opened) => {
      const first = await open(opened.port);
      first.write("hello");
      await eventually(() => ends.length === 1);
      first.resetAndDestroy();
      assert.equal(await ends[0], "ECONNRESET");
      const second = await open(opened.port);
      const end = endOf(second);
      await eventually(() => ends.length === 2);
      for (const socket of opened.sockets) socket.resetAndDestroy();
      assert.equal(await end, "ECONNRESET");
    });
  }
});

testPermitted("where the node takes no connection, the client's is reset", async () => {
  await withProxy(echo, {}, async ({ port, server }) => {
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    const socket = await open(port);
    assert.equal(await endOf(socket), "ECONNRESET");
    // What fixture closes must be open.
    server.listen(0);
  });
});

testPermitted(
  "while it stalls nothing passes and connections stay open; then all passes",
  async () => {
    const received: string[] = [];
    await withProxy(
      (socket) => {
        socket.on("data", (bytes) => received.push(`${bytes}`));
        echo(socket);
      },
      {},
      async ({ port, proxies }) => {
        const socket = await open(port);
        const end = endOf(socket);
        socket.write("before");
        assert.equal(await nextText(socket), "before");
        await proxies.act(1, "stall");
        socket.write("while");
        const late = await open(port);
        late.write("too late");
        await soon(50);
        assert.deepEqual(received, ["before"]);
        const [first, second] = [nextText(socket), nextText(late)];
        await proxies.act(1, "unstall");
        assert.equal(await first, "while");
        assert.equal(await second, "too late");
        socket.end();
        assert.equal(await end, "end");
      },
    );
  },
);

testPermitted("a reset ends all connections on both sides, and new ones are taken", async () => {
  const ends: Promise<string>[] = [];
  await withProxy(
    (socket) => {
      ends.push(endOf(socket));
      socket.on("data", (bytes) => socket.write(bytes));
    },
    {},
    async ({ port, proxies }) => {
      const sockets = await Promise.all([open(port), open(port), open(port)]);
      for (const socket of sockets) socket.write("hello");
      const own = sockets.map(endOf);
      await eventually(() => ends.length === 3);
      await proxies.act(1, "reset");
      assert.deepEqual(await Promise.all([...own, ...ends]), Array(6).fill("ECONNRESET"));
      const next = await open(port);
      next.write("again");
      assert.equal(await nextText(next), "again");
    },
  );
});

testPermitted(
  "while it refuses, new connections are refused and the others go on; then they are taken",
  async () => {
    await withProxy(echo, {}, async ({ port, proxies }) => {
      const socket = await open(port);
      await proxies.act(1, "refuse");
      await assert.rejects(open(port), { message: "ECONNREFUSED" });
      socket.write("goes on");
      assert.equal(await nextText(socket), "goes on");
      await proxies.act(1, "accept");
      const next = await open(port);
      next.write("again");
      assert.equal(await nextText(next), "again");
    });
  },
);

testPermitted("what was done to a proxy ends with its case", async () => {
  await withProxy(echo, {}, async ({ port, proxies }) => {
    await proxies.act(1, "refuse");
    await proxies.act(1, "stall");
    await proxies.end();
    const next = await open(port);
    next.write("again");
    assert.equal(await nextText(next), "again");
  });
});

testPermitted("stages act on the case's clock", async () => {
  let isRefused = false;
  // A busy machine can be late for a stage, so that it gets longer ones.
  for (let length = 60; !isRefused && length < 10_000; length *= 4) {
    const stages = [{ at: 60, for: length, refuse: true, reset: true }];
    await withProxy(echo, { stages }, async ({ port, proxies }) => {
      const socket = await open(port);
      const end = endOf(socket);
      await proxies.startClock();
      const start = performance.now();
      assert.equal(await end, "ECONNRESET");
      assert.ok(performance.now() - start >= 60);
      isRefused = await open(port).then(() => false, ({ message }) => message === "ECONNREFUSED");
      while (await open(port).then(() => false, () => true)) await soon(5);
      assert.ok(performance.now() - start >= 60 + length);
    });
  }
  assert.ok(isRefused);
});

testPermitted("a reader that does not read holds its sender up, in bounded memory", async () => {
  for (const network of [{}, { latency: 20 }]) {
    await withProxy((socket) => socket.pause(), network, async ({ port, sockets, proxies }) => {
      const socket = await open(port);
      let taken = 0;
      const piece = new Uint8Array(1_000_000);
      // The system takes some, and the proxy what one direction may hold.
      while (socket.writableLength < 8_000_000 && taken < 200) {
        socket.write(piece);
        taken++;
        await soon(1);
      }
      assert.ok(taken < 60, `${taken} MB were taken`);
      await soon(200);
      const before = (await proxies.end()).bytes;
      const total = taken * piece.length;
      assert.ok(before < total - 4_000_000 && before > LEAST_OF_ONE && before < 40 * MOST_OF_ONE);
      let read = 0;
      for (const server of sockets) {
        server.on("data", (bytes) => read += bytes.length);
        server.resume();
      }
      while (read < total) await soon(5);
      assert.equal(read, total);
    });
  }
});

testPermitted(
  "a thousand connections pass their bytes at once, and all are closed with the proxy",
  async () => {
    let closed = 0;
    await withProxy(
      (socket) => {
        socket.on("close", () => closed++);
        echo(socket);
      },
      { latency: 2 },
      async ({ port, proxies }) => {
        const sockets = await Promise.all(Array.from({ length: 1_000 }, () => open(port)));
        const texts = sockets.map((socket, at) => {
          const text = nextText(socket);
          socket.write(`number ${at}`);
          return text;
        });
        assert.deepEqual(await Promise.all(texts), sockets.map((_, at) => `number ${at}`));
        await proxies.close();
        while (closed < 1_000) {
          await soon(5);
        }
        await assert.rejects(open(port), { message: "ECONNREFUSED" });
      },
    );
  },
);
