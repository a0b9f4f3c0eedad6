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

/** The token of the row that a statement is about; `undefined` where it does not give a whole partition key. */
export function tokenIn(
  { columns }: WireStatement,
  prepared: Prepared,
  values: StatementValues,
): Token | undefined {
  const { keyIndexes } = prepared;
  if (keyIndexes.length === 0) return undefined;
  const parts: Bytes[] = [];
  for (const index of keyIndexes) {
    const value = (values as Record<string, unknown>)[columns?.[index] ?? index];
    if (value === null || value === undefined) return undefined;
    scratch.clear();
    writeBound(scratch, prepared, index, value);
    const content = scratch.written().subarray(LENGTH_SIZE);
    if (keyIndexes.length === 1) return murmur3(content)[0];
    parts.push(new BodyReader(content).binary(content.length));
  }
  return tokenOf(joinKey(parts));
}

/** The bytes before a value: its length. */
const LENGTH_SIZE = 4;

/** The place in the ring of a token: the first one that is not below it; past the last one the ring begins again. */
export function placeOf({ tokens }: Pick<Ring, "tokens">, { hi, lo }: Token): number {
  const token = BigInt(hi) << 32n | BigInt(lo);
  let from = 0, to = tokens.length;
  while (from < to) {
    const middle = from + to >> 1;
    if (tokens[middle]! < token) from = middle + 1;
    else to = middle;
  }
  return from === tokens.length ? 0 : from;
}
