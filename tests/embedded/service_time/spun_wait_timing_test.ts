import assert from "node:assert/strict";
import { bestOf } from "../../support/best_of.ts";
import { testPermitted } from "../../support/needs.ts";
import { connect } from "../client.ts";

const INSERT = "INSERT INTO delayed (id) VALUES (?)";

testPermitted("service time: a spun wait is within 0.3 ms at the median", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE delayed (id int PRIMARY KEY)");
  const p50 = await bestOf(4.3, async () => {
    test.server.setServiceTime({ kind: "constant", ms: 4 });
    for (let i = 0; i < 10; i++) await test.rows(INSERT, [i]);
    return test.server.servedTimes().p50;
  });
  assert.ok(p50 < 4.3, `${p50} ms`);
});
