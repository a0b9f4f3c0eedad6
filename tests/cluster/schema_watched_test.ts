import assert from "node:assert/strict";
import { model } from "../../src/scenario/schema/model.ts";
import { testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";
import { startFaultyServer } from "../support/faulty_server.ts";

const User = model("user", { user_id: "int", name: "text" }, ["user_id"]);

testPermitted("without DDL a server receives no statement that changes the schema", async () => {
  await using server = await startFaultyServer();
  const target = { contactPoints: [server.contactPoint] };
  const count = () => server.texts.filter((text) => /(CREATE|ALTER|DROP) /.test(text)).length;
  await (await open(target, "watched", [User])).close();
  assert.equal(count(), 2);
  const settings = { createSchema: false };
  for (const client of ["driver", "wire"] as const) {
    const opened = await open(target, "watched", [User], { settings, client });
    await opened.session.create(User, { user_id: 1, name: "a" });
    await opened.close();
  }
  const More = model("user", { user_id: "int", name: "text", age: "int" }, ["user_id"]);
  await assert.rejects(open(target, "watched", [More], { settings }), /column age is not there/);
  assert.equal(count(), 2);
  assert.ok(server.texts.some((text) => text.includes("system_schema.columns")));
});
