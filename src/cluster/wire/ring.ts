import { murmur3, type Token } from "../../protocol/murmur3.ts";
import { FrameWriter } from "../../protocol/writer.ts";
import type { Ring } from "../driver/topology.ts";
import type { Prepared } from "./prepared.ts";
import type { Values } from "./requests.ts";
import type { Statement } from "./statement.ts";

const scratch = new FrameWriter("request");

/** The place in the ring of the row that a statement is about; -1 where it does not give a whole partition key. */
export function placeOf(
  { tokens }: Ring,
  { columns }: Statement,
  { keyIndexes, writers }: Prepared,
  values: Values,
): number {
  if (keyIndexes.length === 0) return -1;
  const isComposite = keyIndexes.length > 1;
  const parts: Uint8Array[] = [];
  for (const index of keyIndexes) {
    const value = (values as Record<string, unknown>)[columns?.[index] ?? index];
    if (value === null || value === undefined) return -1;
    scratch.clear();
    writers[index]!(scratch, value);
    const content = scratch.written().subarray(4);
    if (!isComposite) return find(tokens, murmur3(content)[0]);
    parts.push(Uint8Array.of(content.length >> 8, content.length), content.slice(), END);
  }
  return find(tokens, murmur3(concatenate(parts))[0]);
}

/** The byte after each value of a partition key of several. */
const END = Uint8Array.of(0);

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The first token that is not below this one; past the last one the ring begins again. */
function find(tokens: BigInt64Array, { hi, lo }: Token): number {
  const token = BigInt(hi) << 32n | BigInt(lo);
  let from = 0, to = tokens.length;
  while (from < to) {
    const middle = from + to >> 1;
    if (tokens[middle]! < token) from = middle + 1;
    else to = middle;
  }
  return from === tokens.length ? 0 : from;
}
