import { Buffer, isUtf8 } from "node:buffer";
import { type Bytes, isAscii, toHex, toInt } from "../../protocol/bytes.ts";
import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import { invalid } from "../errors.ts";
import { splitVector } from "./vectors.ts";

/**
 * Refuses bytes that are no value of the type, with Cassandra's messages.
 *
 * @throws {CqlError} With the code `invalid`.
 */
export function validate(type: CqlType, bytes: Bytes): void {
  const size = bytes.length;
  switch (type.name) {
    case "int":
      return expectSize(size, 4, `Expected 4 or 0 byte int (${size})`);
    case "bigint":
    case "counter":
    case "timestamp":
      return expectSize(size, 8, `Expected 8 or 0 byte long (${size})`);
    case "smallint":
      if (size !== 2) throw invalid(`Expected 2 bytes for a smallint (${size})`);
      return;
    case "tinyint":
      if (size !== 1) throw invalid(`Expected 1 byte for a tinyint (${size})`);
      return;
    case "date":
      if (size !== 4) throw invalid(`Expected 4 byte long for date (${size})`);
      return;
    case "time":
      if (size !== 8) throw invalid(`Expected 8 byte long for time (${size})`);
      return;
    case "float":
      return expectSize(size, 4, `Expected 4 or 0 byte value for a float (${size})`);
    case "double":
      return expectSize(size, 8, `Expected 8 or 0 byte value for a double (${size})`);
    case "boolean":
      return expectSize(size, 1, `Expected 1 or 0 byte value (${size})`);
    case "uuid":
      return expectSize(size, 16, `UUID should be 16 or 0 bytes (${size})`);
    case "timeuuid":
      return validateTimeUuid(bytes);
    case "inet":
      if (size !== 4) {
        expectSize(size, 16, `Expected 4 or 16 byte inetaddress; got ${toHex(bytes)}`);
      }
      return;
    case "decimal":
      if (size > 0 && size < 4) throw invalid(`Expected 0 or at least 4 bytes (${size})`);
      return;
    case "duration":
      if (size < 3) throw invalid(`Expected at least 3 bytes for a duration (${size})`);
      return;
    case "ascii":
      return validateAscii(bytes);
    case "text":
      if (!isAscii(bytes) && !isUtf8(Buffer.from(bytes, "latin1"))) {
        throw invalid("String didn't validate.");
      }
      return;
    case "frozen":
      return validate(type.of[0]!, bytes);
    case "list":
    case "set":
    case "map":
      return validateCollection(type, bytes);
    case "tuple":
    case "udt":
      return validateTuple(type, bytes);
    case "vector":
      return splitVector(type, bytes).forEach((element) => validate(type.of[0]!, element));
  }
}

function expectSize(size: number, expected: number, message: string): void {
  if (size !== expected && size !== 0) throw invalid(message);
}

function validateTimeUuid(bytes: Bytes): void {
  expectSize(bytes.length, 16, `UUID should be 16 or 0 bytes (${bytes.length})`);
  const version = bytes.charCodeAt(6) >>> 4;
  if (bytes !== "" && version !== 1) {
    throw invalid(`Invalid version for TimeUUID type: 0x${version.toString(16)}`);
  }
}

function validateAscii(bytes: Bytes): void {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (byte > 127) throw invalid(`Invalid byte for ascii: ${byte - 256}`);
  }
}

function validateCollection(type: CqlType, bytes: Bytes): void {
  const short = `Not enough bytes to read a ${type.name}`;
  if (bytes.length < 4) throw invalid(short);
  const count = toInt(bytes) * type.of.length;
  let at = 4;
  for (let i = 0; i < count; i++) {
    const size = at + 4 <= bytes.length ? toInt(bytes, at) : Infinity;
    if (size < 0) throw invalid("null is not supported inside collections");
    if (at + 4 + size > bytes.length) throw invalid(short);
    validate(type.of[i % type.of.length]!, bytes.slice(at + 4, at + 4 + size));
    at += 4 + size;
  }
  if (at !== bytes.length) {
    throw invalid(`Unexpected extraneous bytes after ${type.name} value`);
  }
}

function validateTuple(type: CqlType, bytes: Bytes): void {
  let at = 0;
  for (let i = 0; i < type.of.length && at < bytes.length; i++) {
    if (at + 4 > bytes.length) throw invalid(`Not enough bytes to read size of ${i}th component`);
    const size = toInt(bytes, at);
    at += 4;
    if (size < 0) continue;
    if (at + size > bytes.length) throw invalid(`Not enough bytes to read ${i}th component`);
    validate(type.of[i]!, bytes.slice(at, at + size));
    at += size;
  }
  if (at < bytes.length) {
    throw invalid(`Expected ${type.of.length} fields for ${formatCqlType(type)} but got more`);
  }
}
