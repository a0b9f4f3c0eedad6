import assert from "node:assert/strict";
import { inspect } from "node:util";
import { run } from "../../src/run/run.ts";
import { scenario } from "../../src/scenario/scenario.ts";

const good = scenario({ name: "good", operation: async () => {} });
const contactPoints = ["10.0.0.1"];
const NOT_SHOWN = "found what is not shown here";

/** What is given, and what is said of it, after "as ". Each password has "c4nary" in it, which no message may show. */
const WRONG: Record<string, [target: unknown, login: unknown, message: string]> = {
  "a user without a password": [
    { contactPoints, username: "ada" },
    undefined,
    "target.username goes with a password",
  ],
  "a password without a user": [
    { contactPoints, password: "c4nary" },
    undefined,
    "target.password goes with a username",
  ],
  "a user without a name": [
    { contactPoints, username: "", password: "c4nary" },
    undefined,
    "target.username must be a name: found ''",
  ],
  "a zero, which would end the name on its way": [
    { contactPoints, username: "a\0b", password: "c4nary" },
    undefined,
    "target.username must be a name: found 'a\\x00b'",
  ],
  "an empty password": [
    { contactPoints, username: "ada", password: "" },
    undefined,
    `target.password must be a text, or a function that gives one: ${NOT_SHOWN}`,
  ],
  "a password that is no text": [
    { contactPoints, username: "ada", password: ["c4nary"] },
    undefined,
    `target.password must be a text, or a function that gives one: ${NOT_SHOWN}`,
  ],
  "a target that is a text with a login": [
    "cassandra://ada:c4nary@10.0.0.1",
    undefined,
    `target must be "embedded", "cassandra", { contactPoints } or { bundle }: ${NOT_SHOWN}`,
  ],
  "contact points that are a text with a login": [
    { contactPoints: "ada:c4nary@10.0.0.1" },
    undefined,
    `target.contactPoints must be a list of hosts: ${NOT_SHOWN}`,
  ],
  "a list of targets": [
    [{ contactPoints, username: "ada", password: "c4nary" }],
    undefined,
    'target must be "embedded", "cassandra", { contactPoints } or { bundle }: found [ { contactPoints: ' +
    "[Array], username: 'ada', password: what is not shown here } ]",
  ],
  "a key that is mistyped": [
    { contactPoints, username: "ada", pasword: "c4nary" },
    undefined,
    "target.pasword is no key that cassbench knows",
  ],
  "half a login of a Cassandra that is started": [
    "cassandra",
    { username: "ada" },
    "cassandraLogin.password must be a text, or a function that gives one: found undefined",
  ],
  "a login that is none": [
    "cassandra",
    "ada:c4nary",
    "cassandraLogin must be { username, password }: found what is not shown here",
  ],
  "a login of a target that is not started": [
    { contactPoints },
    { username: "ada", password: "c4nary" },
    'cassandraLogin goes with target "cassandra", on the command line --cassandra',
  ],
};

for (const [name, [target, cassandraLogin, message]] of Object.entries(WRONG)) {
  Deno.test(`run() refuses ${name}, before anything is connected to, and shows no password`, async () => {
    const options = { target, ...cassandraLogin !== undefined && { cassandraLogin } } as never;
    await assert.rejects(run(good, options), (error: Error) => {
      assert.equal(error.name, "ScenarioError");
      assert.equal(error.message, `Cannot plan scenario "good" as ${message}`);
      assert.ok(!inspect(error, { depth: 9 }).includes("c4nary"));
      return true;
    });
  });
}
