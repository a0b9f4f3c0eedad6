/** Answers that are nearly right, as the wire client reads them. */
import assert from "node:assert/strict";
import { classify } from "../../src/cluster/errors.ts";
import { Connection, type WireRequest } from "../../src/cluster/wire/connection.ts";
import { WireError } from "../../src/cluster/wire/errors.ts";
import { prepareRequest } from "../../src/cluster/wire/prepared.ts";
import { Execute, Query, type Sending } from "../../src/cluster/wire/requests.ts";
import { modelStatement } from "../../src/cluster/wire/statement.ts";
import { type Response, writeResponse } from "../../src/embedded/connection/response.ts";
import { CqlError } from "../../src/embedded/errors.ts";
import type { ColumnSpec } from "../../src/embedded/result.ts";
import { createRequestCounts } from "../../src/measure/request_counts.ts";
import { ProtocolError } from "../../src/protocol/frame.ts";
import { BodyReader } from "../../src/protocol/reader.ts";
import { OutOfRange } from "../../src/protocol/value_texts.ts";
import { valueWriter } from "../../src/protocol/value_writers.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";
import type { CqlType } from "../../src/scenario/schema/cql_type.ts";
import { fuzz } from "../support/fuzz.ts";
import { mutateBytes } from "../support/mutate.ts";
import { type Random, seededRandom } from "../support/random.ts";
import { randomType, randomValue } from "../support/random_values.ts";

const SENDING: Sending = { consistency: 10, isTraced: false, counts: createRequestCounts() };

function frameOf(response: Response): Uint8Array {
  const writer = new FrameWriter("response");
  writeResponse(writer, 0, response);
  return Uint8Array.from(writer.take());
}

/** The bytes of a value, without its length. */
function bytesOf(type: CqlType, value: unknown): string | null {
  if (value === null) return null;
  const writer = new FrameWriter("request");
  valueWriter(type)(writer, value);
  const reader = new BodyReader(Uint8Array.from(writer.take()));
  return reader.value() ?? null;
}

/** A request, and an answer to it that is right. */
interface Exchange {
  request(): WireRequest;
  readonly answer: Uint8Array;
}

function randomColumns(random: Random): ColumnSpec[] {
  return Array.from({ length: 1 + random.below(4) }, (_, at) => ({
    ...{ keyspace: "ks", table: "t", name: `c${at}` },
    type: randomType(random, 2),
  }));
}

/** Some exchanges of each kind, with random columns and rows. */
function someExchanges(random: Random): Exchange[] {
  const columns = randomColumns(random);
  const row = () => columns.map(({ type }) => bytesOf(type, randomValue(random, type)));
  const rows = Array.from({ length: random.below(4) }, row);
  const pagingState = random.pick([null, "state"]);
  const prepared: Response = {
    kind: "result",
    result: { kind: "prepared", id: "id", binds: columns, keyMarkers: [0], columns },
  };
  const read: Response = { kind: "result", result: { kind: "rows", columns, rows, pagingState } };
  const write: Response = { kind: "result", result: { kind: "void" } };
  const failed = new CqlError(random.pick([0x1000, 0x1100, 0x2200, 0x2500]), "no", { id: "id" });
  const error: Response = { kind: "error", error: failed };
  const cql = { cql: "SELECT c0 FROM t", columns: [] };
  const execute = () => {
    const statement = modelStatement(cql as never, (rows) => rows, { namesColumns: false });
    return new Execute(statement, [], undefined, PREPARED, SENDING);
  };
  return [
    { request: () => prepareRequest("SELECT"), answer: frameOf(prepared) },
    { request: () => new Query("SELECT", {}, SENDING), answer: frameOf(read) },
    { request: execute, answer: frameOf(read) },
    { request: execute, answer: frameOf(write) },
    { request: execute, answer: frameOf(error) },
  ];
}

const PREPARED = {
  ...{ table: "", id: "id", binds: [], writers: [], keyIndexes: [], columns: [] },
  readRow: () => ({}),
};

/** A socket that takes what is written and gives an answer in pieces, then ends. */
function scripted(answer: Uint8Array, random: Random): Deno.Conn {
  const written = Promise.withResolvers<void>();
  let at = 0;
  const socket: Partial<Deno.Conn> = {
    write(bytes) {
      written.resolve();
      return Promise.resolve(bytes.length);
    },
    async read(buffer) {
      await written.promise;
      if (at === answer.length) return null;
      const size = Math.min(buffer.length, 1 + random.below(answer.length - at));
      buffer.set(answer.subarray(at, at + size));
      at += size;
      return size;
    },
    close() {},
  };
  return socket as Deno.Conn;
}

/** Whether an error is one that a case counts by what it is, and not as a fault of cassbench. */
function isKnown(error: unknown): boolean {
  return [ProtocolError, WireError, OutOfRange].some((known) => error instanceof known);
}

Deno.test("the wire client: each of thousands of spoilt answers ends its request, within a second and in a class of errors", async () => {
  const ended = { well: 0, badly: 0 };
  let exchanges: Exchange[] = [];
  await fuzz(5, async (random, round) => {
    if (round % 200 === 0) {
      exchanges = Array.from({ length: 4 }, () => someExchanges(random)).flat();
    }
    const { request, answer } = random.pick(exchanges);
    const spoilt = mutateBytes(random, answer);
    const closed = Promise.withResolvers<void>();
    const connection = new Connection(scripted(spoilt, random), {
      onAnswer: () => {},
      onClose: () => closed.resolve(),
    });
    try {
      await connection.send(request());
      ended.well++;
    } catch (error) {
      assert.ok(isKnown(error), `${spoilt.toHex()}: ${Object(error).stack}`);
      assert.notEqual(classify(error), "Error");
      ended.badly++;
    }
    await closed.promise;
  });
  assert.ok(ended.badly > ended.well / 4, JSON.stringify(ended));
  assert.ok(Deno.memoryUsage().heapUsed < 500e6);
});

Deno.test("the wire client: what is not spoilt is answered, so that the test above can fail", async () => {
  const random = seededRandom(6);
  for (const { request, answer } of someExchanges(random)) {
    const connection = new Connection(scripted(answer, random), {
      onAnswer: () => {},
      onClose: () => {},
    });
    await connection.send(request()).catch((error) => assert.equal(error.kind, "answered"));
  }
});
