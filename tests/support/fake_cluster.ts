import { Buffer } from "node:buffer";
import { formatAddress, parseHostPort } from "../../src/cluster/addresses.ts";
import { listen } from "../../src/embedded/listen.ts";
import { Opcode } from "../../src/protocol/opcodes.ts";
import { open } from "./targets.ts";

/** One node of a fake cluster. */
export interface FakeNodeOptions {
  /** Where it listens; 127.0.0.1 without. */
  readonly host?: string;
  /** The port on which it listens; a free one without. */
  readonly port?: number;
  /** What it says that its address is; without, where it listens. */
  readonly says?: string;
  /** The address that the other nodes know; without, what it says. */
  readonly peer?: string;
  /** What it says that its port is; without, the one on which it listens. */
  readonly saysPort?: number;
  readonly dataCenter?: string;
  readonly rack?: string;
}

/** A node that runs. */
export interface FakeNode {
  /** Where it listens, as `host:port`. */
  readonly address: string;
  /** What it says that its id is. */
  readonly id: string;
  /** The requests of a load that it coordinated. */
  requests: number;
  /** How many connections came so far. */
  connections: number;
  /** Closes its port and its connections. */
  end(): void;
}

/** Nodes that say that they are a cluster. All of them keep their rows in the same embedded server. */
export interface FakeCluster extends AsyncDisposable {
  readonly nodes: readonly FakeNode[];
}

/** How many were started, as each has a keyspace of its own. */
let started = 0;

const DRIVER_TABLES = ["local", "peers_v2", "peers"];
const COLUMNS = "peer inet, peer_port int, data_center text, host_id uuid, native_address inet, " +
  "native_port int, rack text, release_version text, rpc_address inet, rpc_port int, " +
  "partitioner text, tokens frozen<set<text>>";

/** Starts forwarders that answer what the driver asks of `system` from tables that each node has of its own. */
export async function startFakeCluster(
  options: readonly FakeNodeOptions[],
  { peersV2 = true, server }: { readonly peersV2?: boolean; readonly server?: string } = {},
): Promise<FakeCluster> {
  const inner = server === undefined ? listen(0) : undefined;
  const target = server ?? `127.0.0.1:${inner!.port}`;
  const keyspace = `fake_${started++}`;
  const nodes = options.map((own, at) =>
    startNode({ ...own, id: idOf(at) }, (table) => `${keyspace}.${table}_${at}`, target)
  );
  try {
    await fillTables(
      target,
      keyspace,
      options.map((own, at) => ({ ...own, ...nodes[at]! })),
      peersV2,
    );
  } catch (error) {
    nodes.forEach((node) => node.end());
    await inner?.stop();
    throw error;
  }
  return {
    nodes,
    async [Symbol.asyncDispose]() {
      for (const node of nodes) node.end();
      await inner?.stop();
    },
  };
}

function idOf(at: number): string {
  return `00000000-0000-4000-8000-00000000000${at + 1}`;
}

type Node = FakeNode & { readonly host: string; readonly port: number };

function startNode(
  { host = "127.0.0.1", port = 0, id }: FakeNodeOptions & { readonly id: string },
  nameOf: (table: string) => string,
  server: string,
) {
  const listener = Deno.listen({ hostname: host, port });
  const sockets = new Set<Deno.Conn>();
  const node = {
    ...{ host, port: listener.addr.port, requests: 0, connections: 0 },
    address: formatAddress(host, listener.addr.port),
    id,
    end() {
      closeOne(listener);
      sockets.forEach(closeOne);
    },
  };
  async function pass(client: Deno.Conn): Promise<void> {
    const { host: hostname, port = 0 } = parseHostPort(server)!;
    const other = await Deno.connect({ hostname, port });
    other.setNoDelay(true);
    sockets.add(client).add(other);
    const answers = other.readable.pipeTo(client.writable).catch(() => {});
    await forwardRequests(client, other, (frame) => {
      if (frame[4] === Opcode.execute || frame[4] === Opcode.batch) node.requests++;
      return frame[4] === Opcode.query ? redirect(frame, nameOf) : frame;
    }).catch(() => {});
    closeOne(other);
    await answers;
    closeOne(client);
  }
  (async () => {
    for await (const client of listener) {
      node.connections++;
      client.setNoDelay(true);
      void pass(client).catch(() => closeOne(client));
    }
  })().catch(() => {});
  return node;
}

/** Sends on each frame as `edit` makes it. */
async function forwardRequests(from: Deno.Conn, to: Deno.Conn, edit: (frame: Buffer) => Buffer) {
  const chunk = new Uint8Array(65_536);
  let rest: Buffer = Buffer.alloc(0);
  for (let size; (size = await from.read(chunk)) !== null;) {
    rest = Buffer.concat([rest, chunk.subarray(0, size)]);
    for (let end; rest.length >= 9 && rest.length >= (end = 9 + rest.readInt32BE(5));) {
      const bytes = edit(rest.subarray(0, end));
      for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
      rest = rest.subarray(end);
    }
  }
}

/** Lets a query read the node's own tables in place of those in `system`. */
function redirect(frame: Buffer, nameOf: (table: string) => string): Buffer {
  const length = frame.readInt32BE(9);
  const cql = frame.toString("utf8", 13, 13 + length);
  const [, table] = /FROM system\.(\w+)/i.exec(cql) ?? [];
  if (table === undefined || !DRIVER_TABLES.includes(table)) return frame;
  const text = Buffer.from(cql.replace(/FROM system\.\w+/i, `FROM ${nameOf(table)}`));
  const head = Buffer.from(frame.subarray(0, 13));
  head.writeInt32BE(text.length, 9);
  const edited = Buffer.concat([head, text, frame.subarray(13 + length)]);
  edited.writeInt32BE(edited.length - 9, 5);
  return edited;
}

async function fillTables(
  server: string,
  keyspace: string,
  nodes: readonly (FakeNodeOptions & Node)[],
  peersV2: boolean,
): Promise<void> {
  const { session, close } = await open({ contactPoints: [server] }, keyspace, []);
  const rows = nodes.map((node, at) => rowOf(node, at, nodes.length));
  for (const [at, own] of rows.entries()) {
    const others = rows.filter((row) => row !== own);
    const tables = { local: [own], peers: others, ...peersV2 && { peers_v2: others } };
    for (const [table, rows] of Object.entries(tables)) {
      const name = `${keyspace}.${table}_${at}`;
      await session.execute(`CREATE TABLE ${name} (key text PRIMARY KEY, ${COLUMNS})`);
      for (const row of rows) {
        // The primary key of system.peers is the address, so that of several nodes on one address it knows one.
        const key = table === "local" ? "local" : table === "peers" ? row.peer : `${row.key}`;
        const columns = Object.entries({ ...row.values, key: `'${key}'` });
        await session.execute(
          `INSERT INTO ${name} (${columns.map(([column]) => column).join(", ")}) ` +
            `VALUES (${columns.map(([, value]) => value).join(", ")})`,
        );
      }
    }
  }
  await close();
}

function rowOf(node: FakeNodeOptions & Node, at: number, count: number) {
  const { says = node.host, saysPort = node.port, peer = says } = node;
  const { dataCenter = "datacenter1", rack = "rack1" } = node;
  // The ring in equal parts.
  const token = -(2n ** 63n) + (2n ** 64n / BigInt(count)) * BigInt(at);
  return {
    peer,
    key: at,
    values: {
      data_center: `'${dataCenter}'`,
      rack: `'${rack}'`,
      host_id: idOf(at),
      peer: `'${peer}'`,
      peer_port: "7000",
      rpc_address: `'${says}'`,
      native_address: `'${says}'`,
      native_port: `${saysPort}`,
      rpc_port: `${saysPort}`,
      release_version: "'5.0.6'",
      partitioner: "'org.apache.cassandra.dht.Murmur3Partitioner'",
      tokens: `{'${token}'}`,
    },
  };
}

function closeOne(one: { close(): void }): void {
  try {
    one.close();
  } catch {
    // It is closed already.
  }
}
