/** Secure connect bundles: a service that tells where the nodes are, and a proxy in front of them. */
import Zip from "adm-zip";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { messageOf, ScenarioError, TargetError } from "../../../src/errors.ts";
import { makeAuthority, type TestAuthority } from "../../support/certificates.ts";
import { startFakeCluster } from "../../support/fake_cluster.ts";
import { testPermitted } from "../../support/needs.ts";
import { inTemporaryFolder } from "../../support/paths.ts";
import { open } from "../../support/targets.ts";
import { startTlsServer } from "../../support/tls_server.ts";

/** A service that answers those who show a certificate of the authority. */
async function startService({ ca, sign }: TestAuthority) {
  const { cert, key } = sign({ name: "service", names: ["127.0.0.1"] });
  const answer = { status: 200, text: "" };
  const demands = { ca: ca.cert, requestCert: true, rejectUnauthorized: true };
  const server = createServer({ cert, key, ...demands }, ({ url }, response) => {
    response.writeHead(url === "/metadata" ? answer.status : 404).end(answer.text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    answer,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The files of a bundle. */
function filesOf({ ca, sign }: TestAuthority, port: number): Record<string, string> {
  const { cert, key } = sign({ name: "me" });
  const config = { host: "127.0.0.1", port, keyspace: "app", localDC: "dc1" };
  return { "config.json": JSON.stringify(config), "ca.crt": ca.cert, cert, key };
}

async function write(file: string, files: Record<string, string>): Promise<string> {
  const zip = new Zip();
  for (const [name, text] of Object.entries(files)) zip.addFile(name, Buffer.from(text));
  await Deno.writeFile(file, zip.toBuffer());
  return file;
}

testPermitted(
  "a bundle is all that both clients need to reach every node behind its proxy",
  async () => {
    const authority = makeAuthority();
    await using service = await startService(authority);
    await using cluster = await startFakeCluster([{}, { host: "127.0.0.2" }]);
    const ids = new Map(cluster.nodes.map(({ address, id }) => [id, address]));
    await using proxy = await startTlsServer({
      ...authority.sign({ name: "proxy", names: ["127.0.0.1"] }),
      clientAuthority: authority.ca.cert,
      server: (name) => ids.get(name),
    });
    service.answer.text = JSON.stringify({
      contact_info: {
        type: "sni_proxy",
        local_dc: "datacenter1",
        contact_points: [...ids.keys()],
        sni_proxy_address: proxy.contactPoint,
      },
    });
    await inTemporaryFolder(async (folder) => {
      const bundle = await write(`${folder}/b.zip`, filesOf(authority, service.port));
      for (const client of ["driver", "wire"] as const) {
        for (const node of cluster.nodes) node.requests = 0;
        const target = await open({ bundle }, "bundle", [], { client });
        const { tls, dataCenter, unreachable } = target.description;
        assert.deepEqual(tls, { verified: true, clientCertificate: true });
        assert.deepEqual([dataCenter, unreachable], ["datacenter1", undefined]);
        for (let i = 0; i < 10; i++) {
          await target.session.execute("SELECT release_version FROM system.local");
        }
        assert.ok(cluster.nodes.every(({ requests }) => requests > 0), client);
        await target.close();
      }
      assert.ok(proxy.asked.every((name) => ids.has(String(name))), proxy.asked.join());
    });
  },
);

testPermitted(
  "a bundle that is none, or whose service does not answer, is named as that",
  async (t) => {
    const authority = makeAuthority();
    await using service = await startService(authority);
    const files = filesOf(authority, service.port);
    const stranger = filesOf(makeAuthority("Other CA"), service.port);
    const { cert: oldCert, key: oldKey } = authority.sign({ name: "old", days: [-9, -1] });
    const without = (name: string) =>
      Object.fromEntries(Object.entries(files).filter(([one]) => one !== name));
    const where = `Cannot ask 127.0.0.1:${service.port} where the nodes of the bundle are: it `;
    const table: [says: string, files: Record<string, string>, message: string | RegExp][] = [
      ["no certificate", without("cert"), "it lacks cert"],
      ["no config.json", without("config.json"), "it lacks config.json"],
      ["no host", { ...files, "config.json": "{}" }, "its config.json has no host and port"],
      ["no JSON", { ...files, "config.json": "{" }, "its config.json has no host and port"],
      [
        "another key, and no authority",
        { ...files, "ca.crt": "", key: authority.ca.key },
        "its ca.crt must hold certificates in PEM: found none, and its key must be the key of the " +
        "certificate in cert",
      ],
      [
        "another authority",
        { ...files, "ca.crt": stranger["ca.crt"]! },
        `${where}has a certificate of "Test CA", which is not trusted`,
      ],
      [
        "a certificate of another authority",
        { ...stranger, "ca.crt": files["ca.crt"]! },
        /^Cannot ask .*: it (refuses the client certificate|closes|cannot be reached)/,
      ],
      [
        "an expired certificate",
        { ...files, cert: oldCert, key: oldKey },
        /^Cannot ask .*: it (refuses the client certificate|closes|cannot be reached)/,
      ],
    ];
    const errorOf = (bundle: string) =>
      open({ bundle }, "bundle", []).then(() => assert.fail("opened"), (error) => error);
    await inTemporaryFolder(async (folder) => {
      const file = `${folder}/b.zip`;
      for (const [says, files, message] of table) {
        await t.step(says, async () => {
          const error = await errorOf(await write(file, files));
          if (message instanceof RegExp) return assert.match(messageOf(error), message);
          const isOwn = message.startsWith("Cannot");
          assert.ok(error instanceof (isOwn ? TargetError : ScenarioError), String(error));
          assert.equal(
            error.message,
            isOwn ? message : `Cannot use bundle "${file}" as ${message}`,
          );
        });
      }
      await write(file, files);
      for (
        const [status, text, why] of [
          [503, "", "answers with HTTP status 503"],
          [200, "<html>", "does not say it in its answer"],
          [200, '{"contact_info":{"contact_points":[]}}', "does not say it in its answer"],
        ] as const
      ) {
        Object.assign(service.answer, { status, text });
        assert.equal((await errorOf(file)).message, where + why);
      }
      await Deno.writeTextFile(file, "hello");
      assert.equal(
        (await errorOf(file)).message,
        `Cannot use bundle "${file}" as it is no zip file`,
      );
      assert.match(
        (await errorOf(`${folder}/none.zip`)).message,
        /as it cannot be read: No such file/,
      );
    });
  },
);
