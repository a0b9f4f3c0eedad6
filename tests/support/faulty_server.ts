import { Buffer } from "node:buffer";
import { listen } from "../../src/embedded/listen.ts";
import { createFrameReader } from "../../src/protocol/frame.ts";
import { Opcode } from "../../src/protocol/opcodes.ts";

/** Makes what is sent in place of an answer, which is a whole frame: nothing, one piece or several. */
export type Spoil = (answer: Buffer) => Uint8Array[];

/** A good CQL server behind a proxy that spoils answers to EXECUTE. */
export interface FaultyServer extends AsyncDisposable {
  readonly contactPoint: string;
  /** How many connections came so far. */
  readonly connections: number;
  /** The bodies of all requests but EXECUTE, as text. */
  readonly texts: readonly string[];
  /** How the next answers to EXECUTE are spoilt; `undefined` for not at all. */
  spoil: Spoil | undefined;
  /** Chooses, by their texts, the EXECUTEs that are acknowledged and never carried out. */
  drops: ((cql: string) => boolean) | undefined;
  /** Sends nothing more on the connections that are open now. */
  silence(): void;
}

/** Starts the server on a free port. */
export function startFaultyServer(): FaultyServer {
  const inner = listen(0);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sockets: Deno.Conn[] = [];
  const silent = new Set<Deno.Conn>();
  const prepared = new Map<string, string>();
  const server = {
    contactPoint: `127.0.0.1:${listener.addr.port}`,
    connections: 0,
    texts: [] as string[],
    spoil: undefined as Spoil | undefined,
    drops: undefined as FaultyServer["drops"],
    silence: () => sockets.forEach((socket) => silent.add(socket)),
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const socket of sockets) close(socket);
      await inner.stop();
    },
  };

  async function pass(client: Deno.Conn): Promise<void> {
    const target = await Deno.connect({ hostname: "127.0.0.1", port: inner.port });
    sockets.push(client, target);
    const asked = new Map<number, number>();
    const preparing = new Map<number, string>();
    void eachFrame(client, async (frame) => {
      const stream = frame.readInt16BE(2);
      asked.set(stream, frame[4]!);
      if (frame[4] === Opcode.prepare) preparing.set(stream, frame.toString("utf8", 13));
      const cql = frame[4] === Opcode.execute ? prepared.get(idAt(frame, 9)) ?? "" : "";
      if (server.drops !== undefined && cql !== "" && server.drops(cql)) {
        return await write(client, voidAnswer(stream));
      }
      if (frame[4] !== Opcode.execute) server.texts.push(frame.toString("latin1", 9));
      await write(target, frame);
    }).finally(() => close(target));
    await eachFrame(target, async (answer) => {
      const text = preparing.get(answer.readInt16BE(2));
      preparing.delete(answer.readInt16BE(2));
      if (text !== undefined && answer[4] === Opcode.result) prepared.set(idAt(answer, 13), text);
      const isExecute = asked.get(answer.readInt16BE(2)) === Opcode.execute;
      const pieces = isExecute && server.spoil ? server.spoil(answer) : [answer];
      if (silent.has(client)) return;
      for (const piece of pieces) await write(client, piece);
    });
    close(client);
  }

  (async () => {
    for await (const client of listener) {
      server.connections++;
      void pass(client).catch(() => {});
    }
  })();
  return server;
}

/** The id of a prepared statement, which stands there in a frame after its length. */
function idAt(frame: Buffer, at: number): string {
  return frame.toString("latin1", at + 2, at + 2 + frame.readUInt16BE(at));
}

function voidAnswer(stream: number): Buffer {
  const frame = Buffer.from([0x84, 0, 0, 0, Opcode.result, 0, 0, 0, 4, 0, 0, 0, 1]);
  frame.writeInt16BE(stream, 2);
  return frame;
}

async function eachFrame(socket: Deno.Conn, handle: (frame: Buffer) => Promise<void>) {
  const frames = createFrameReader();
  const chunk = new Uint8Array(65_536);
  try {
    for (let size; (size = await socket.read(chunk)) !== null;) {
      for (const { version, flags, stream, opcode, body } of frames.read(chunk.slice(0, size))) {
        const isAnswer = opcode === 0 || [2, 6, 8, 12].includes(opcode);
        const header = Buffer.alloc(9);
        header[0] = version | (isAnswer ? 0x80 : 0);
        header[1] = flags;
        header.writeInt16BE(stream, 2);
        header[4] = opcode;
        header.writeInt32BE(body.length, 5);
        await handle(Buffer.concat([header, body]));
      }
    }
  } catch {
    // One of both ends has closed the connection.
  }
}

async function write(socket: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

function close(socket: Deno.Conn): void {
  try {
    socket.close();
  } catch {
    // It is closed already.
  }
}
