/** What was waited for is named, where nothing came. */
import cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { awaitedBy } from "../../../src/cluster/driver/awaited.ts";
import { connectForSchema, disconnect } from "../../../src/cluster/driver/connect.ts";
import { connectError, reasonOf } from "../../../src/cluster/driver/errors.ts";
import { syncSchema } from "../../../src/cluster/driver/schema.ts";
import { createSession } from "../../../src/cluster/driver/session.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import { startFaultyServer } from "../../support/faulty_server.ts";
import { testPermitted } from "../../support/needs.ts";

const QUERY = "SELECT key FROM system.local";
const { errors } = cassandra;

testPermitted("a request that is not answered in time is named by its statement", async () => {
  await using server = startFaultyServer();
  const { contactPoint } = server;
  const { signal } = new AbortController();
  const client = await connectForSchema({ contactPoints: [contactPoint] }, signal);
  server.spoil = () => [];
  const session = createSession(client, 50);
  await assert.rejects(session.execute(QUERY), {
    message: `${contactPoint} did not answer "${QUERY}" within 50 ms`,
  });
  await disconnect(client);
});

testPermitted(
  "a client that connects tells what it waits for, and hears at once that its connection is closed",
  async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const accepting = listener.accept();
    const client = new cassandra.Client({
      contactPoints: [`127.0.0.1:${listener.addr.port}`],
      localDataCenter: "datacenter1",
    });
    assert.equal(awaitedBy(client), undefined);
    const connecting = client.connect().catch(reasonOf);
    const connection = await accepting;
    await connection.read(new Uint8Array(64));
    assert.equal(awaitedBy(client), "STARTUP");
    connection.close();
    assert.match(String(await connecting), /was closed before it was ready/);
    await disconnect(client);
  },
);

Deno.test("a hint fits why a node cannot be reached", () => {
  const tried = (reason: string) =>
    connectError(new errors.NoHostAvailableError({ "a:9042": new Error(reason) }), ["a:9042"]);
  const late = tried("a:9042 did not answer STARTUP within 2000 ms");
  assert.equal(
    late.message,
    'Cannot reach Cassandra at "a:9042": a:9042 did not answer STARTUP within 2000 ms',
  );
  assert.match(late.hint ?? "", /hangs or is overloaded/);
  assert.match(tried("is unreachable").hint ?? "", /check the address/);
});

const TABLES: Record<string, [answer: () => Promise<unknown>, message: RegExp, hint: RegExp]> = {
  "does not answer": [
    () => Promise.reject(new errors.OperationTimedOutError('a did not answer "X" within 9 ms')),
    /^Cannot read the tables as a did not answer "X" within 9 ms$/,
    /hangs or is overloaded/,
  ],
  "refuses": [
    () => Promise.reject(new errors.ResponseError(0x2100, "not you")),
    /^Cannot read the tables as the server refused "SELECT .*": not you$/,
    /--username/,
  ],
  "answers without rows": [
    () => Promise.resolve({}),
    /^Cannot read the tables as the answer to "SELECT .*" has no rows$/,
    /check the address/,
  ],
};

for (const [name, [execute, message, hint]] of Object.entries(TABLES)) {
  Deno.test(`a server that ${name} when its tables are read is the target's error, not a fault`, async () => {
    const client = { execute } as unknown as cassandra.Client;
    const models = [model("item", { id: "int" }, ["id"])];
    const settings = { keyspace: "ks", createSchema: true };
    const progress = { onWait: () => {}, signal: new AbortController().signal };
    const dataCenters = { localDataCenter: "dc", localNodes: 1, dataCenters: ["dc"] };
    await assert.rejects(
      syncSchema(client, { settings, models, ddl: [] }, dataCenters, progress),
      (error) => {
        assert.match(String(error), /^TargetError/);
        assert.match((error as Error).message, message);
        assert.match((error as { hint?: string }).hint ?? "", hint);
        return true;
      },
    );
  });
}
