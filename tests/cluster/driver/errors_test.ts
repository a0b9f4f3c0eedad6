import assert from "node:assert/strict";
import cassandra from "cassandra-driver";
import { classify, failureKind } from "../../../src/cluster/errors.ts";
import { ProtocolError } from "../../../src/protocol/frame.ts";

const { errors } = cassandra;

// Its types say that it is abstract, but the driver makes some.
const DriverError = errors.DriverError as unknown as new (message: string) => Error;

Deno.test("an error of a connection that was closed has a class of its own", () => {
  const closed = Object.assign(new DriverError("Socket was closed"), { isSocketError: true });
  assert.equal(classify(closed), "connectionClosed");
  assert.equal(failureKind(closed), "lost");
  const tried = new errors.NoHostAvailableError({ "127.0.0.1:9042": closed }, "none");
  assert.equal(classify(tried), "connectionClosed");
  assert.equal(classify(new errors.NoHostAvailableError({}, "none")), "noHostAvailable");
});

Deno.test("failureKind() tells an answer of the server, a lost target, and what is neither", () => {
  const answer = new errors.ResponseError(0x1001, "overloaded");
  const closed = new DriverError("the connection was closed");
  const none = (inner: Record<string, Error>) => new errors.NoHostAvailableError(inner, "none");
  const kinds: [error: unknown, kind: string][] = [
    [answer, "answered"],
    [none({ "127.0.0.1:9042": answer }), "answered"],
    [none({ "127.0.0.1:9042": closed }), "lost"],
    [none({}), "lost"],
    [closed, "lost"],
    [new ProtocolError("no frame"), "lost"],
    [new errors.ArgumentError("no value"), "own"],
    [new errors.OperationTimedOutError("late"), "lost"],
    [new Error("a bug"), "own"],
    ["a text", "own"],
  ];
  for (const [error, kind] of kinds) assert.equal(failureKind(error), kind, String(error));
});
