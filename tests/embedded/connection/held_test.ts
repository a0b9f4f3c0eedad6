import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import {
  ALWAYS_ADMITTED,
  countHeld,
  type HeldBytes,
  MOST_OF_ONE,
} from "../../../src/embedded/connection/held.ts";
import { openOutput } from "../../../src/embedded/connection/output.ts";
import { listen, type Listening } from "../../../src/embedded/listen.ts";
import { createFrameReader, type Frame } from "../../../src/protocol/frame.ts";
import { ErrorCode, Opcode } from "../../../src/protocol/opcodes.ts";
import { testPermitted } from "../../support/needs.ts";
import { newClient } from "../client.ts";

const MB = 1024 * 1024;
/** The bytes of the value that the tests ask for. */
const LARGE = MB / 4;

/** Counts what a server holds, and the most that it ever was. */
function watchHeld(most: number): HeldBytes & { readonly peak: number } {
  let total = 0, peak = 0;
  return {
    most,
    get total() {
      return total;
    },
    set total(bytes) {
      total = bytes;
      peak = Math.max(peak, bytes);
    },
    get peak() {
      return peak;
    },
  };
}

/** A client that sends what it is told to, and reads only when it is told to. */
interface RawClient {
  send(...frames: readonly Uint8Array[]): Promise<void>;
  /** Reads the next frame. */
  read(): Promise<Frame>;
  close(): void;
}

async function connectRaw(port: number): Promise<RawClient> {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port });
  const reader = createFrameReader();
  const chunk = new Uint8Array(65_536);
  const frames: Frame[] = [];
  return {
    async send(...frames) {
      for (const frame of frames) {
        for (let at = 0; at < frame.length;) at += await socket.write(frame.subarray(at));
      }
    },
    async read() {
      while (frames.length === 0) {
        const size = await socket.read(chunk);
        assert.ok(size !== null, "the server has closed the connection");
        frames.push(...reader.read(chunk.slice(0, size)));
      }
      return frames.shift()!;
    },
    close: () => socket.close(),
  };
}

function frame(stream: number, opcode: number, body: Uint8Array = new Uint8Array(0)): Buffer {
  const header = Buffer.from([4, 0, 0, 0, opcode, 0, 0, 0, 0]);
  header.writeInt16BE(stream, 2);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

const NO_PARAMETERS = Buffer.from([0, 1, 0]);

function longString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

const SELECT = "SELECT value FROM test.large WHERE id = 1";
const query = (stream: number) =>
  frame(stream, Opcode.query, Buffer.concat([longString(SELECT), NO_PARAMETERS]));

/** Prepares the SELECT, and returns an EXECUTE of it. */
async function prepare(client: RawClient): Promise<(stream: number) => Buffer> {
  await client.send(frame(0, Opcode.prepare, longString(SELECT)));
  const { body } = await client.read();
  const id = body.subarray(4, 6 + body.readUInt16BE(4));
  return (stream) => frame(stream, Opcode.execute, Buffer.concat([id, NO_PARAMETERS]));
}

function isOverloaded({ opcode, body }: Frame): boolean {
  return opcode === Opcode.error && body.readInt32BE(0) === ErrorCode.overloaded;
}

/** Starts a server with a large row. */
async function serveLargeRow(held: HeldBytes): Promise<Listening> {
  const server = listen(0, { held });
  const client = newClient(server.port);
  const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
  await client.execute(`CREATE KEYSPACE test WITH replication = ${replication}`);
  await client.execute("CREATE TABLE test.large (id int PRIMARY KEY, value blob)");
  const insert = "INSERT INTO test.large (id, value) VALUES (1, ?)";
  await client.execute(insert, [Buffer.alloc(LARGE, 7)], { prepare: true });
  await client.shutdown();
  return server;
}

/** Asserts that another client is served, with requests and answers of common sizes. */
async function assertServes({ port }: Listening): Promise<void> {
  const client = newClient(port);
  const { rows } = await client.execute("SELECT release_version FROM system.local");
  assert.equal(rows.length, 1);
  await client.shutdown();
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

testPermitted(
  "held bytes: of many clients that send the start of a request, those get OVERLOADED that are too many, and may go on",
  async () => {
    const most = 4 * MB;
    const held = watchHeld(most);
    const server = listen(0, { held });
    const clients = await Promise.all(Array.from({ length: 30 }, () => connectRaw(server.port)));
    const whole = frame(9, Opcode.query, new Uint8Array(MB));
    await Promise.all(clients.map((client) => client.send(whole.subarray(0, 900_000))));
    const refused: RawClient[] = [];
    for (const client of clients) {
      void client.read().then((answer) => {
        assert.ok(isOverloaded(answer) && answer.stream === 9);
        refused.push(client);
      }, () => {});
    }
    await until(() => refused.length >= 26);
    await assertServes(server);
    assert.ok(held.peak <= most + clients.length * ALWAYS_ADMITTED, `${held.peak} bytes`);

    for (const client of refused.slice(0, 5)) {
      await client.send(whole.subarray(900_000), frame(10, Opcode.options));
      assert.deepEqual((await client.read()).opcode, Opcode.supported);
    }
    for (const client of clients) client.close();
    await until(() => held.total === 0);
    await server.stop();
  },
);

testPermitted(
  "held bytes: a client that does not read its answers is not read from, and all its answers come when it does",
  async () => {
    const held = watchHeld(countHeld().most);
    const server = await serveLargeRow(held);
    const client = await connectRaw(server.port);
    const requests = 300;
    // All at once, so that what the system itself keeps does not matter.
    await client.send(Buffer.concat(Array.from({ length: requests }, (_, at) => query(at))));
    await until(() => held.peak > MOST_OF_ONE);
    await assertServes(server);
    // It stops behind the answer that is one too many.
    assert.ok(held.peak < MOST_OF_ONE + 2 * LARGE, `${held.peak} bytes`);

    for (let stream = 0; stream < requests; stream++) {
      const answer = await client.read();
      assert.deepEqual([answer.opcode, answer.stream], [Opcode.result, stream]);
    }
    assert.ok(held.peak < MOST_OF_ONE + 2 * LARGE, `${held.peak} bytes`);
    client.close();
    await until(() => held.total === 0);
    await server.stop();
  },
);

testPermitted(
  "held bytes: of many clients that do not read, all together hold no more than the server may",
  async () => {
    const most = 24 * MB;
    const held = watchHeld(most);
    const server = await serveLargeRow(held);
    const clients = await Promise.all(Array.from({ length: 8 }, () => connectRaw(server.port)));
    const requests = Array.from({ length: 300 }, (_, stream) => query(stream));
    await Promise.all(clients.map((client) => client.send(Buffer.concat(requests))));
    await until(() => held.peak > most - 2 * LARGE);
    await assertServes(server);
    assert.ok(held.peak <= most + clients.length * ALWAYS_ADMITTED, `${held.peak} bytes`);
    const opcodes = await Promise.all(clients.map(async (client) => {
      const answers: Frame[] = [];
      while (answers.length < requests.length) answers.push(await client.read());
      assert.ok(answers.every((it) => it.opcode === Opcode.result || isOverloaded(it)));
      return answers.map(({ opcode }) => opcode);
    }));
    assert.ok(opcodes.flat().includes(Opcode.error) && opcodes.flat().includes(Opcode.result));
    for (const client of clients) client.close();
    await server.stop();
  },
);

testPermitted(
  "held bytes: of thousands of answers that wait for their service time, those are refused at once that are too many",
  async () => {
    const held = watchHeld(40 * MB);
    const server = await serveLargeRow(held);
    const clients = await Promise.all(Array.from({ length: 5 }, () => connectRaw(server.port)));
    const executions = await Promise.all(clients.map(prepare));
    server.setServiceTime({ kind: "constant", ms: 60_000 });
    const requests = 400;
    const streams = Array.from({ length: requests }, (_, stream) => stream);
    await Promise.all(clients.map((client, at) => client.send(...streams.map(executions[at]!))));
    // 63 of these answers fit into what one may hold, and 159 into what all may.
    for (const client of clients) {
      for (let refused = 0; refused < requests - 63; refused++) {
        assert.ok(isOverloaded(await client.read()));
      }
    }
    await assertServes(server);
    assert.ok(held.total > 30 * MB && held.peak <= held.most + clients.length * ALWAYS_ADMITTED);
    for (const client of clients) client.close();
    await server.stop();
  },
);

testPermitted(
  "held bytes: as many small answers wait as a connection has streams",
  async () => {
    const held = watchHeld(countHeld().most);
    const server = await serveLargeRow(held);
    const client = await connectRaw(server.port);
    const execute = await prepare(client);
    const setup = newClient(server.port);
    await setup.execute("UPDATE test.large SET value = 0x00 WHERE id = 1");
    await setup.shutdown();
    server.setServiceTime({ kind: "constant", ms: 500 });
    const streams = Array.from({ length: 32_768 }, (_, stream) => stream);
    await client.send(Buffer.concat(streams.map(execute)));
    for (const _ of streams) assert.equal((await client.read()).opcode, Opcode.result);
    client.close();
    await until(() => held.total === 0);
    await server.stop();
  },
);

testPermitted(
  "held bytes: what waits for a client that has left counts until it is due",
  async () => {
    const held = watchHeld(countHeld().most);
    const server = await serveLargeRow(held);
    for (const ms of [100, 60_000]) {
      const client = await connectRaw(server.port);
      const execute = await prepare(client);
      server.setServiceTime({ kind: "constant", ms });
      await client.send(execute(1));
      await until(() => held.total > LARGE);
      client.close();
      if (ms === 100) await until(() => held.total === 0);
    }
    await assertServes(server);
    assert.ok(held.total > LARGE);
    await server.stop();
  },
);

Deno.test("held bytes: a client that does not read what it is told of is closed before that grows without bound", async () => {
  const held = watchHeld(2 * MB);
  let isClosed = false;
  const socket = { write: () => new Promise(() => {}), close: () => isClosed = true };
  const output = openOutput(socket as unknown as Deno.TcpConn, held);
  let told = 0;
  for (; !isClosed && told < 100_000; told++) {
    output.tell({ change: "CREATED", keyspace: "k", table: "t" });
    if (told % 1_000 === 0) await setImmediate();
  }
  assert.ok(isClosed && told > 1_000 && held.peak <= held.most);
  output.end();
  assert.equal(held.total, 0);
});
