import type { BatchType } from "../cql/ast.ts";
import type { Bytes } from "../data/bytes.ts";
import type { BatchItem, Values } from "../database.ts";
import { CqlError, ErrorCode } from "../errors.ts";
import type { Options } from "../plan/plan.ts";
import { Body } from "./body.ts";
import type { Frame } from "./frame.ts";

/** What a client asks. */
export type Request =
  | { kind: "startup"; options: Map<string, string> }
  | { kind: "options" }
  | { kind: "register"; events: string[] }
  | { kind: "prepare"; text: string }
  | { kind: "query"; text: string; values: Values; options: Options }
  | { kind: "execute"; id: Bytes; values: Values; options: Options }
  | { kind: "batch"; type: BatchType; items: BatchItem[]; clientTime: number | undefined };

const COMPRESSED = 0x01;
const CUSTOM_PAYLOAD = 0x04;

/**
 * Reads a request.
 *
 * @throws {CqlError} With code Protocol when the frame is none.
 */
export function readRequest({ opcode, flags, body: buffer }: Frame): Request {
  if (flags & COMPRESSED) throw protocol("Compression was not negotiated");
  const body = new Body(buffer);
  if (flags & CUSTOM_PAYLOAD) body.payload();
  switch (opcode) {
    case 0x01:
      return { kind: "startup", options: body.stringMap() };
    case 0x05:
      return { kind: "options" };
    case 0x07:
      return { kind: "query", text: body.longString(), ...readParameters(body) };
    case 0x09:
      return { kind: "prepare", text: body.longString() };
    case 0x0a:
      return { kind: "execute", id: body.shortBytes(), ...readParameters(body) };
    case 0x0b:
      return { kind: "register", events: body.stringList() };
    case 0x0d:
      return readBatch(body);
    default:
      throw protocol(`Unknown opcode ${opcode}`);
  }
}

const Flag = {
  values: 0x01,
  pageSize: 0x04,
  pagingState: 0x08,
  serialConsistency: 0x10,
  timestamp: 0x20,
  names: 0x40,
} as const;

/** The parameters of QUERY and EXECUTE. Consistency is read and dropped: there is one node. */
function readParameters(body: Body): { values: Values; options: Options } {
  body.short();
  const flags = body.byte();
  const values = flags & Flag.values ? readValues(body, (flags & Flag.names) !== 0) : [];
  const size = flags & Flag.pageSize ? body.int() : 0;
  const state = flags & Flag.pagingState ? body.value() ?? null : null;
  if (flags & Flag.serialConsistency) body.short();
  const clientTime = flags & Flag.timestamp ? body.long() : undefined;
  return { values, options: { paging: { size: Math.max(size, 0), state }, clientTime } };
}

function readValues(body: Body, areNamed: boolean): Values {
  const count = body.short();
  if (areNamed) {
    return new Map(Array.from({ length: count }, () => [body.string(), body.value()]));
  }
  const values: (Bytes | null | undefined)[] = [];
  for (let i = 0; i < count; i++) values.push(body.value());
  return values;
}

const BATCH_TYPES: BatchType[] = ["logged", "unlogged", "counter"];

function readBatch(body: Body): Request {
  const type = BATCH_TYPES[body.byte()];
  if (!type) throw protocol("Unknown type of batch");
  const items: BatchItem[] = [];
  for (let left = body.short(); left > 0; left--) {
    const statement = body.byte() === 0 ? { text: body.longString() } : { id: body.shortBytes() };
    items.push({ statement, values: readValues(body, false) as BatchItem["values"] });
  }
  body.short();
  const flags = body.byte();
  if (flags & Flag.names) throw protocol("Named values are not supported in batches");
  if (flags & Flag.serialConsistency) body.short();
  return {
    kind: "batch",
    type,
    items,
    clientTime: flags & Flag.timestamp ? body.long() : undefined,
  };
}

function protocol(message: string): CqlError {
  return new CqlError(ErrorCode.protocol, message);
}
