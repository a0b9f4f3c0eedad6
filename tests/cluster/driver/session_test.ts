import type cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { createSession } from "../../../src/cluster/driver/session.ts";
import { model } from "../../../src/scenario/schema/model.ts";

const User = model("user", { id: "int", name: "text" }, ["id"]);

Deno.test("every request of a session is prepared, and has the session's timeout", async () => {
  const asked: cassandra.QueryOptions[] = [];
  const answer = (options: cassandra.QueryOptions, cql = "") => {
    asked.push(options);
    const rows = cql.includes("IF NOT EXISTS") ? [{ "[applied]": true }] : [];
    const result = cql.startsWith("SELECT") || rows.length > 0 ? { rows, columns: [] } : {};
    return Promise.resolve(result as unknown as cassandra.types.ResultSet);
  };
  const client = {
    execute: (cql: string, _values: unknown[], options: cassandra.QueryOptions) =>
      answer(options, cql),
    batch: (_queries: unknown, options: cassandra.QueryOptions) => answer(options),
    metadata: { getPreparedInfo: () => ({ queryId: {}, meta: { columns: [] } }) },
  };
  for (const readTimeout of [0, 12_000]) {
    const session = createSession(client, readTimeout);
    const user = { id: 1, name: "Ada" };
    await session.create(User, user);
    await session.createIfNotExists(User, user);
    await session.find(User, user);
    await session.findAll(User, user, { limit: 1, pageSize: 5 });
    await session.update(User, user, { name: "Eve" });
    await session.delete(User, user);
    await session.batch((batch) => batch.create(User, user));
    await session.execute("SELECT name FROM user");
    assert.equal(asked.length, Object.keys(session).length);
    for (const options of asked.splice(0)) {
      assert.deepEqual([options.prepare, options.readTimeout], [true, readTimeout]);
    }
  }
});
