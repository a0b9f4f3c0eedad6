/** A server that is divided into shards as ScyllaDB is, before the embedded server. */
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { listen } from "../../src/embedded/listen.ts";
import { createFrameReader } from "../../src/protocol/frame.ts";
import { FrameFlag, Opcode, PROTOCOL_VERSION, RESPONSE_BIT } from "../../src/protocol/opcodes.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import { murmur3 } from "../../src/protocol/murmur3.ts";
import type { Certificate } from "./certificates.ts";
import { open as openTarget } from "./targets.ts";

/** How it is divided. */
export interface ShardServerOptions {
  readonly shards: number;
  readonly ignoredBits?: number;
  /** Whether it has the port on which the client's own port chooses the shard. */
  readonly hasPort?: boolean;
  /** Whether something between client and server connects from ports of its own, so that these do not choose. */
  readonly isTranslated?: boolean;
  /** What it says otherwise in SUPPORTED; `undefined` for what it leaves out. */
  readonly says?: Readonly<Record<string, string | undefined>>;
  /** Which shard a connection to the ordinary port gets, by how many came; the one with the fewest without. */
  readonly choose?: (count: number) => number;
  /** Into how many tablets each table is divided, whose shards have nothing to do with {@linkcode shardOf}; none without. */
  readonly tablets?: number;
  /** Speaks TLS where it has one. */
  readonly certificate?: Certificate;
}

/** One that runs. */
export interface ShardServer extends AsyncDisposable {
  /** As `host:port`, of the ordinary port. */
  readonly contactPoint: string;
  /** How many connections came, by the port: in all. */
  readonly connections: { ordinary: number; chosen: number };
  /** The shards of the connections that are open, in the order in which they came. */
  open(): number[];
  /** The keys that came as values of EXECUTE, by the shard to which they came. */
  readonly received: readonly Map<string, number>[];
  /** How many answers said where a tablet is. */
  readonly told: { count: number };
  /** Moves every tablet to the next shard. */
  moveTablets(): void;
  /** Closes every connection to a shard. */
  cut(shard: number): void;
  /** Closes the port on which one chooses, and everything that is open on it. */
  closePort(): void;
}

/** Starts one on free ports. */
export async function startShardServer(options: ShardServerOptions): Promise<ShardServer> {
  const { shards, ignoredBits = 12, hasPort = true, isTranslated = false, certificate } = options;
  const inner = listen(0);
  const hostId = options.tablets === undefined ? "" : await readHostId(inner.port);
  const told = { count: 0 };
  let moved = 0;
  const open: { shard: number; client: Socket; isChosen: boolean }[] = [];
  const connections = { ordinary: 0, chosen: 0 };
  const received = Array.from({ length: shards }, () => new Map<string, number>());
  const port = { chosen: undefined as number | undefined };

  /** The shard of a key's tablet, and what an answer says of it. */
  function tabletOf(key: string): { readonly shard: number; readonly bytes: Uint8Array } {
    const tablets = options.tablets!;
    const { hi, lo } = murmur3(new TextEncoder().encode(key))[0];
    const token = BigInt(hi) << 32n | BigInt(lo);
    const size = 2n ** 64n / BigInt(tablets);
    // Ranges do not have their first token in them.
    const at = (token + 2n ** 63n - 1n) / size;
    const first = -(2n ** 63n) + at * size;
    const shard = (Number(at) * 3 + 1 + moved) % shards;
    const last = at === BigInt(tablets) - 1n ? 2n ** 63n - 1n : first + size;
    return { shard, bytes: describeTablet(first, last, hostId, shard) };
  }

  function fewest(): number {
    const counts = Array.from(
      { length: shards },
      (_, shard) => open.filter((one) => one.shard === shard).length,
    );
    return counts.indexOf(Math.min(...counts));
  }

  function supportedBy(shard: number): Uint8Array {
    const own = {
      SCYLLA_SHARD: `${shard}`,
      SCYLLA_NR_SHARDS: `${shards}`,
      SCYLLA_PARTITIONER: "org.apache.cassandra.dht.Murmur3Partitioner",
      SCYLLA_SHARDING_ALGORITHM: "biased-token-round-robin",
      SCYLLA_SHARDING_IGNORE_MSB: `${ignoredBits}`,
      [certificate ? "SCYLLA_SHARD_AWARE_PORT_SSL" : "SCYLLA_SHARD_AWARE_PORT"]: port.chosen
        ?.toString(),
      TABLETS_ROUTING_V1: options.tablets === undefined ? undefined : "",
      ...options.says,
    };
    const writer = new FrameWriter("response");
    writer.frame(0, Opcode.supported, () => {
      const said = Object.entries(own).filter(([, value]) => value !== undefined);
      writer.short(said.length + 1);
      writer.string("CQL_VERSION");
      writer.stringList(["3.3.1"]);
      for (const [key, value] of said) {
        writer.string(key);
        writer.stringList([value!]);
      }
    });
    return writer.take();
  }

  function serve(client: Socket, shard: number, isChosen: boolean): void {
    const one = { shard, client, isChosen };
    open.push(one);
    connections[isChosen ? "chosen" : "ordinary"]++;
    const target = connect(inner.port, "127.0.0.1");
    const frames = createFrameReader(), answers = createFrameReader();
    /** What to say of a tablet with the answer on a stream. */
    const toTell = new Map<number, Uint8Array>();
    let isAware = false;
    client.setNoDelay(true);
    client.on("data", (chunk) => {
      for (const { flags, stream, opcode, body } of frames.read(chunk)) {
        if (opcode === Opcode.options) {
          const answer = supportedBy(shard);
          new DataView(answer.buffer, answer.byteOffset).setInt16(2, stream);
          client.write(answer);
          continue;
        }
        if (opcode === Opcode.startup) isAware = body.includes("TABLETS_ROUTING_V1");
        if (opcode === Opcode.execute) {
          const key = keyIn(body);
          count(received[shard]!, key);
          const tablet = options.tablets === undefined ? undefined : tabletOf(key);
          if (isAware && tablet !== undefined && tablet.shard !== shard) {
            toTell.set(stream, tablet.bytes);
          }
        }
        target.write(bytesOf(PROTOCOL_VERSION, flags, stream, opcode, body));
      }
    });
    target.on("data", (chunk) => {
      for (const { flags, stream, opcode, body } of answers.read(chunk)) {
        const tablet = toTell.get(stream);
        toTell.delete(stream);
        if (tablet !== undefined) told.count++;
        const whole = tablet === undefined ? body : Buffer.concat([payloadOf(tablet), body]);
        const all = tablet === undefined ? flags : flags | FrameFlag.customPayload;
        client.write(bytesOf(PROTOCOL_VERSION | RESPONSE_BIT, all, stream, opcode, whole));
      }
    });
    for (const [from, to] of [[client, target], [target, client]] as const) {
      from.on("error", () => from.destroy());
      from.on("close", () => {
        to.destroy();
        const at = open.indexOf(one);
        if (at !== -1) open.splice(at, 1);
      });
    }
  }

  async function start(handle: (client: Socket) => void): Promise<Server> {
    const server = certificate === undefined
      ? createServer(handle)
      : createTlsServer(certificate, handle);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return server;
  }
  const ordinary = await start((client) =>
    serve(client, options.choose?.(connections.ordinary) ?? fewest(), false)
  );
  const chosen = hasPort
    ? await start((client) => {
      const from = isTranslated ? connections.chosen : client.remotePort!;
      serve(client, from % shards, true);
    })
    : undefined;
  port.chosen = (chosen?.address() as AddressInfo | undefined)?.port;
  return {
    contactPoint: `127.0.0.1:${(ordinary.address() as AddressInfo).port}`,
    connections,
    open: () => open.map(({ shard }) => shard),
    received,
    told,
    moveTablets() {
      moved++;
    },
    cut(shard) {
      for (const one of open.filter((one) => one.shard === shard)) one.client.destroy();
    },
    closePort() {
      chosen?.close();
      for (const { client } of open.filter(({ isChosen }) => isChosen)) client.destroy();
    },
    async [Symbol.asyncDispose]() {
      ordinary.close();
      chosen?.close();
      for (const { client } of [...open]) client.destroy();
      await inner.stop();
    },
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function bytesOf(
  version: number,
  flags: number,
  stream: number,
  opcode: number,
  body: Uint8Array,
): Uint8Array {
  const header = Buffer.alloc(9);
  header[0] = version;
  header[1] = flags;
  header.writeInt16BE(stream, 2);
  header[4] = opcode;
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

/** A custom payload that says where a tablet is. */
function payloadOf(tablet: Uint8Array): Uint8Array {
  const name = Buffer.from("tablets-routing-v1");
  const head = Buffer.alloc(4), size = Buffer.alloc(4);
  head.writeUInt16BE(1);
  head.writeUInt16BE(name.length, 2);
  size.writeInt32BE(tablet.length);
  return Buffer.concat([head, name, size, tablet]);
}

/** A tuple of two tokens, and a list of one tuple of a node's id and a shard. */
export function describeTablet(
  first: bigint,
  last: bigint,
  node: string,
  shard: number,
): Uint8Array {
  const bytes = Buffer.alloc(24 + 4 + 4 + 4 + 4 + 16 + 4 + 4);
  let at = 0;
  for (const token of [first, last]) {
    at = bytes.writeInt32BE(8, at);
    at = bytes.writeBigInt64BE(BigInt.asIntN(64, token), at);
  }
  at = bytes.writeInt32BE(4 + 4 + 28, at);
  at = bytes.writeInt32BE(1, at);
  at = bytes.writeInt32BE(28, at);
  at = bytes.writeInt32BE(16, at);
  at += bytes.write(node.replaceAll("-", ""), at, "hex");
  at = bytes.writeInt32BE(4, at);
  bytes.writeInt32BE(shard, at);
  return bytes;
}

async function readHostId(port: number): Promise<string> {
  const { session, close } = await openTarget({ contactPoints: [`127.0.0.1:${port}`] }, "ids", []);
  const { rows } = await session.execute("SELECT host_id FROM system.local", [], {
    prepare: false,
  });
  await close();
  return String(rows[0]!.host_id);
}

/** The first value of an EXECUTE: after the statement's id, the consistency, the flags and the number of values. */
function keyIn(body: Uint8Array): string {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const at = 2 + view.getUint16(0) + 2 + 1 + 2;
  const size = view.getInt32(at);
  return new TextDecoder().decode(body.subarray(at + 4, at + 4 + size));
}
