/** A server that is divided into shards as ScyllaDB is, before the embedded server. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { listen } from "../../src/embedded/listen.ts";
import { createFrameReader } from "../../src/protocol/frame.ts";
import { Opcode, PROTOCOL_VERSION, RESPONSE_BIT } from "../../src/protocol/opcodes.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import type { Certificate } from "./certificates.ts";

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
  /** Closes every connection to a shard. */
  cut(shard: number): void;
  /** Closes the port on which one chooses, and everything that is open on it. */
  closePort(): void;
}

/** Starts one on free ports. */
export async function startShardServer(options: ShardServerOptions): Promise<ShardServer> {
  const { shards, ignoredBits = 12, hasPort = true, isTranslated = false, certificate } = options;
  const inner = listen(0);
  const open: { shard: number; client: Socket; isChosen: boolean }[] = [];
  const connections = { ordinary: 0, chosen: 0 };
  const received = Array.from({ length: shards }, () => new Map<string, number>());
  const port = { chosen: undefined as number | undefined };

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
    const frames = createFrameReader();
    client.setNoDelay(true);
    client.on("data", (chunk) => {
      for (const { flags, stream, opcode, body } of frames.read(chunk)) {
        if (opcode === Opcode.options) {
          const answer = supportedBy(shard);
          new DataView(answer.buffer, answer.byteOffset).setInt16(2, stream);
          client.write(answer);
          continue;
        }
        if (opcode === Opcode.execute) count(received[shard]!, keyIn(body));
        const header = new DataView(new ArrayBuffer(9));
        header.setUint8(0, PROTOCOL_VERSION & ~RESPONSE_BIT);
        header.setUint8(1, flags);
        header.setInt16(2, stream);
        header.setUint8(4, opcode);
        header.setInt32(5, body.length);
        target.write(new Uint8Array(header.buffer));
        target.write(Uint8Array.from(body));
      }
    });
    target.on("data", (chunk) => client.write(chunk));
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

/** The first value of an EXECUTE: after the statement's id, the consistency, the flags and the number of values. */
function keyIn(body: Uint8Array): string {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const at = 2 + view.getUint16(0) + 2 + 1 + 2;
  const size = view.getInt32(at);
  return new TextDecoder().decode(body.subarray(at + 4, at + 4 + size));
}
