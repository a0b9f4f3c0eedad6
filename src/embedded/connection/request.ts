import type { Bytes } from "../../protocol/bytes.ts";
import type { Frame } from "../../protocol/frame.ts";
import { BatchCode, ErrorCode, FrameFlag, Opcode, QueryFlag } from "../../protocol/opcodes.ts";
import { BodyReader } from "../../protocol/reader.ts";
import type { BatchType } from "../cql/ast.ts";
import type { BatchItem, BoundValues } from "../database.ts";
import { CqlError } from "../errors.ts";
import type { ExecutionOptions } from "../plan/plan.ts";

/** What a client asks for. */
export type Request =
  | { kind: "startup"; options: Map<string, string> }
  | { kind: "options" }
  | { kind: "register"; events: string[] }
  | { kind: "prepare"; text: string }
  | { kind: "query"; text: string } & Parameters
  | { kind: "execute"; id: Bytes } & Parameters
  | {
    kind: "batch";
    type: BatchType;
    items: BatchItem[];
    /** The number of the consistency level. */
    consistency: number;
    clientTime: number | undefined;
  };

/** The parameters of a QUERY or an EXECUTE. */
interface Parameters {
  values: BoundValues;
  /** The number of the consistency level. As there is one node, only faults look at it. */
  consistency: number;
  options: ExecutionOptions;
}

/**
 * Reads a request.
 *
 * @throws {CqlError | ProtocolError} When the frame is no request of version 4.
 */
export function readRequest({ opcode, flags, body: buffer }: Frame): Request {
  if (flags & FrameFlag.compressed) throw protocol("Compression was not negotiated");
  const body = new BodyReader(buffer);
  if (flags & FrameFlag.customPayload) body.skipPayload();
  switch (opcode) {
    case Opcode.startup:
      return { kind: "startup", options: body.stringMap() };
    case Opcode.options:
      return { kind: "options" };
    case Opcode.query:
      return { kind: "query", text: body.longString(), ...readParameters(body) };
    case Opcode.prepare:
      return { kind: "prepare", text: body.longString() };
    case Opcode.execute:
      return { kind: "execute", id: body.shortBytes(), ...readParameters(body) };
    case Opcode.register:
      return { kind: "register", events: body.stringList() };
    case Opcode.batch:
      return readBatch(body);
    default:
      throw protocol(`Unknown opcode ${opcode}`);
  }
}

function readParameters(body: BodyReader): Parameters {
  const consistency = body.short();
  const flags = body.byte();
  const values = flags & QueryFlag.values ? readValues(body, (flags & QueryFlag.names) !== 0) : [];
  const size = flags & QueryFlag.pageSize ? body.int() : 0;
  const state = flags & QueryFlag.pagingState ? body.value() ?? null : null;
  if (flags & QueryFlag.serialConsistency) body.short();
  const clientTime = flags & QueryFlag.timestamp ? body.long() : undefined;
  return {
    values,
    consistency,
    options: { paging: { size: Math.max(size, 0), state }, clientTime },
  };
}

function readValues(body: BodyReader, areNamed: boolean): BoundValues {
  const count = body.short();
  if (areNamed) {
    return new Map(Array.from({ length: count }, () => [body.string(), body.value()]));
  }
  const values: (Bytes | null | undefined)[] = [];
  for (let i = 0; i < count; i++) values.push(body.value());
  return values;
}

const BATCH_TYPES = Object.keys(BatchCode) as BatchType[];

function readBatch(body: BodyReader): Request {
  const type = BATCH_TYPES[body.byte()];
  if (!type) throw protocol("Unknown type of batch");
  const items: BatchItem[] = [];
  for (let left = body.short(); left > 0; left--) {
    const statement = body.byte() === 0 ? { text: body.longString() } : { id: body.shortBytes() };
    items.push({ statement, values: readValues(body, false) as BatchItem["values"] });
  }
  const consistency = body.short();
  const flags = body.byte();
  if (flags & QueryFlag.names) throw protocol("Named values are not supported in batches");
  if (flags & QueryFlag.serialConsistency) body.short();
  return {
    kind: "batch",
    type,
    items,
    consistency,
    clientTime: flags & QueryFlag.timestamp ? body.long() : undefined,
  };
}

function protocol(message: string): CqlError {
  return new CqlError(ErrorCode.protocolError, message);
}
