import assert from "node:assert/strict";
import { chooseTarget, TARGET_FLAGS } from "../../src/cli/options.ts";
import { parseFlags } from "../../src/cli/flags.ts";
import { run } from "../../src/run/run.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import { findTargetProblems } from "../../src/run/target_problems.ts";
import { findWrongTls } from "../../src/run/tls_problems.ts";
import { sentenceOf } from "../../src/scenario/check/problems.ts";
import { makeAuthority } from "../support/certificates.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const AT = ["--contact-points", "10.0.0.1"];

/** What the flags choose, or all that is wrong with them. */
function choose(args: readonly string[]): unknown {
  return withEnvironment({}, () => {
    try {
      return chooseTarget(parseFlags(args, TARGET_FLAGS).flags).target;
    } catch (error) {
      return (error as Error).message;
    }
  });
}

testPermitted(
  "the flags of TLS read their files, and everything wrong with them is said at once",
  async () => {
    const { ca, sign } = makeAuthority();
    const client = sign({ name: "client" });
    await inTemporaryFolder(async (folder) => {
      const write = async (name: string, text: string) => {
        await Deno.writeTextFile(`${folder}/${name}`, text);
        return `${folder}/${name}`;
      };
      const caFile = await write("ca.pem", ca.cert);
      const cert = await write("client.pem", client.cert);
      const key = await write("client.key", client.key);
      const otherKey = await write("other.key", ca.key);
      const text = await write("text.pem", "hello");
      const broken = await write(
        "broken.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      );
      const locked = await write(
        "locked.key",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
      );
      const none = `${folder}/none.pem`;
      const point = { contactPoints: ["10.0.0.1"] };
      const table: [args: string[], chosen: unknown][] = [
        [["--tls"], { ...point, tls: true }],
        [["--insecure"], { ...point, tls: { insecure: true } }],
        [["--ca", caFile], { ...point, tls: { ca: ca.cert } }],
        [
          ["--cert", cert, "--key", key, "--server-name", "node.example"],
          { ...point, tls: { cert: client.cert, key: client.key, serverName: "node.example" } },
        ],
        [["--cert", cert], ["--cert goes with --key"]],
        [["--key", key], ["--key goes with --cert"]],
        [["--cert", cert, "--key", otherKey], [
          "--key must be the key of the certificate in --cert",
        ]],
        [["--ca", none, "--cert", none, "--key", key], [
          `--ca cannot be read: "${none}": No such file or directory (os error 2)`,
          `--cert cannot be read: "${none}": No such file or directory (os error 2)`,
        ]],
        [["--ca", text, "--cert", key, "--key", cert], [
          "--ca must hold certificates in PEM: found none",
          "--cert must hold certificates in PEM: found a private key",
          "--key must hold a private key in PEM: found a certificate",
        ]],
        [["--ca", broken, "--cert", cert, "--key", locked], [
          "--ca must hold certificates in PEM: found one that cannot be read",
          "--key must hold a private key in PEM without a passphrase: found one with a passphrase",
        ]],
        [["--ca", caFile, "--insecure", "--server-name", "https://a/b"], [
          "--insecure accepts every certificate, so --ca means nothing with it",
          "--server-name must be a host name",
        ]],
      ];
      for (const [args, chosen] of table) {
        const expected = Array.isArray(chosen)
          ? `Cannot read the command line as${
            chosen.length === 1 ? ` ${chosen[0]}` : chosen.map((one) => `\n  - ${one}`).join("")
          }`
          : chosen;
        assert.deepEqual(choose([...AT, ...args]), expected);
      }
      assert.equal(
        choose(["--tls", "--cassandra", "--ca", caFile]),
        "Cannot read the command line as\n" +
          "  - --tls goes with --contact-points\n" +
          "  - --ca goes with --contact-points",
      );
    });
  },
);

testPermitted("run() refuses options of TLS that cannot be, and shows no value of them", () => {
  const { ca, sign } = makeAuthority();
  const { cert, key } = sign({ name: "client" });
  const table: [tls: unknown, problems: string[]][] = [
    [undefined, []],
    [true, []],
    [{ ca: ca.cert, cert, key }, []],
    [false, ["target.tls must be true or { ca, cert, key, serverName, insecure }: found false"]],
    [key, ["target.tls must be true or { ca, cert, key, serverName, insecure }: found a string"]],
    [{ ky: key, ca: new TextEncoder().encode(ca.cert) }, [
      "target.tls.ky is no key that cassbench knows",
      "target.tls.ca must be a string: found one of type object",
    ]],
    [{ cert, key: ca.key }, ["target.tls.key must be the key of the certificate in tls.cert"]],
    [{ ca: key, cert }, [
      "target.tls.ca must hold certificates in PEM: found a private key",
      "target.tls.cert goes with tls.key",
    ]],
  ];
  const bundled = { target: { bundle: "b.zip" }, network: { latency: 1 } };
  assert.deepEqual(findTargetProblems(bundled, undefined).map(sentenceOf), [
    "network must go without a bundle, as there is one proxy in front of all of its nodes already",
  ]);
  for (const [tls, problems] of table) {
    assert.deepEqual(findWrongTls(tls).map(sentenceOf), problems);
  }
});

testPermitted(
  "a bundle is a target of its own, which says where the nodes are and how TLS is spoken",
  () => {
    const bundle = (...args: string[]) => choose(["--bundle", "b.zip", ...args]);
    const problems = (...texts: string[]) =>
      `Cannot read the command line as\n${texts.map((text) => `  - ${text}`).join("\n")}`;
    assert.deepEqual(bundle(), { bundle: "b.zip" });
    assert.deepEqual(bundle("--local-datacenter", "dc1"), {
      bundle: "b.zip",
      localDataCenter: "dc1",
    });
    assert.equal(
      bundle("--contact-points", "a", "--insecure"),
      problems(
        "--contact-points and --bundle are two targets",
        "--insecure goes with --contact-points",
      ),
    );
    assert.equal(
      bundle("--cassandra", "--address", "a=b"),
      problems("--cassandra and --bundle are two targets", "--address goes with --contact-points"),
    );
  },
);

testPermitted(
  "a Cassandra that is started for a run takes no TLS, as it has no certificates",
  async () => {
    const idle = scenario({ name: "idle", operation: async () => {} });
    const encrypted = { ["client_encryption_options"]: { enabled: true, keystore: "a.p12" } };
    const running = run(idle, { target: "cassandra", cassandraOptions: encrypted, port: 1 });
    await assert.rejects(running, {
      message:
        "Cannot use --cassandra with client_encryption_options that are enabled, as it has " +
        "no certificates",
    });
  },
);
