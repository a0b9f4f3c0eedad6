import { messageOf } from "../../errors.ts";
import { MAX_BODY, ProtocolError } from "../../protocol/frame.ts";
import { FrameFlag, Opcode, PROTOCOL_VERSION, RESPONSE_BIT } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import { OutOfRange } from "../../protocol/value_texts.ts";
import type { Header } from "./receive.ts";
import { TABLETS } from "./tablets.ts";

/** What may answer a request, beside an ERROR. */
const EXPECTED: Readonly<Record<number, readonly number[]>> = {
  [Opcode.options]: [Opcode.supported],
  [Opcode.startup]: [Opcode.ready, Opcode.authenticate],
  [Opcode.authResponse]: [Opcode.authSuccess, Opcode.authChallenge],
  [Opcode.query]: [Opcode.result],
  [Opcode.prepare]: [Opcode.result],
  [Opcode.execute]: [Opcode.result],
  [Opcode.batch]: [Opcode.result],
};

/** Whether a message that is no ERROR can answer a request. */
export function answers(request: number, opcode: number): boolean {
  return EXPECTED[request]?.includes(opcode) === true;
}

/** What is wrong with a header, so that nothing more can be read on its connection. */
export function problemOf({ version, opcode, size }: Header): string | undefined {
  if ((version & RESPONSE_BIT) === 0) return "a request as an answer";
  // A server that does not speak our version says so in a frame of its own.
  if (version !== (PROTOCOL_VERSION | RESPONSE_BIT) && opcode !== Opcode.error) {
    return `a frame of version ${version & ~RESPONSE_BIT}`;
  }
  return size < 0 || size > MAX_BODY ? `a frame of ${size} bytes` : undefined;
}

/** What comes before an answer's message. */
export interface Extras {
  /** The id of its trace. */
  readonly trace: string | undefined;
  /** What it says of a tablet. */
  readonly tablet: Uint8Array | undefined;
}

/** Reads what comes before an answer's message. */
export function readExtras(reader: BodyReader, flags: number): Extras {
  if (flags & FrameFlag.compressed) throw new ProtocolError("The answer is compressed");
  const trace = flags & FrameFlag.tracing ? reader.uuid() : undefined;
  if (flags & FrameFlag.warning) reader.stringList();
  const hasPayload = (flags & FrameFlag.customPayload) !== 0;
  return { trace, tablet: hasPayload ? reader.payload(TABLETS.payload) : undefined };
}

/** The error of a connection on which nothing more can be read. */
export function wedged(what: string): ProtocolError {
  return new ProtocolError(`The connection was closed as it carried ${what}`);
}

/** The error of an answer that cannot be read, whatever its reader threw; of a value that is out of range, its own. */
export function unreadable(error: unknown): Error {
  if (error instanceof ProtocolError || error instanceof OutOfRange) return error;
  return new ProtocolError(`The answer cannot be read: ${messageOf(error)}`);
}
