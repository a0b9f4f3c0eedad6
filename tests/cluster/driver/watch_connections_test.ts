/** Which connections are taken for wedged: a fake clock counts the looks at connections that are fakes too. */
import type cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { classify } from "../../../src/cluster/errors.ts";
import { watchConnections } from "../../../src/cluster/driver/watch_connections.ts";
import { withClock } from "../../support/clock.ts";

const LOOK = 250;

/** A connection on which a test sends and answers. */
function fakeConnection() {
  let sent = 0, signs = 0, isOpen = true;
  const errors: unknown[] = [];
  const operations = new Map<number, { setResult(error: Error): void }>();
  const ids = { returned: 0 };
  return {
    errors,
    signs: () => signs,
    isOpen: () => isOpen,
    send(): number {
      operations.set(sent, { setResult: (error) => errors.push(error) });
      return sent++;
    },
    answer(id: number): void {
      operations.delete(id);
      ids.returned++;
    },
    own: {
      endpoint: "127.0.0.1:9042",
      connected: true,
      netClient: { destroy: () => isOpen = false },
      emit: () => true,
      _operations: operations,
      _streamIds: ids,
      _idleTimeoutHandler: () => signs++,
    },
  };
}

/** Runs a test that looks at one connection, whose answers are overdue after a second. */
async function withConnection(
  test: (connection: ReturnType<typeof fakeConnection>, look: (times: number) => void) => void,
): Promise<void> {
  await withClock((clock) => {
    const connection = fakeConnection();
    const hosts = { values: () => [{ pool: { connections: [connection.own] } }] };
    const end = watchConnections({ hosts } as unknown as cassandra.Client, 1_000);
    test(connection, (times) => {
      for (let look = 0; look < times; look++) clock.tick(LOOK);
    });
    end();
  });
}

Deno.test("a server that owes answers and sends none is asked for a sign of life after half the timeout, and its connection closed after the timeout", () =>
  withConnection((connection, look) => {
    connection.send();
    connection.send();
    look(2);
    assert.equal(connection.signs(), 0);
    look(1);
    assert.equal(connection.signs(), 1);
    look(2);
    assert.deepEqual([connection.signs(), connection.isOpen()], [1, true]);
    look(1);
    assert.equal(connection.isOpen(), false);
    assert.deepEqual(connection.errors.map(classify), ["connectionClosed", "connectionClosed"]);
    assert.equal(
      String(connection.errors[0]),
      "DriverError: The connection to 127.0.0.1:9042 was closed as 2 answers were overdue on it",
    );
  }));

Deno.test("a server that gives a sign of life keeps its connection, however slow its answers are", () =>
  withConnection((connection, look) => {
    connection.send();
    for (let signs = 1; signs <= 20; signs++) {
      look(4);
      assert.equal(connection.signs(), signs);
      connection.answer(connection.send());
    }
    assert.equal(connection.isOpen(), true);
  }));

Deno.test("a connection is closed when more than 32 answers are overdue, though others come", () =>
  withConnection((connection, look) => {
    const send = (count: number) => {
      for (let sent = 0; sent < count; sent++) connection.send();
    };
    send(32);
    for (let looks = 0; looks < 20; looks++) {
      connection.answer(connection.send());
      look(1);
    }
    assert.equal(connection.isOpen(), true);
    send(1);
    for (let looks = 0; looks < 6; looks++) {
      connection.answer(connection.send());
      look(1);
    }
    assert.equal(connection.isOpen(), false);
    assert.equal(connection.errors.length, 33);
  }));

Deno.test("time in which a connection owes nothing is no silence", () =>
  withConnection((connection, look) => {
    look(20);
    connection.send();
    look(2);
    connection.answer(0);
    connection.send();
    look(2);
    assert.deepEqual([connection.signs(), connection.isOpen()], [0, true]);
  }));
