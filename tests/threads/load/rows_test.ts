/** The rows that agents write into the embedded server. */
import assert from "node:assert/strict";
import { plan } from "../../../src/run/plan.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Case } from "../../../src/scenario/planned.ts";
import { carryTogether } from "../../../src/threads/load/together.ts";
import { testPermitted } from "../../support/needs.ts";
import { open } from "../../support/targets.ts";
import { DEAF, fakeAgent, GRACE } from "./fake_carriers.ts";

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);

/** The rows of a case of all of these agents, in their order. */
async function rowsOf(agents: number, threads: number): Promise<string[]> {
  const planned = plan({
    ...{ name: "users", models: [User] },
    input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
    operation: (session, user) => session.create(User, user),
  }, { ...{ keyspace: "shares", operations: 203, poolSizes: [8], warmup: 0, seed: 5 } });
  const target = await open("embedded", "shares", [User]);
  try {
    const { signal } = new AbortController();
    const carriers = Array.from(
      { length: agents },
      (_, at) => fakeAgent(`a${at + 1}`, { plan: planned, signal, threads, load: target.load }),
    );
    const together = carryTogether(planned, carriers, { signal, grace: GRACE });
    const { measured } = await together.run(planned.cases[0] as Case, DEAF);
    assert.equal(measured.operations, 203);
    assert.equal(measured.errors.total, 0);
    const { rows } = await target.session.execute('SELECT user_id, name FROM "user"');
    return rows.map((row) => Object.values(row).join(" ")).sort();
  } finally {
    await target.close();
  }
}

testPermitted(
  "the same seed writes the same rows from 1 agent of 4 threads, 2 of 2, and 4 of 1, and each once",
  async () => {
    const one = await rowsOf(1, 4);
    assert.equal(new Set(one).size, 203);
    assert.deepEqual(await rowsOf(2, 2), one);
    assert.deepEqual(await rowsOf(4, 1), one);
  },
);
