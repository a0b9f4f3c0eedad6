/** Stand-ins for services that speak CQL and refuse what they document to refuse, before the embedded server. */
import { Buffer } from "node:buffer";
import { listen, type Listening } from "../../src/embedded/listen.ts";
import { createFrameReader, type Frame } from "../../src/protocol/frame.ts";
import {
  ErrorCode,
  Opcode,
  PROTOCOL_VERSION,
  RESPONSE_BIT,
  ResultKind,
} from "../../src/protocol/opcodes.ts";
import { BodyReader } from "../../src/protocol/reader.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import { open } from "./targets.ts";

/** One that runs. */
export interface ServiceServer extends AsyncDisposable {
  readonly contactPoint: string;
  /** Why it refused what it refused. */
  readonly refused: readonly string[];
  /** The statements that change the schema which it carried out. */
  readonly changes: readonly string[];
}

/** What a service does otherwise than the embedded server. */
interface Behaviour {
  /** What its options say beside those of a Cassandra. */
  readonly supported?: Readonly<Record<string, string>>;
  /** Why it does not carry out a statement at a consistency; `undefined` where it does. */
  refuse(cql: string, consistency: number | undefined): string | undefined;
  /** What it carries out in place of a statement. */
  rewrite?(cql: string): string;
  /** Called before a statement is carried out. */
  before?(cql: string): Promise<void>;
}

const CHANGE = /^\s*(CREATE|ALTER|DROP|TRUNCATE)\b/i;
const WRITE = /^\s*(INSERT|UPDATE|DELETE|BEGIN|CREATE|ALTER|DROP|TRUNCATE)\b/i;
const LEVELS = "ANY ONE TWO THREE QUORUM ALL LOCAL_QUORUM EACH_QUORUM SERIAL LOCAL_SERIAL LOCAL_ONE"
  .split(" ");

/** A CREATE or ALTER of a table, or one that reads or writes it. */
const TABLE = /(?:FROM|INTO|TABLE(?: IF NOT EXISTS)?|UPDATE) "?\w+"?\."?(\w+)"?/i;

/** How often a client of Amazon Keyspaces finds a table that is still being made. */
const LOOKS = 2;

/**
 * Starts one that does as Amazon Keyspaces: it names itself, takes writes at LOCAL_QUORUM, has one replication, no indexes
 * and no TRUNCATE, and makes tables some time after it has answered. Its words are those that its clients have reported.
 */
export async function startKeyspaces(): Promise<ServiceServer> {
  const inner = listen(0);
  const { session, close } = await open(
    { contactPoints: [`127.0.0.1:${inner.port}`] },
    "system_schema_mcs",
    [],
  );
  const run = (cql: string) => session.execute(cql, [], { prepare: false });
  await run(
    "CREATE TABLE system_schema_mcs.tables (keyspace_name text, table_name text, status text, " +
      "PRIMARY KEY (keyspace_name, table_name))",
  );
  await run("CREATE TABLE system_schema_mcs.keyspaces (keyspace_name text PRIMARY KEY)");
  /** The tables that are not there yet, and how often they were looked for. */
  const looks = new Map<string, number>();
  return serve(inner, close, {
    refuse(cql, consistency) {
      const levels = WRITE.test(cql) ? ["LOCAL_QUORUM"] : ["ONE", "LOCAL_QUORUM", "LOCAL_ONE"];
      const level = consistency === undefined ? undefined : LEVELS[consistency]!;
      if (level !== undefined && !levels.includes(level)) {
        return `Consistency level ${level} is not supported for this operation. ` +
          `Supported consistency levels are: ${levels.join(", ")}`;
      }
      const [unsupported] = /^\s*(CREATE (CUSTOM )?INDEX|CREATE MATERIALIZED VIEW|TRUNCATE)/i
        .exec(cql) ?? [];
      if (unsupported !== undefined) return `${unsupported} is not yet supported`;
      if (/^\s*CREATE KEYSPACE/i.test(cql) && !cql.includes("SingleRegionStrategy")) {
        return "Unsupported replication strategy";
      }
      const [, table] = TABLE.exec(cql) ?? [];
      return looks.has(table ?? "") ? `table ${table} does not exist` : undefined;
    },
    rewrite: (cql) =>
      cql.replace(
        "'class': 'SingleRegionStrategy'",
        "'class': 'SimpleStrategy', 'replication_factor': 1",
      ),
    async before(cql) {
      if (cql.includes("FROM system_schema_mcs.tables")) {
        for (const [name, count] of looks) {
          looks.set(name, count + 1);
          if (count < LOOKS) continue;
          looks.delete(name);
          await run(`UPDATE system_schema_mcs.tables SET status = 'ACTIVE'
            WHERE keyspace_name = 'service' AND table_name = '${name}'`);
        }
      }
      const [, table] = TABLE.exec(cql) ?? [];
      if (/^\s*CREATE KEYSPACE/i.test(cql)) {
        await run("INSERT INTO system_schema_mcs.keyspaces (keyspace_name) VALUES ('service')");
      } else if (table !== undefined && CHANGE.test(cql)) {
        const status = /^\s*ALTER/i.test(cql) ? "UPDATING" : "CREATING";
        looks.set(table, 0);
        await run(`INSERT INTO system_schema_mcs.tables (keyspace_name, table_name, status)
          VALUES ('service', '${table}', '${status}')`);
      }
    },
  }, "Amazon Keyspaces");
}

/**
 * Starts one that does as Astra DB: it says in its options what it is, makes no keyspaces, and takes no writes at one
 * replica. The keyspace `service` is there.
 */
export async function startAstra(): Promise<ServiceServer> {
  const inner = listen(0);
  const { close } = await open({ contactPoints: [`127.0.0.1:${inner.port}`] }, "service", []);
  return serve(inner, close, {
    supported: { PRODUCT_TYPE: "DATASTAX_APOLLO" },
    refuse(cql, consistency) {
      if (/^\s*(CREATE|ALTER|DROP) KEYSPACE/i.test(cql)) {
        return "Missing correct permission on this keyspace";
      }
      const level = LEVELS[consistency ?? LEVELS.indexOf("LOCAL_QUORUM")]!;
      if (CHANGE.test(cql) || !WRITE.test(cql)) return undefined;
      return ["ANY", "ONE", "LOCAL_ONE"].includes(level)
        ? `Provided value ${level} is not allowed for Write Consistency Level ` +
          "(disallowed values are: [ANY, ONE, LOCAL_ONE])"
        : undefined;
    },
  });
}

function serve(
  inner: Listening,
  end: () => Promise<void>,
  behaviour: Behaviour,
  clusterName = EMBEDDED,
): ServiceServer {
  const refused: string[] = [], changes: string[] = [];
  /** What was prepared, by the id that the server gave it. */
  const prepared = new Map<string, string>();
  const sockets = new Set<Deno.Conn>();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });

  async function ask(frame: Frame, client: Deno.Conn, target: Deno.Conn): Promise<void> {
    const { opcode, stream } = frame;
    if (opcode === Opcode.options) {
      return await write(client, supportedBy(stream, behaviour.supported ?? {}));
    }
    const { cql, consistency } = statementOf(frame, prepared);
    const why = cql === "" ? undefined : behaviour.refuse(cql, consistency);
    if (why !== undefined) {
      refused.push(why);
      return await write(client, refusal(stream, why));
    }
    await behaviour.before?.(cql);
    if (opcode === Opcode.query && CHANGE.test(cql)) changes.push(cql);
    await write(target, bytesOf(opcode === Opcode.query ? rewritten(frame, behaviour) : frame, 0));
  }

  async function pass(client: Deno.Conn): Promise<void> {
    const target = await Deno.connect({ hostname: "127.0.0.1", port: inner.port });
    sockets.add(client).add(target);
    const preparing = new Map<number, string>();
    const answers = eachFrame(target, async (frame) => {
      const cql = preparing.get(frame.stream) ?? "";
      preparing.delete(frame.stream);
      const reader = new BodyReader(frame.body);
      if (cql !== "" && frame.opcode === Opcode.result && reader.int() === ResultKind.prepared) {
        prepared.set(reader.shortBytes(), cql);
      }
      await write(client, bytesOf(renamed(frame, clusterName), RESPONSE_BIT));
    });
    await eachFrame(client, async (frame) => {
      const { cql } = statementOf(frame, prepared);
      if (frame.opcode === Opcode.prepare) preparing.set(frame.stream, cql);
      await ask(frame, client, target);
    });
    closeOne(target);
    await answers;
    closeOne(client);
  }

  (async () => {
    for await (const client of listener) void pass(client).catch(() => closeOne(client));
  })().catch(() => {});
  return {
    contactPoint: `127.0.0.1:${listener.addr.port}`,
    refused,
    changes,
    async [Symbol.asyncDispose]() {
      listener.close();
      sockets.forEach(closeOne);
      await end();
      await inner.stop();
    },
  };
}

/** What the embedded server says that its name is. */
const EMBEDDED = "cassbench embedded server";

/** The same answer, where the cluster has another name in it. */
function renamed(frame: Frame, name: string): Frame {
  const at = frame.body.indexOf(EMBEDDED);
  if (at === -1 || name === EMBEDDED) return frame;
  const value = Buffer.from(`\0\0\0\0${name}`);
  value.writeInt32BE(name.length);
  const after = frame.body.subarray(at + EMBEDDED.length);
  return { ...frame, body: Buffer.concat([frame.body.subarray(0, at - 4), value, after]) };
}

/** The same QUERY with another text. */
function rewritten(frame: Frame, { rewrite = (cql) => cql }: Behaviour): Frame {
  const size = frame.body.readInt32BE(0);
  const text = Buffer.from(`\0\0\0\0${rewrite(frame.body.toString("utf8", 4, 4 + size))}`);
  text.writeInt32BE(text.length - 4);
  return { ...frame, body: Buffer.concat([text, frame.body.subarray(4 + size)]) };
}

/** What a frame asks for, and at which consistency; nothing where it is no statement. */
function statementOf(
  { opcode, body }: Frame,
  prepared: ReadonlyMap<string, string>,
): { readonly cql: string; readonly consistency?: number | undefined } {
  const reader = new BodyReader(body);
  if (opcode === Opcode.query) return { cql: reader.longString(), consistency: reader.short() };
  if (opcode === Opcode.prepare) return { cql: reader.longString() };
  if (opcode !== Opcode.execute) return { cql: "" };
  return { cql: prepared.get(reader.shortBytes()) ?? "", consistency: reader.short() };
}

function supportedBy(stream: number, said: Readonly<Record<string, string>>): Uint8Array {
  const writer = new FrameWriter("response");
  writer.frame(stream, Opcode.supported, () => {
    writer.short(Object.keys(said).length);
    for (const [key, value] of Object.entries(said)) {
      writer.string(key);
      writer.stringList([value]);
    }
  });
  return writer.take();
}

function refusal(stream: number, why: string): Uint8Array {
  const writer = new FrameWriter("response");
  writer.frame(stream, Opcode.error, () => {
    writer.int(ErrorCode.invalid);
    writer.string(why);
  });
  return writer.take();
}

function bytesOf({ flags, stream, opcode, body }: Frame, bit: number): Uint8Array {
  const header = Buffer.alloc(9);
  header[0] = PROTOCOL_VERSION | bit;
  header[1] = flags;
  header.writeInt16BE(stream, 2);
  header[4] = opcode;
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

async function eachFrame(socket: Deno.Conn, handle: (frame: Frame) => Promise<void>) {
  const frames = createFrameReader();
  const chunk = new Uint8Array(65_536);
  try {
    for (let size; (size = await socket.read(chunk)) !== null;) {
      for (const frame of frames.read(chunk.slice(0, size))) await handle(frame);
    }
  } catch {
    // One of both ends has closed the connection.
  }
}

async function write(socket: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

function closeOne(socket: Deno.Conn): void {
  try {
    socket.close();
  } catch {
    // It is closed already.
  }
}
