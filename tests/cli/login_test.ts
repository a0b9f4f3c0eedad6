import assert from "node:assert/strict";
import { join } from "node:path";
import { inspect } from "node:util";
import { type ChosenTarget, refusePassword, withLogin } from "../../src/cli/login.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const { signal } = new AbortController();
const CLUSTER: ChosenTarget = { target: { contactPoints: ["10.0.0.1"] } };
const VARIABLES = { CASSANDRA_USERNAME: "ada", CASSANDRA_PASSWORD: "c4nary" };

/** The login that flags and the environment give, with its password as text. */
async function loginOf(
  flags: Parameters<typeof withLogin>[1],
  variables: Record<string, string>,
  chosen = CLUSTER,
) {
  // The environment is read before anything is waited for.
  const found = await withEnvironment(variables, () => withLogin(chosen, flags, signal));
  const { target, cassandraLogin } = found;
  const { username, password } = Object(cassandraLogin ?? target);
  assert.ok(!inspect(found, { depth: 9, showHidden: true }).includes("c4nary"));
  assert.ok(!JSON.stringify(found).includes("c4nary"));
  return [username, password?.()];
}

testPermitted("withLogin(): who logs in, and whence the password comes", async (t) => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "password");
    await Deno.writeTextFile(file, "c4nary of a file\n", { mode: 0o600 });
    const started: ChosenTarget = { target: "cassandra" };
    const cases: Record<string, [Parameters<typeof loginOf>, unknown]> = {
      "the environment": [[{}, VARIABLES], ["ada", "c4nary"]],
      "the flag's user before the environment's": [[{ username: "eve" }, VARIABLES], [
        "eve",
        "c4nary",
      ]],
      "the file before the environment": [[{ "password-file": file }, VARIABLES], [
        "ada",
        "c4nary of a file",
      ]],
      "nobody": [[{}, {}], [undefined, undefined]],
      "empty variables are none": [[{}, { CASSANDRA_USERNAME: "", CASSANDRA_PASSWORD: "" }], [
        undefined,
        undefined,
      ]],
      "a password for nobody": [[{}, { CASSANDRA_PASSWORD: "c4nary" }], [undefined, undefined]],
      "a Cassandra that is started does not know the environment's user": [
        [{}, VARIABLES, started],
        [undefined, undefined],
      ],
      "a Cassandra that is started, and a user of it": [
        [{ username: "eve" }, VARIABLES, started],
        ["eve", "c4nary"],
      ],
      "the embedded server asks for no login": [
        [{ username: "eve" }, VARIABLES, { target: "embedded" }],
        [undefined, undefined],
      ],
    };
    for (const [name, [given, expected]] of Object.entries(cases)) {
      await t.step(name, async () => assert.deepEqual(await loginOf(...given), expected));
    }
  });
});

testPermitted(
  "withLogin() refuses a user without a password, and a file without a user",
  async () => {
    await assert.rejects(loginOf({ username: "ada" }, { CASSANDRA_PASSWORD: "" }), {
      name: "ScenarioError",
      message: 'Cannot log in as user "ada" as no password was given',
      hint: /^set CASSANDRA_PASSWORD, or pass --password-file FILE; on a terminal/,
    });
    await assert.rejects(loginOf({ "password-file": "x" }, {}), {
      message: "Cannot read the command line as --password-file goes with --username",
    });
  },
);

testPermitted("--password-file: one line, whole, or refused without what it holds", async (t) => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "c4nary");
    const good: Record<string, string> = {
      "c4nary\n": "c4nary",
      "c4nary\r\n": "c4nary",
      "c4nary": "c4nary",
      " c4nary\t \n": " c4nary\t ",
      "c4näry ✓\n": "c4näry ✓",
    };
    for (const [text, password] of Object.entries(good)) {
      await t.step(JSON.stringify(text), async () => {
        await Deno.writeTextFile(file, text);
        assert.deepEqual(await loginOf({ username: "ada", "password-file": file }, {}), [
          "ada",
          password,
        ]);
      });
    }
    const bad: Record<string, [string | Uint8Array, string]> = {
      "nothing": ["", "its first line is empty"],
      "an empty line": ["\n", "its first line is empty"],
      "two lines": ["c4nary\nc4nary\n", "it has several lines"],
      "a line of a page": ["c4nary".repeat(1_000), "its line is longer than 4096 bytes"],
      "bytes that are no text": [Uint8Array.of(0x63, 0xff), "it is no UTF-8"],
      "a zero": ["c4\0nary\n", "it holds a zero"],
    };
    for (const [name, [content, why]] of Object.entries(bad)) {
      await t.step(name, async () => {
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await Deno.writeFile(file, bytes);
        await assertRefused(file, why);
      });
    }
    await t.step(
      "a file that is missing",
      () => assertRefused(join(folder, "c4nary-2"), "No such file or directory (os error 2)"),
    );
    await t.step("a folder", () => assertRefused(folder, "Is a directory (os error 21)"));
  });
});

async function assertRefused(file: string, why: string): Promise<void> {
  await assert.rejects(loginOf({ username: "ada", "password-file": file }, {}), (error: Error) => {
    assert.equal(error.name, "ScenarioError");
    assert.equal(
      error.message,
      `Cannot read the password from the file of --password-file as ${why}`,
    );
    assert.ok(!Deno.inspect(error).split("\n    at ")[0]?.includes("c4nary"));
    return true;
  });
}

Deno.test("a password on the command line is refused by its flag, and not repeated", () => {
  const forms = ["--password", "--PASSWORD", "--passwd", "--pass", "--pwd", "--pw", "--p", "-p"];
  for (const form of forms) {
    for (const args of [[form, "c4nary"], [`${form}=c4nary`], ["x.ts", form]]) {
      assert.throws(() => refusePassword(args), (error: Error) => {
        assert.equal(error.name, "ScenarioError");
        assert.ok(error.message.startsWith(`Cannot read the command line as ${form} is no flag`));
        assert.match(error.message, /set CASSANDRA_PASSWORD, pass --password-file FILE/);
        assert.ok(!error.message.includes("c4nary"));
        return true;
      });
    }
  }
  assert.throws(() => refusePassword(["-pc4nary"]), /as -p is no flag/);
  for (const form of ["--nats-password", "--nats-pass", "--nats-token", "--token"]) {
    for (const args of [[form, "c4nary"], [`${form}=c4nary`]]) {
      assert.throws(() => refusePassword(args), (error: Error) => {
        assert.ok(error.message.startsWith(`Cannot read the command line as ${form} is no flag`));
        assert.match(error.message, /set CASSBENCH_NATS_PASSWORD or CASSBENCH_NATS_TOKEN/);
        assert.ok(!error.message.includes("c4nary"));
        return true;
      });
    }
  }
  refusePassword(["--password-file", "x", "--port", "1", "--pool-sizes", "1", "--populate=1"]);
});
