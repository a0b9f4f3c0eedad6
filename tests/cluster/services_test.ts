/** Services that refuse what Cassandra takes: what cassbench does otherwise with them, against stand-ins. */
import assert from "node:assert/strict";
import { assertServed, serviceOf } from "../../src/cluster/services.ts";
import { TargetError } from "../../src/errors.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { testPermitted } from "../support/needs.ts";
import { startAstra, startKeyspaces } from "../support/service_server.ts";
import { open } from "../support/targets.ts";

const User = model("user", { id: "int", name: "text" }, ["id"]);
const More = model("user", { id: "int", name: "text", age: "int" }, ["id"]);
const Order = model("order", { id: "int" }, ["id"]);
const Indexed = model("found", { id: "int", email: "text" }, ["id"], {
  indexes: [{ on: "email" }],
});

const LOCAL_QUORUM = { consistency: "localQuorum" } as const;

for (const client of ["driver", "wire"] as const) {
  testPermitted(
    `Amazon Keyspaces: ${client} waits until keyspace and tables are there, and writes`,
    async () => {
      await using server = await startKeyspaces();
      const target = { contactPoints: [server.contactPoint] };
      const opened = await open(target, "service", [User, Order], {
        client,
        settings: LOCAL_QUORUM,
      });
      try {
        assert.equal(opened.description.product, "Amazon Keyspaces");
        await opened.session.create(User, { id: 1, name: "Ada" });
        assert.deepEqual(await opened.session.find(User, { id: 1 }), { id: 1, name: "Ada" });
      } finally {
        await opened.close();
      }
      assert.deepEqual(server.refused, []);
      assert.equal(server.changes.length, 3);
      assert.match(server.changes[0]!, /SingleRegionStrategy/);
      // A column is added later, too.
      const again = await open(target, "service", [More], { client, settings: LOCAL_QUORUM });
      try {
        await again.session.create(More, { id: 2, name: "Bob", age: 3 });
      } finally {
        await again.close();
      }
      assert.deepEqual(server.refused, []);
    },
  );
}

testPermitted(
  "Amazon Keyspaces: what it would refuse of every write is refused before, with what goes",
  async () => {
    await using server = await startKeyspaces();
    const target = { contactPoints: [server.contactPoint] };
    await assert.rejects(open(target, "service", [User]), (error) => {
      assert.ok(error instanceof TargetError);
      assert.equal(
        error.message,
        "Cannot use Amazon Keyspaces as it takes writes at consistency localQuorum only: found localOne",
      );
      assert.match(error.hint!, /^pass --consistency localQuorum; calls that read may say/);
      return true;
    });
    assert.deepEqual([server.refused, server.changes], [[], []]);
  },
);

testPermitted(
  "Amazon Keyspaces: a call that says a consistency of its own fails with the words of the server",
  async () => {
    await using server = await startKeyspaces();
    const target = { contactPoints: [server.contactPoint] };
    const { session, close } = await open(target, "service", [User], { settings: LOCAL_QUORUM });
    try {
      await assert.rejects(
        session.create(User, { id: 1, name: "a" }, { consistency: "one" }),
        /Supported consistency levels are: LOCAL_QUORUM/,
      );
      assert.equal(await session.find(User, { id: 1 }, { consistency: "localOne" }), undefined);
    } finally {
      await close();
    }
  },
);

testPermitted(
  "Astra DB: a keyspace that is not there is told before anything is sent, with where to make it",
  async () => {
    await using server = await startAstra();
    const target = { contactPoints: [server.contactPoint] };
    for (const createSchema of [true, false]) {
      const settings = { ...LOCAL_QUORUM, createSchema };
      await assert.rejects(open(target, "other", [User], { settings }), (error) => {
        assert.ok(error instanceof TargetError);
        assert.equal(
          error.message,
          'Cannot use keyspace "other" as it is not there, and Astra DB makes none by CQL',
        );
        assert.match(error.hint!, /^make it in the Astra Portal .*--keyspace$/);
        return true;
      });
    }
    assert.deepEqual([server.refused, server.changes], [[], []]);
  },
);

for (const client of ["driver", "wire"] as const) {
  testPermitted(
    `Astra DB: ${client} makes tables in a keyspace that is there, and writes at localQuorum`,
    async () => {
      await using server = await startAstra();
      const target = { contactPoints: [server.contactPoint] };
      const opened = await open(target, "service", [User], { client, settings: LOCAL_QUORUM });
      try {
        assert.equal(opened.description.product, "Astra DB");
        await opened.session.create(User, { id: 1, name: "Ada" });
        await assert.rejects(
          opened.session.create(User, { id: 1, name: "a" }, { consistency: "localOne" }),
          /LOCAL_ONE is not allowed for Write Consistency Level/,
        );
      } finally {
        await opened.close();
      }
      assert.equal(server.changes.length, 1);
      await assert.rejects(
        open(target, "service", [User], { client }),
        /^TargetError: Cannot use Astra DB as it takes writes at consistency localQuorum, quorum, two, three, all or eachQuorum only: found localOne$/,
      );
    },
  );
}

/** Settings that a service does not take: [the service, what is said, the message, the hint]. */
const REFUSED: [string, Parameters<typeof assertServed>[1], string, RegExp][] = [
  [
    "Amazon Keyspaces",
    { consistency: "localQuorum", replication: 3 },
    " it places rows by itself, and the settings say a replication",
    /^leave out replication$/,
  ],
  [
    "Amazon Keyspaces",
    { consistency: "quorum", durableWrites: false },
    "\n  - it takes writes at consistency localQuorum only: found quorum\n" +
    "  - all of its writes are durable, and the settings say durableWrites: false",
    /^pass --consistency localQuorum; .*; leave out durableWrites$/,
  ],
  [
    "Astra DB",
    { consistency: "any" },
    " it takes writes at consistency localQuorum, quorum, two, three, all or eachQuorum only: found any",
    /^pass --consistency localQuorum/,
  ],
];

Deno.test("assertServed() lists everything that does not go with a service", () => {
  for (const [product, settings, message, hint] of REFUSED) {
    assert.throws(
      () => assertServed(serviceOf(product)!, settings, [User]),
      (error: TargetError) => {
        assert.equal(error.message, `Cannot use ${product} as${message}`);
        assert.match(error.hint!, hint);
        return true;
      },
    );
  }
  assert.throws(
    () => assertServed(serviceOf("Amazon Keyspaces")!, LOCAL_QUORUM, [User, Indexed]),
    /^TargetError: Cannot use Amazon Keyspaces as it has no indexes, and these models have: found$/,
  );
  assertServed(serviceOf("Astra DB")!, LOCAL_QUORUM, [User, Indexed]);
  for (const product of ["Apache Cassandra", "ScyllaDB", "DataStax Enterprise", "CQL server"]) {
    assert.equal(serviceOf(product), undefined);
  }
});
