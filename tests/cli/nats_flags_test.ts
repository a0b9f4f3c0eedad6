import assert from "node:assert/strict";
import { parseFlags } from "../../src/cli/flags.ts";
import { NATS_FLAGS, readNats, withNatsSecret } from "../../src/cli/nats_flags.ts";
import { ScenarioError } from "../../src/errors.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const AT = ["--nats", "nats://10.0.0.1:4222"];

function read(args: readonly string[]) {
  const problems: string[] = [];
  const group = readNats(parseFlags(args, NATS_FLAGS).flags, problems);
  return { group, problems };
}

Deno.test("readNats() takes addresses of NATS, with the scheme or without", () => {
  const addresses = [
    ...["nats://10.0.0.1:4222", "10.0.0.1", "nats.example", "tls://nats.example:443/"],
    ...["nats://[::1]:4222", "nats://a:1,nats://b:2", "localhost:4222"],
  ];
  for (const servers of addresses) {
    assert.deepEqual(read(["--nats", servers]), {
      group: { nats: { servers }, group: "default" },
      problems: [],
    });
  }
  assert.deepEqual(read([]), { group: undefined, problems: [] });
  assert.deepEqual(read([...AT, "--group", "eu-1_b"]).group?.group, "eu-1_b");
});

/** What is typed, and what is wrong with it. */
const WRONG: readonly (readonly [args: readonly string[], problems: readonly RegExp[]])[] = [
  [["--nats", ","], [/^--nats must name a server/]],
  [["--nats", "http://x"], [/^--nats must be an address such as .*: found "http:\/\/x"$/]],
  [["--nats", "nats://x:0"], [/found "nats:\/\/x:0"/]],
  [["--nats", "nats://x:99999"], [/found "nats:\/\/x:99999"/]],
  [["--nats", "a b"], [/found "a b"/]],
  [["--nats", "a\x1b[2J"], [/found "a\S+\[2J"$/]],
  [["--nats", "nats://u:c4nary@x"], [/^--nats must be an address without a login.*--nats-user/]],
  [["--nats", "nats://c4nary@x:1"], [/CASSBENCH_NATS_TOKEN/]],
  [["--nats", "u:c4nary:/@@x"], [/without a login/]],
  [[...AT, "--group", "a.b"], [/^--group must be a name of 1 to 64 letters.*: found "a.b"$/]],
  [[...AT, "--group", "*"], [/^--group must be a name/]],
  [[...AT, "--group", "x".repeat(65)], [/^--group must be a name/]],
  [["--group", "g", "--nats-user", "u"], [
    /^--group goes with --nats URL$/,
    /^--nats-user goes with --nats URL$/,
  ]],
  [[...AT, "--nats-creds", "/no/creds", "--nats-user", "u"], [
    /^--nats-user and --nats-creds exclude each other$/,
    /^--nats-creds cannot be read: "\/no\/creds": No such file or directory/,
  ]],
  [[...AT, "--nats-cert", "/no/cert"], [/^--nats-cert goes with --nats-key$/, /cannot be read/]],
  [[...AT, "--nats-key", "/no/key"], [/^--nats-key goes with --nats-cert$/, /cannot be read/]],
  [[...AT, "--nats-ca", "/no/ca"], [/^--nats-ca cannot be read/]],
  [[...AT, "--nats-nkey", "/no/nkey"], [/^--nats-nkey cannot be read/]],
];

testPermitted("readNats() says all that is wrong, and repeats no password", () => {
  for (const [args, expected] of WRONG) {
    const { problems } = read(args);
    assert.equal(problems.length, expected.length, `${args}: ${problems.join("\n")}`);
    for (const [at, pattern] of expected.entries()) assert.match(problems[at]!, pattern);
    assert.ok(!problems.join().includes("\x1b"), `${args}`);
    assert.ok(!problems.join().includes("c4nary"), `${args}: ${problems}`);
  }
});

testPermitted("readNats() names the files of the login and of TLS", async () => {
  await inTemporaryFolder(async (folder) => {
    const [ca, cert, key, creds] = ["ca", "cert", "key", "creds"].map((name) =>
      `${folder}/${name}`
    );
    for (const file of [ca, cert, key, creds]) await Deno.writeTextFile(file!, "");
    const tls = ["--nats-ca", ca!, "--nats-cert", cert!, "--nats-key", key!];
    assert.deepEqual(read([...AT, ...tls, "--nats-creds", creds!]), {
      group: {
        group: "default",
        nats: { servers: "nats://10.0.0.1:4222", creds, tls: { ca, cert, key } },
      },
      problems: [],
    });
  });
});

testPermitted("the secret of a login comes from the environment", async () => {
  const never = new AbortController().signal;
  const servers = "nats://x";
  const both = { CASSBENCH_NATS_PASSWORD: "p", CASSBENCH_NATS_TOKEN: "t" };
  const secretOf = (access: Record<string, string>, env: Record<string, string>) =>
    withEnvironment(env, () => withNatsSecret({ servers, ...access }, never));
  assert.deepEqual(await secretOf({ user: "u" }, both), { servers, user: "u", password: "p" });
  assert.deepEqual(await secretOf({}, both), { servers, token: "t" });
  assert.deepEqual(await secretOf({}, {}), { servers });
  assert.deepEqual(await secretOf({ creds: "c" }, both), { servers, creds: "c" });
  await assert.rejects(secretOf({ user: "u" }, {}), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.match(error.message, /Cannot log in to NATS as user "u" as no password was given/);
    assert.match(String(error.hint), /set CASSBENCH_NATS_PASSWORD/);
    return true;
  });
});
