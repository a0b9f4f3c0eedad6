import assert from "node:assert/strict";
import { inspect } from "node:util";
import { run } from "../../src/run/run.ts";
import items from "../fixtures/items.ts";
import { bestOf } from "../support/best_of.ts";
import { cassbench, timeBeyondStart } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { CANARY, KEYSPACE } from "./roles.ts";

const FILE = inRepository("tests/fixtures/items.ts");

/** A refused login must be told within this many milliseconds; a busy test machine gets twice as much. */
const PROMPT = 4_000;

interface Refused {
  readonly username?: string;
  readonly password?: string;
  /** What follows `Cannot log in to Cassandra at "…" as `. */
  readonly says: string;
  readonly hint: RegExp;
}

const CHECK =
  /^check --username; the password comes from CASSANDRA_PASSWORD or --password-file FILE$/;

function incorrect(username: string, password = CANARY): Refused {
  const says = `user "${username}": Provided username ${username} and/or password are incorrect`;
  return { username, password, says, hint: CHECK };
}

const REFUSED: Record<string, Refused> = {
  "nobody": {
    says: "its PasswordAuthenticator wants a user and a password",
    hint: /^pass --username NAME; the password comes from/,
  },
  "a wrong password": incorrect("guest", `${CANARY}-2`),
  "an unknown user": incorrect("eve"),
  "a role without a password": incorrect("bare"),
  "a role without LOGIN": {
    username: "locked",
    password: CANARY,
    says: 'user "locked": locked is not permitted to log in',
    hint: /^the role lacks LOGIN: ALTER ROLE "locked" WITH LOGIN = true/,
  },
};

/** Each way to run that a login is refused in. */
const WAYS = [
  { client: ["driver"], workers: 1 },
  { client: ["wire"], workers: 1 },
  { client: ["driver", "wire"], workers: 2 },
] as const;

/** Who may not log in is told so at once, in the same words for each client and with several threads. */
export async function checkRefused(t: Deno.TestContext, point: string): Promise<void> {
  for (const [name, { username, password, says, hint }] of Object.entries(REFUSED)) {
    await t.step(`${name} is let in by no client, and told so`, async () => {
      const login = username === undefined ? {} : { username, password: () => password ?? "" };
      for (const way of WAYS) {
        const target = { contactPoints: [point], ...login };
        const best = await bestOf(PROMPT / 2, async () => {
          const startedAt = performance.now();
          const error = await run(items, { ...way, target, keyspace: KEYSPACE, file: FILE })
            .catch((error) => error);
          assert.equal(error.message, `Cannot log in to Cassandra at "${point}" as ${says}`);
          assert.match(error.hint, hint);
          assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes(CANARY));
          return performance.now() - startedAt;
        });
        assert.ok(best < PROMPT / 2, `${best} ms`);
      }
    });
  }
  await t.step("the command line ends at once, with 1 and in one line", async () => {
    const { says, username } = incorrect("guest");
    const args = [FILE, "--contact-points", point, "--client", "driver,wire", "--workers", "2"];
    await inTemporaryFolder(async (cwd) => {
      const env = { CASSANDRA_USERNAME: username!, CASSANDRA_PASSWORD: `${CANARY}-2` };
      const best = await bestOf(PROMPT, async () => {
        const finished = await cassbench(args, { cwd, env });
        const { code, stdout, stderr } = finished;
        assert.equal(code, 1);
        assert.equal(stdout, "");
        const [error, hintLine, ...rest] = stderr.trimEnd().split("\n");
        assert.equal(error, `error: Cannot log in to Cassandra at "${point}" as ${says}`);
        assert.match(hintLine ?? "", /^hint: check --username; the password comes from/);
        assert.deepEqual(rest, []);
        return await timeBeyondStart(finished);
      });
      assert.ok(best < PROMPT, `${best} ms`);
    });
  });
}
