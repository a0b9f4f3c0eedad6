/** What the embedded server bounds, so that no client takes more of the machine: each bound, its word, and that it recovers. */
import assert from "node:assert/strict";
import { countHeld } from "../../src/embedded/connection/held.ts";
import { type Bounds, listen, type Listening } from "../../src/embedded/listen.ts";
import type { Definition } from "../../src/embedded/cql/ast.ts";
import { parse } from "../../src/embedded/cql/parse.ts";
import { define } from "../../src/embedded/store/define.ts";
import { newSchema } from "../../src/embedded/store/system_tables.ts";
import { keepStatements } from "../../src/embedded/statements.ts";
import { testPermitted } from "../support/needs.ts";
import { newClient } from "./client.ts";

const STARTUP = [
  ...[4, 0, 0, 7, 1, 0, 0, 0, 22, 0, 1],
  ...new TextEncoder().encode("\0\x0bCQL_VERSION\0\x053.0.0"),
];
const MB = 1024 * 1024;

const connect = (port: number) => Deno.connect({ hostname: "127.0.0.1", port });

/** Reads what comes until the connection ends. */
async function readAll(socket: Deno.Conn): Promise<string> {
  const text = await new Response(socket.readable).bytes().catch(() => new Uint8Array());
  return new TextDecoder("latin1").decode(text);
}

async function withServer(bounds: Partial<Bounds>, body: (server: Listening) => Promise<void>) {
  const server = listen(0, bounds);
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}

/** A driver on a keyspace of its own. */
async function open({ port }: Listening) {
  const first = newClient(port);
  await first.execute(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  );
  await first.shutdown();
  return newClient(port, { keyspace: "k" });
}

testPermitted(
  "it listens on 127.0.0.1, and on no other address of the machine",
  () =>
    withServer({}, async ({ port }) => {
      (await connect(port)).close();
      const others = Deno.networkInterfaces().filter(({ family, address }) =>
        family === "IPv4" && address !== "127.0.0.1"
      );
      // All of 127.0.0.0/8 is this machine, but for a server that listens on one address of it.
      for (const hostname of ["127.0.0.2", ...others.map(({ address }) => address)]) {
        await assert.rejects(Deno.connect({ hostname, port }), hostname);
      }
    }),
);

testPermitted(
  "connections past the bound are refused with a word, and taken again when others end",
  () =>
    withServer({ connections: 3 }, async ({ port }) => {
      const taken = await Promise.all([1, 2, 3].map(() => connect(port)));
      const refused = await connect(port);
      await refused.write(new Uint8Array(STARTUP));
      const answer = await readAll(refused);
      assert.deepEqual(
        [answer.charCodeAt(3), answer.charCodeAt(4)],
        [7, 0],
        "an error on its stream",
      );
      assert.ok(answer.includes("\0\0\x10\x01"), "OVERLOADED");
      assert.match(answer, /has 3 connections, the most that it takes/);
      const client = newClient(port);
      await assert.rejects(client.connect(), ({ innerErrors }: { innerErrors: object }) => {
        assert.match(String(Object.values(innerErrors)[0]), /the most that it takes/);
        return true;
      });
      await client.shutdown();
      for (const socket of taken) socket.close();
      const next = newClient(port);
      for (let tries = 1; !await next.connect().then(() => true, () => false); tries++) {
        assert.ok(tries < 100);
      }
      await next.shutdown();
    }),
);

testPermitted(
  "connections that begin a request and do not end it cost little, and are closed",
  async () => {
    const held = countHeld();
    await withServer({ held, lookEvery: 40 }, async ({ port }) => {
      const stuck = await Promise.all(Array.from({ length: 300 }, () => connect(port)));
      // Nothing at all, a part of a header, and a part of a body that is said to be 200 MB long.
      const parts = [[], [4, 0, 0], [4, 0, 0, 1, 7, 12, 0, 0, 0, 0, 0]];
      await Promise.all(stuck.map((socket, at) => socket.write(new Uint8Array(parts[at % 3]!))));
      const busy = newClient(port);
      await busy.connect();
      const ends = await Promise.all(stuck.map(readAll));
      assert.ok(ends.every((text) => text === ""));
      assert.ok(held.total < MB, `${held.total} bytes`);
      // A client that is connected and asks nothing stays.
      const { rows } = await busy.execute("SELECT key FROM system.local");
      assert.equal(rows.length, 1);
      await busy.shutdown();
    });
    assert.equal(held.total, 0);
  },
);

testPermitted(
  "a request that comes slowly, but comes, is not cut off",
  () =>
    withServer({ lookEvery: 30 }, async ({ port }) => {
      const socket = await connect(port);
      await socket.write(new Uint8Array(STARTUP));
      await socket.read(new Uint8Array(100));
      const size = 4 * MB;
      const text = new Uint8Array(size).fill(32);
      const head = new Uint8Array([4, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0]);
      new DataView(head.buffer).setInt32(5, size + 7);
      new DataView(head.buffer).setInt32(9, size);
      await socket.write(head);
      for (let at = 0; at < size; at += size / 16) {
        const part = text.subarray(at, at + size / 16);
        for (let done = 0; done < part.length;) done += await socket.write(part.subarray(done));
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      await socket.write(new Uint8Array([0, 1, 0]));
      const answer = new Uint8Array(1000);
      assert.ok((await socket.read(answer) ?? 0) > 9);
      assert.deepEqual([answer[3], answer[4]], [1, 0], "a syntax error");
      socket.close();
    }),
);

testPermitted(
  "rows past the bound are refused with a hint, and taken again when others are gone",
  () =>
    withServer({ stored: 8 * MB }, async (server) => {
      const client = await open(server);
      await client.execute("CREATE TABLE t (id int, at int, v text, PRIMARY KEY (id, at))");
      const v = "x".repeat(64 * 1024);
      const insert = (id: number, at: number) =>
        client.execute("INSERT INTO t (id, at, v) VALUES (?, ?, ?)", [id, at, v], {
          prepare: true,
        });
      const fill = async () => {
        for (let at = 0;; at++) {
          const error = await insert(at % 4, at).then(() => undefined, (error) => error);
          if (error !== undefined) return { at, error };
          assert.ok(at < 200, "never full");
        }
      };
      const first = await fill();
      // It looks again when a megabyte has come.
      assert.ok(first.at > 110 && first.at < 150, String(first.at));
      assert.equal(first.error.code, 0x2200);
      assert.match(first.error.message, /holds \d+ MB of rows, and may hold 8: delete or truncate/);
      // Writing again what is there is no way in, reading is free, and deleting makes room.
      await assert.rejects(insert(0, 0), /of rows/);
      await assert.rejects(
        client.execute(`BEGIN BATCH INSERT INTO t (id, at) VALUES (9, 9); APPLY BATCH`),
        /of rows/,
      );
      assert.equal((await client.execute("SELECT at FROM t WHERE id = 1 LIMIT 5")).rows.length, 5);
      await client.execute("DELETE FROM t WHERE id = 0");
      await client.execute("DELETE FROM t WHERE id = 1 AND at < 60");
      await client.execute("DELETE FROM t WHERE id = 1 AND at = 61");
      await insert(0, 1_000);
      await client.execute("TRUNCATE t");
      const again = await fill();
      assert.ok(Math.abs(again.at - first.at) <= 17, `${first.at} and then ${again.at}`);
      await client.execute("DROP TABLE t");
      await client.execute("CREATE TABLE t (id int, at int, v text, PRIMARY KEY (id, at))");
      await insert(0, 0);
      await client.shutdown();
    }),
);

testPermitted(
  "rows that are written again take no more, of any kind of column",
  () =>
    withServer({ stored: 2 * MB }, async (server) => {
      const client = await open(server);
      await client.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text, m map<int, text>, l list<text>)",
      );
      await client.execute("CREATE TABLE c (id int PRIMARY KEY, n counter)");
      const v = "x".repeat(100_000);
      for (let turn = 0; turn < 40; turn++) {
        const values = [turn % 2, v, new Map([[1, v]]), [v]];
        await client.execute("INSERT INTO t (id, v, m, l) VALUES (?, ?, ?, ?)", values, {
          prepare: true,
        });
        await client.execute("UPDATE t SET m[2] = ? WHERE id = 0", [v], { prepare: true });
        await client.execute("UPDATE t SET l[0] = ? WHERE id = 0", [v], { prepare: true });
        await client.execute("DELETE m[2] FROM t WHERE id = 0");
        await client.execute("UPDATE c SET n = n + 1 WHERE id = 0");
        await client.execute("DELETE FROM t WHERE id = 1");
      }
      await client.shutdown();
    }),
);

testPermitted(
  "a schema past the bound is refused with its bound, and what is there is not",
  () =>
    withServer({}, async (server) => {
      const client = await open(server);
      const ints = (count: number) => Array.from({ length: count }, (_, at) => `c${at} int`).join();
      const refused = (cql: string, what: string) =>
        assert.rejects(client.execute(cql), new RegExp(`embedded server has at most 1000 ${what}`));
      await client.execute(`CREATE TABLE wide (id int PRIMARY KEY, ${ints(999)})`);
      await refused("ALTER TABLE wide ADD one_more int", "columns");
      await refused(`CREATE TABLE wider (id int PRIMARY KEY, ${ints(1_000)})`, "columns");
      await refused(`CREATE TYPE wider (${ints(1_001)})`, "fields");
      await client.execute(`CREATE TYPE wide (${ints(1_000)})`);
      await refused("ALTER TYPE wide ADD one_more int", "fields");
      await client.execute(`CREATE TABLE IF NOT EXISTS wide (id int PRIMARY KEY, ${ints(1_001)})`);
      await client.execute("DROP TABLE wide");
      await client.shutdown();
    }),
);

Deno.test("keyspaces, tables and types are counted over all keyspaces, but those of the system", () => {
  const schema = newSchema(1);
  const create = (cql: string) => define(schema, parse(cql).statement as Definition, "k");
  create(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  );
  for (let at = 0; at < 1_000; at++) {
    create(`CREATE TABLE t${at} (id int PRIMARY KEY)`);
    create(`CREATE TYPE t${at} (f int)`);
  }
  assert.throws(() => create("CREATE TABLE one_more (id int PRIMARY KEY)"), /at most 1000 tables/);
  assert.throws(() => create("CREATE TYPE one_more (f int)"), /at most 1000 types/);
  assert.equal(create("CREATE TABLE IF NOT EXISTS t5 (id int PRIMARY KEY)"), undefined);
  create("DROP TABLE t5");
  create("CREATE TABLE one_more (id int PRIMARY KEY)");
});

testPermitted(
  "a statement that is too long cannot be prepared, but run",
  () =>
    withServer({}, async (server) => {
      const client = await open(server);
      await client.execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
      const long = `INSERT INTO t (id, v) VALUES (1, '${"x".repeat(MB)}')`;
      await assert.rejects(client.execute(long, [], { prepare: true }), /too long to be prepared/);
      await client.execute(long);
      await client.shutdown();
    }),
);

Deno.test("parsed statements are bounded by number and by length, and the oldest are dropped", () => {
  const statement = (length: number) => ({ text: "x".repeat(length) }) as never;
  const statements = keepStatements(3, 100);
  const kept = () => ["a", "b", "c", "d", "e"].filter((key) => statements.get(key) !== undefined);
  for (const key of ["a", "b", "c", "d"]) statements.keep(key, statement(10));
  assert.deepEqual(kept(), ["b", "c", "d"]);
  statements.keep("e", statement(85));
  assert.deepEqual(kept(), ["d", "e"]);
  statements.keep("f", statement(2 * MB));
  assert.equal(statements.get("f"), undefined);
  statements.clear();
  statements.keep("g", statement(100));
  assert.ok(statements.get("g") !== undefined);
});
