/** T21: which certificates are taken, and what is said of each that is not, by both clients. */
import assert from "node:assert/strict";
import { connectForSchema } from "../../../src/cluster/driver/connect.ts";
import { openNodeSocket } from "../../../src/cluster/tls/node_socket.ts";
import { TlsFailure, tlsOf } from "../../../src/cluster/tls/options.ts";
import { openSocket } from "../../../src/cluster/tls/socket.ts";
import { TargetError } from "../../../src/errors.ts";
import { makeAuthority, makeCertificate } from "../../support/certificates.ts";
import { startFaultyServer } from "../../support/faulty_server.ts";
import { isPermitted, testPermitted } from "../../support/needs.ts";
import { open } from "../../support/targets.ts";
import { startTlsServer, type TlsServerOptions } from "../../support/tls_server.ts";
import type { TlsOptions } from "../../../src/cluster/tls/options.ts";

/** A row of the table. */
interface Row {
  readonly says: string;
  /** How the server speaks TLS; without, it does not. */
  readonly server?: TlsServerOptions;
  readonly tls?: true | TlsOptions;
  /** What follows the address of the server, or the point that the user gave, in the error; without, the run is good. */
  readonly problem?: RegExp;
  readonly hint?: RegExp;
  /** The host of the contact point; 127.0.0.1 without. */
  readonly host?: string;
}

function rows(): readonly Row[] {
  const { ca, sign } = makeAuthority();
  const { ca: otherCa, sign: signOther } = makeAuthority("Other CA");
  const names = ["127.0.0.1"];
  const good = sign({ name: "node", names });
  const selfSigned = makeCertificate({ name: "self", names });
  // As `openssl req -x509` makes one.
  const ownAuthority = makeCertificate({ name: "own", names, isAuthority: true });
  const client = sign({ name: "client" });
  const stranger = signOther({ name: "stranger" });
  const demanding = { ...good, clientAuthority: ca.cert };
  const trusted = { ca: ca.cert };
  return [
    { says: "the right authority", server: good, tls: trusted },
    {
      says: "another authority",
      server: good,
      tls: { ca: otherCa.cert },
      problem: /has a certificate of "Test CA", which is not trusted/,
      hint: /pass --ca FILE with the certificate of that authority, or --insecure/,
    },
    {
      says: "no authority",
      server: good,
      tls: true,
      problem: /has a certificate of "Test CA", which is not trusted/,
      hint: /pass --ca FILE/,
    },
    {
      says: "a self-signed certificate",
      server: selfSigned,
      tls: trusted,
      problem: /has a self-signed certificate, which is not trusted/,
      hint: /pass --ca FILE with this certificate/,
    },
    {
      says: "a self-signed certificate that is trusted",
      server: selfSigned,
      tls: { ca: selfSigned.cert },
    },
    {
      says: "a self-signed certificate of an authority that is trusted",
      server: ownAuthority,
      tls: { ca: ownAuthority.cert },
    },
    {
      says: "an expired certificate",
      server: sign({ name: "old", names, days: [-9, -2] }),
      tls: trusted,
      problem: /has a certificate that expired on \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
      hint: /renew the node's certificate/,
    },
    {
      says: "a certificate of the future",
      server: sign({ name: "new", names, days: [2, 9] }),
      tls: trusted,
      problem: /has a certificate that is not valid before \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
      hint: /compare the clocks/,
    },
    {
      says: "a certificate for another host",
      server: sign({ name: "wrong", names: ["10.0.0.1", "node.example"] }),
      tls: trusted,
      problem: /has a certificate for 10\.0\.0\.1, node\.example, not for 127\.0\.0\.1/,
      hint: /pass --server-name with a name that the certificate has/,
    },
    {
      says: "a certificate for another host whose name is said",
      server: sign({ name: "named", names: ["node.example"] }),
      tls: { ...trusted, serverName: "node.example" },
    },
    {
      says: "a certificate for the host's name",
      server: sign({ name: "local", names: ["localhost"] }),
      host: "localhost",
      tls: trusted,
    },
    {
      says: "a certificate without names",
      server: sign({ name: "127.0.0.1" }),
      tls: trusted,
      problem: /has a certificate without any name \(subjectAltName\)/,
      hint: /make one with subjectAltName/,
    },
    {
      says: "a plain server",
      tls: true,
      problem: /speaks no TLS/,
      hint: /leave out --tls/,
    },
    { says: "no --tls", server: good, problem: /wants TLS/, hint: /pass --tls/ },
    {
      says: "a client certificate demanded and none given",
      server: demanding,
      tls: trusted,
      problem: /demands a client certificate/,
      hint: /pass --cert FILE and --key FILE/,
    },
    {
      says: "a client certificate demanded and given",
      server: demanding,
      tls: { ...trusted, cert: client.cert, key: client.key },
    },
    {
      says: "a client certificate that is refused",
      server: demanding,
      tls: { ...trusted, cert: stranger.cert, key: stranger.key },
      problem: /refuses the client certificate/,
      hint: /truststore/,
    },
    { says: "anything where nothing is checked", server: selfSigned, tls: { insecure: true } },
  ];
}

const TABLE = isPermitted ? rows() : [];

for (const client of ["driver", "wire"] as const) {
  testPermitted(
    `T21: each certificate is taken or refused in one line, by ${client}`,
    async (t) => {
      for (const { says, server, tls, problem, hint, host = "127.0.0.1" } of TABLE) {
        await t.step(says, async () => {
          await using running = server === undefined
            ? startFaultyServer()
            : await startTlsServer(server);
          const point = running.contactPoint.replace("127.0.0.1", host);
          const opening = open({ contactPoints: [point], ...tls && { tls } }, "tls", [], {
            client,
          });
          if (problem === undefined) {
            const target = await opening;
            const { insecure = false, cert } = tls as TlsOptions;
            assert.deepEqual(target.description.tls, {
              verified: !insecure,
              ...cert && { clientCertificate: true },
            });
            const { rows } = await target.session.execute("SELECT key FROM system.local");
            assert.deepEqual(rows, [{ key: "local" }]);
            return await target.close();
          }
          await assert.rejects(opening, (error: TargetError) => {
            assert.ok(error instanceof TargetError);
            const start = `Cannot reach Cassandra at "${point}": ${point} `;
            assert.ok(error.message.startsWith(start), error.message);
            const said = error.message.slice(start.length);
            assert.match(said, problem);
            assert.doesNotMatch(said, /\n/);
            assert.match(error.hint ?? "", hint!);
            return true;
          });
        });
      }
    },
  );
}

testPermitted(
  "both clients check certificates by themselves, and not only the probe before them",
  async () => {
    const { sign } = makeAuthority();
    const { ca: otherCa } = makeAuthority();
    const { signal } = new AbortController();
    for (const names of [["127.0.0.1"], ["10.0.0.1"]]) {
      const certificate = sign({ name: "node", names });
      await using server = await startTlsServer(certificate);
      const address = {
        contactPoints: [server.contactPoint],
        tls: { ca: names[0] === "127.0.0.1" ? otherCa.cert : certificate.cert },
      };
      await assert.rejects(connectForSchema(address, signal), /certificate|altnames/);
      const tls = tlsOf(address);
      await assert.rejects(openSocket(server.contactPoint, tls, signal), TlsFailure);
      await assert.rejects(
        openNodeSocket(server.contactPoint, {
          ...tls!,
          cert: certificate.cert,
          key: certificate.key,
        }, signal),
        TlsFailure,
      );
    }
  },
);
