/** Servers that ask for a login and give none: both clients say so in the same words, and never the password. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { connectForSchema } from "../../src/cluster/driver/connect.ts";
import { hidePassword } from "../../src/cluster/login.ts";
import { createCoordinatorTimes } from "../../src/cluster/node_times.ts";
import { openWireSession } from "../../src/cluster/wire/load_session.ts";
import { TargetError } from "../../src/errors.ts";
import { plan } from "../../src/run/plan.ts";
import { bestOf } from "../support/best_of.ts";
import { startLoginServer } from "../support/login_server.ts";
import { testPermitted } from "../support/needs.ts";

const ADA = hidePassword({ username: "ada", password: "c4näry" });
const { signal } = new AbortController();

/** How each client connects. */
const CLIENTS: Record<
  string,
  (contactPoint: string, login: Partial<typeof ADA>) => Promise<unknown>
> = {
  driver: (point, login) => connectForSchema({ contactPoints: [point], ...login }, signal),
  wire: (point, login) =>
    openWireSession({
      connection: { address: { contactPoints: [point], ...login }, localDataCenter: "dc1" },
      settings: plan({ name: "test", operation: async () => {} }, { client: ["wire"] }).settings,
      signal,
      driver: { topology: () => ({ nodes: [point], ring: undefined }), onTopologyChange() {} },
      coordinators: createCoordinatorTimes(),
    }),
};

const PASSWORD_HINT = "the password comes from CASSANDRA_PASSWORD or --password-file FILE";
const WANTS_MORE = "wants more than a user and a password";
const ENOUGH = /^cassbench logs in where a user and a password are enough/;
const TOKEN = "\0ada\0c4näry";

interface Refused {
  readonly authenticator: string;
  readonly reply?: "challenge";
  readonly login?: Partial<typeof ADA>;
  /** What follows `Cannot log in to Cassandra at "…"`. */
  readonly says: string;
  readonly hint: string | RegExp;
  /** What the server heard. */
  readonly tokens: readonly string[];
}

const REFUSED: Record<string, Refused> = {
  "a password that is wrong": {
    authenticator: "org.apache.cassandra.auth.PasswordAuthenticator",
    says: ' as user "ada": Provided username and/or password are incorrect',
    hint: `check --username; ${PASSWORD_HINT}`,
    tokens: [TOKEN],
  },
  "nobody to log in": {
    authenticator: "org.apache.cassandra.auth.PasswordAuthenticator",
    login: {},
    says: " as its PasswordAuthenticator wants a user and a password",
    hint: `pass --username NAME; ${PASSWORD_HINT}`,
    tokens: [],
  },
  "Kerberos, which gets no password": {
    authenticator: "com.example.KerberosAuthenticator",
    says: ` as its KerberosAuthenticator ${WANTS_MORE}`,
    hint: ENOUGH,
    tokens: [],
  },
  "DSE's, which gets no password": {
    authenticator: "com.datastax.bdp.cassandra.auth.DseAuthenticator",
    says: ` as its DseAuthenticator ${WANTS_MORE}`,
    hint: ENOUGH,
    tokens: [],
  },
  "a plug-in that asks again": {
    authenticator: "com.example.LdapAuthenticator",
    reply: "challenge",
    says: ` as its LdapAuthenticator ${WANTS_MORE}`,
    hint: ENOUGH,
    tokens: [TOKEN],
  },
  "Kerberos, and nobody to log in": {
    authenticator: "com.example.KerberosAuthenticator",
    login: {},
    says: ` as its KerberosAuthenticator ${WANTS_MORE}`,
    hint: ENOUGH,
    tokens: [],
  },
  "an authenticator without a name": {
    authenticator: "",
    reply: "challenge",
    says: ` as its authenticator ${WANTS_MORE}`,
    hint: ENOUGH,
    tokens: [TOKEN],
  },
};

for (
  const [name, { authenticator, reply, login = ADA, says, hint, tokens }] of Object.entries(REFUSED)
) {
  for (const [client, connect] of Object.entries(CLIENTS)) {
    testPermitted(`${client} is refused: ${name}`, async () => {
      const best = await bestOf(1_000, async () => {
        using server = startLoginServer(authenticator, reply);
        const at = server.contactPoint;
        const startedAt = performance.now();
        const error = await connect(at, login).catch((error) => error);
        assert.ok(error instanceof TargetError, inspect(error));
        assert.equal(error.message, `Cannot log in to Cassandra at "${at}"${says}`);
        if (typeof hint === "string") assert.equal(error.hint, hint);
        else assert.match(error.hint ?? "", hint);
        assert.deepEqual(server.tokens, tokens);
        assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes("c4näry"));
        return performance.now() - startedAt;
      });
      assert.ok(best < 1_000, "nothing is waited for");
    });
  }
}
