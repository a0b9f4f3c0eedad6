import type { Bytes } from "../../protocol/bytes.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import { validate } from "../data/validate.ts";
import { invalid } from "../errors.ts";

/** What a value is for: a column, or else `[limit]`, `key(m)`, … */
export interface Receiver {
  name: string;
  type: CqlType;
}

/** The values of the bind markers: null is CQL's null, and undefined is CQL's "unset". */
export type Params = readonly (Bytes | null | undefined)[];

/** A planned term: returns its value for the values of the bind markers. */
export type Value = (params: Params) => Bytes | null | undefined;

/** What each bind marker of a statement is for, in their order. */
export type Binds = Receiver[];

/**
 * Refuses values that do not fit their bind markers.
 *
 * @throws {CqlError} With the code `invalid`.
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

/** Returns the value, which must be set and not null, as in a key. */
export function required(value: Bytes | null | undefined, column: string): Bytes {
  if (value === undefined) throw invalid(`Invalid unset value for column ${column}`);
  if (value === null) throw invalid(`Invalid null value in condition for column ${column}`);
  return value;
}
