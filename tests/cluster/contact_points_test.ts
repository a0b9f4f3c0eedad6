/** How contact points are asked, of which some are names with several addresses. */
import assert from "node:assert/strict";
import { contact, parseContactPoints } from "../../src/cluster/contact_points.ts";
import type { LookUp } from "../../src/cluster/resolve.ts";
import { startFaultyServer } from "../support/faulty_server.ts";
import { testPermitted } from "../support/needs.ts";

const { signal } = new AbortController();

/** A name server that counts how often it is asked. */
function nameServer(names: Record<string, string[]>) {
  const asked: string[] = [];
  const find: LookUp = (name) => {
    asked.push(name);
    const found = names[name];
    if (found === undefined) {
      return Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" }));
    }
    return Promise.resolve(found.map((address) => ({ address })));
  };
  return { asked, find };
}

Deno.test("contact points get the port that they lack", () => {
  assert.deepEqual(parseContactPoints(["a", " b:1", "::1", "[::1]:2", "[0:0::0:3]"]), [
    "a:9042",
    "b:1",
    "[::1]:9042",
    "[::1]:2",
    "[::3]:9042",
  ]);
});

testPermitted("all addresses of a name are asked, and one that answers will do", async () => {
  await using server = startFaultyServer();
  const port = server.contactPoint.split(":")[1];
  // Hangs: it takes no connection from its queue, and answers none.
  using hung = Deno.listen({ hostname: "127.0.0.3", port: Number(port) });
  void hung;
  const { asked, find } = nameServer({
    cass: ["127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.1"],
  });
  const contactPoints = [`cass:${port}`, `nowhere:${port}`];
  const found = await contact({ contactPoints, coordinators: ["cass"] }, signal, find);
  assert.deepEqual(found.address.contactPoints, [server.contactPoint]);
  assert.deepEqual(found.address.hosts, { cass: ["127.0.0.2", "127.0.0.3", "127.0.0.1"] });
  assert.deepEqual(found.unreachable, [`nowhere:${port} is an unknown host name`]);
  assert.deepEqual(asked, ["cass", "nowhere"]);
});

testPermitted("where no address of a name answers, each says why", async () => {
  const { find } = nameServer({ cass: ["127.0.0.2", "::1"] });
  await assert.rejects(contact({ contactPoints: ["cass:1", "127.0.0.3:1"] }, signal, find), {
    name: "TargetError",
    message: 'Cannot reach Cassandra at "cass:1", "127.0.0.3:1": ' +
      "cass:1 at 127.0.0.2:1 refused the connection; cass:1 at [::1]:1 refused the connection; " +
      "127.0.0.3:1 refused the connection",
  });
});

testPermitted(
  "a contact point of Amazon Keyspaces on another port, or without TLS, gets its own hint",
  async () => {
    const host = "cassandra.eu-west-1.amazonaws.com";
    const { find } = nameServer({ [host]: ["127.0.0.2"], "db.amazonaws.com": ["127.0.0.2"] });
    const hintFor = (point: string, tls?: true) =>
      contact({ contactPoints: [point], ...tls && { tls } }, signal, find)
        .then(() => "", ({ hint }: { hint: string }) => hint);
    const hint = "Amazon Keyspaces answers over TLS on port 9142: pass --contact-points " +
      `${host}:9142 --tls --server-name ${host}`;
    assert.equal(await hintFor(`${host}:1`), hint);
    assert.equal(await hintFor(`${host}:1`, true), hint);
    assert.equal(await hintFor(`${host}:9142`), hint);
    assert.match(await hintFor(`${host}:9142`, true), /^check the address/);
    assert.match(await hintFor("db.amazonaws.com:1"), /^check the address/);
  },
);

testPermitted("a name server that hangs ends nothing but its name", async () => {
  await using server = startFaultyServer();
  const stop = new AbortController();
  const never: LookUp = () => new Promise(() => {});
  const asking = contact({ contactPoints: ["cass", server.contactPoint] }, stop.signal, never);
  stop.abort(new Error("stopped"));
  await assert.rejects(asking, { message: "stopped" });
});

testPermitted(
  "an address is translated to the first address of a name, and to no unknown one",
  async () => {
    await using server = startFaultyServer();
    const { find } = nameServer({ nat: ["127.0.0.2", "127.0.0.3"] });
    const contactPoints = [server.contactPoint];
    const addresses = { "10.0.0.1": "nat", "10.0.0.2:9042": "nat:9043", "10.0.0.3": "[::1]:1" };
    const found = await contact({ contactPoints, addresses }, signal, find);
    assert.deepEqual(found.address.addresses, {
      "10.0.0.1": "127.0.0.2",
      "10.0.0.2:9042": "127.0.0.2:9043",
      "10.0.0.3": "[::1]:1",
    });
    const wrong = { contactPoints, addresses: { "10.0.0.1": "moon:9042" } };
    await assert.rejects(contact(wrong, signal, find), {
      message: "Cannot translate an address to moon:9042: it is an unknown host name",
    });
  },
);
