import type { Bytes } from "../../protocol/bytes.ts";
import { murmur3, type Token, tokenOf } from "../../protocol/murmur3.ts";
import { joinKey } from "../../protocol/partition_key.ts";
import { BodyReader } from "../../protocol/reader.ts";
import { FrameWriter } from "../../protocol/writer.ts";
import type { Ring } from "../driver/topology.ts";
import type { StatementValues } from "../model_values.ts";
import { type Prepared, writeBound } from "./prepared.ts";
import type { WireStatement } from "./statement.ts";

const scratch = new FrameWriter("request");

/** The place in the ring of the row that a statement is about; -1 where it does not give a whole partition key. */
export function placeOf(
  { tokens }: Ring,
  { columns }: WireStatement,
  prepared: Prepared,
  values: StatementValues,
): number {
  const { keyIndexes } = prepared;
  if (keyIndexes.length === 0) return -1;
  const parts: Bytes[] = [];
  for (const index of keyIndexes) {
    const value = (values as Record<string, unknown>)[columns?.[index] ?? index];
    if (value === null || value === undefined) return -1;
    scratch.clear();
    writeBound(scratch, prepared, index, value);
    const content = scratch.written().subarray(LENGTH_SIZE);
    if (keyIndexes.length === 1) return find(tokens, murmur3(content)[0]);
    parts.push(new BodyReader(content).binary(content.length));
  }
  return find(tokens, tokenOf(joinKey(parts)));
}

/** The bytes before a value: its length. */
const LENGTH_SIZE = 4;

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
