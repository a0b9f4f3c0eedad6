// A CQL server in a process of its own that is no limit. It stands before an embedded server, passes everything on, and answers a
// prepared statement by itself from the second time on, as it was answered the first time. Prints its port, and where it is
// started with the files of a certificate and its key, that for TLS.
import { startServerThread } from "../../src/embedded/server.ts";
import { HEADER_SIZE } from "../../src/protocol/frame.ts";
import { Opcode } from "../../src/protocol/opcodes.ts";

const READ_SIZE = 256 * 1024;

const behind = await startServerThread();
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
/** Answers by the first four bytes of a statement's id. */
const answers = new Map<number, Uint8Array>();

const [certFile, keyFile] = Deno.args;
const secure = certFile === undefined || keyFile === undefined ? undefined : Deno.listenTls({
  hostname: "127.0.0.1",
  port: 0,
  cert: Deno.readTextFileSync(certFile),
  key: Deno.readTextFileSync(keyFile),
});

const ports = [listener, secure].flatMap((one) => one?.addr.port ?? []);
Deno.stdout.writeSync(new TextEncoder().encode(`${ports.join(" ")}\n`));
if (secure !== undefined) void acceptAll(secure);
await acceptAll(listener);

async function acceptAll(from: Deno.Listener<Deno.TcpConn | Deno.TlsConn>): Promise<void> {
  for await (const client of from) serve(client).catch(() => {});
}

async function serve(client: Deno.TcpConn | Deno.TlsConn): Promise<void> {
  if ("setNoDelay" in client) client.setNoDelay(true);
  const server = await Deno.connect({ hostname: behind.host, port: behind.port });
  /** Which statement is executed on a stream of the server. */
  const asked = new Map<number, number>();
  const answer = (frame: Uint8Array<ArrayBuffer>) => {
    const statement = asked.get(streamOf(frame));
    const isResult = frame[4] === Opcode.result;
    if (statement !== undefined && isResult) answers.set(statement, frame.slice());
    return frame;
  };
  const ask = (frame: Uint8Array<ArrayBuffer>) => {
    if (frame[4] !== Opcode.execute) return undefined;
    const statement = intAt(frame, HEADER_SIZE + 2);
    const known = answers.get(statement);
    if (known === undefined) asked.set(streamOf(frame), statement);
    return known;
  };
  await Promise.race([answerOrPass(client, server, ask), passBack(server, client, answer)])
    .finally(() => server.close());
}

/** Reads requests, answers those whose answer is known in one write, and passes the others on. */
async function answerOrPass(
  client: Deno.Conn,
  server: Deno.Conn,
  ask: (frame: Uint8Array<ArrayBuffer>) => Uint8Array | undefined,
): Promise<void> {
  let output = new Uint8Array(READ_SIZE);
  await readFrames(client, async (frames) => {
    let at = 0;
    for (const frame of frames) {
      const answer = ask(frame);
      if (answer === undefined) {
        await writeAll(server, frame);
        continue;
      }
      if (at + answer.length > output.length) {
        const grown = new Uint8Array(2 * output.length + answer.length);
        grown.set(output);
        output = grown;
      }
      output.set(answer, at);
      output[at + 2] = frame[2]!;
      output[at + 3] = frame[3]!;
      at += answer.length;
    }
    await writeAll(client, output.subarray(0, at));
  });
}

async function passBack(
  server: Deno.Conn,
  client: Deno.Conn,
  answer: (frame: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<void> {
  await readFrames(server, async (frames) => {
    for (const frame of frames) await writeAll(client, answer(frame).slice());
  });
}

/** Calls back with the frames of each read, which are in memory that is used again. */
async function readFrames(
  from: Deno.Conn,
  handle: (frames: Uint8Array<ArrayBuffer>[]) => Promise<void>,
): Promise<void> {
  const buffer = new Uint8Array(4 * READ_SIZE);
  let filled = 0;
  for (let size; (size = await from.read(buffer.subarray(filled))) !== null;) {
    filled += size;
    const frames: Uint8Array<ArrayBuffer>[] = [];
    let at = 0;
    while (filled - at >= HEADER_SIZE) {
      const end = at + HEADER_SIZE + intAt(buffer, at + 5);
      if (end > filled) break;
      frames.push(buffer.subarray(at, end));
      at = end;
    }
    await handle(frames);
    buffer.copyWithin(0, at, filled);
    filled -= at;
  }
}

async function writeAll(to: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
}

function streamOf(frame: Uint8Array): number {
  return frame[2]! << 8 | frame[3]!;
}

function intAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!;
}
