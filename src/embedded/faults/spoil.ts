import { Buffer } from "node:buffer";
import { HEADER_SIZE } from "../../protocol/frame.ts";
import { Opcode, ResultKind } from "../../protocol/opcodes.ts";
import type { FaultKind } from "../../scenario/faults.ts";

/** A stream that a client hardly uses, as it is the last one. */
const LAST_STREAM = 32_767;

/** An opcode that the protocol does not have. */
const UNKNOWN_OPCODE = 0x55;

/** No frame begins with this byte. */
const NO_VERSION = 0xa7;

/** How each kind of answer that is none is made of the right one, which is a whole frame. */
const SPOILERS: Partial<Record<FaultKind, (answer: Buffer) => Uint8Array>> = {
  noFrame: () => Buffer.alloc(300, NO_VERSION),
  wrongStream(answer) {
    const own = answer.readInt16BE(2);
    answer.writeInt16BE(own === LAST_STREAM ? LAST_STREAM - 1 : LAST_STREAM, 2);
    return answer;
  },
  wrongOpcode: (answer) => replaced(answer, UNKNOWN_OPCODE, [ResultKind.void]),
  wrongVersion(answer) {
    answer[0] = 0x83;
    return answer;
  },
  wrongAnswer: (answer) => replaced(answer, Opcode.ready, []),
  unknownResult: (answer) => replaced(answer, Opcode.result, [99]),
  // Rows with a description of five columns, which does not follow.
  shortBody: (answer) => replaced(answer, Opcode.result, [ResultKind.rows, 1, 5]),
  noBody: (answer) => replaced(answer, Opcode.result, []),
  noRows: (answer) => replaced(answer, Opcode.result, [ResultKind.void]),
  negativeLength(answer) {
    answer.writeInt32BE(-5, 5);
    return answer;
  },
  hugeLength(answer) {
    answer.writeInt32BE(2 ** 31 - 1, 5);
    return answer;
  },
};

/** Spoils an answer, in its memory. `undefined` for a kind of fault that spoils none. */
export function spoil(kind: FaultKind, answer: Uint8Array): Uint8Array | undefined {
  return SPOILERS[kind]?.(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength));
}

/** A frame on the stream of another, with these [int]s as its body. */
function replaced(answer: Buffer, opcode: number, ints: readonly number[]): Buffer {
  const frame = Buffer.alloc(HEADER_SIZE + 4 * ints.length);
  answer.copy(frame, 0, 0, 4);
  frame[1] = 0;
  frame[4] = opcode;
  frame.writeInt32BE(4 * ints.length, 5);
  ints.forEach((int, at) => frame.writeInt32BE(int, HEADER_SIZE + 4 * at));
  return frame;
}
