import { ConsistencyCode, QueryFlag } from "../../protocol/opcodes.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import type { AnyOptions } from "../../scenario/calls/call_options.ts";
import { nextTimestamp } from "./timestamps.ts";

/** The rows of one answer when nothing else is asked for, as the driver asks for them. */
export const PAGE_SIZE = 5_000;

/** The protocol's number of the consistency level of a request. */
export function consistencyOf(
  asked: AnyOptions | undefined,
  { consistency }: { readonly consistency: number },
): number {
  return asked?.consistency === undefined
    ? consistency
    : ConsistencyCode[asked.consistency as keyof typeof ConsistencyCode];
}

/** The flags of what {@linkcode writeAsked} writes. */
export function flagsOf(asked: AnyOptions | undefined): number {
  if (asked === undefined) return QueryFlag.timestamp;
  return QueryFlag.timestamp | (asked.pageState === undefined ? 0 : QueryFlag.pagingState) |
    (asked.serialConsistency === undefined ? 0 : QueryFlag.serialConsistency);
}

/** Writes the last parameters of a request. */
export function writeAsked(writer: FrameWriter, asked: AnyOptions | undefined): void {
  if (asked === undefined) return writer.long(nextTimestamp());
  const { pageState, serialConsistency, timestamp } = asked;
  if (pageState !== undefined) {
    const bytes = Uint8Array.fromHex(pageState as string);
    writer.int(bytes.length);
    writer.bytes(bytes);
  }
  if (serialConsistency !== undefined) {
    writer.short(ConsistencyCode[serialConsistency as "serial" | "localSerial"]);
  }
  if (timestamp === undefined) writer.long(nextTimestamp());
  else writer.bigint(BigInt(timestamp as number | bigint));
}
