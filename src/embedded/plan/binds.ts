import type { Bytes } from "../../protocol/bytes.ts";
import type { CqlType } from "../../scenario/cql_type.ts";
import { validate } from "../data/validate.ts";
import { invalid } from "../errors.ts";

/** What a value is for: a column, or `[limit]`, `key(m)`, … where no column stands behind it. */
export interface Receiver {
  name: string;
  type: CqlType;
}

/** The values of the bind markers: null is CQL's null, undefined is "unset". */
export type Params = readonly (Bytes | null | undefined)[];

/** A planned term. */
export type Value = (params: Params) => Bytes | null | undefined;

/** What each marker of a statement is for, in the order of the markers. */
export type Binds = Receiver[];

/**
 * Refuses values that do not fit their markers.
 *
 * @throws {CqlError} With code Invalid.
 */
export function checkParams(binds: Binds, params: Params): void {
  if (params.length !== binds.length) {
    throw invalid(
      `there were ${binds.length} markers(?) in CQL but ${params.length} bound variables`,
    );
  }
  for (let i = 0; i < params.length; i++) {
    const value = params[i];
    if (value !== null && value !== undefined) validate(binds[i]!.type, value);
  }
}

/** A value that must be there, as that of a key. */
export function required(value: Bytes | null | undefined, column: string): Bytes {
  if (value === undefined) throw invalid(`Invalid unset value for column ${column}`);
  if (value === null) throw invalid(`Invalid null value in condition for column ${column}`);
  return value;
}
