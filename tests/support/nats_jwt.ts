/** Users of a NATS that knows them by JWTs, as `nsc` makes them. */
import { nkeys } from "@nats-io/nats-core";

/** An operator with an account, which has one user. */
export interface TestOperator {
  /** What the server's configuration says of them. */
  readonly config: string;
  /** The text of the user's file of credentials. */
  readonly creds: string;
}

type Pair = ReturnType<typeof nkeys.createUser>;

/** Makes an operator, an account that has JetStream, and a user. */
export function makeOperator(): TestOperator {
  const operator = nkeys.createOperator();
  const [system, account] = [nkeys.createAccount(), nkeys.createAccount()];
  const user = nkeys.createUser();
  const unlimited = {
    ...{ subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true },
    ...{ conn: -1, leaf: -1, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
  };
  const ofAccount = (pair: Pair, name: string, limits: Record<string, unknown>) =>
    sign(operator, pair, name, { type: "account", limits });
  const { mem_storage: _, disk_storage: __, streams: ___, consumer: ____, ...noStreams } =
    unlimited;
  const systemJwt = ofAccount(system, "SYS", noStreams);
  const accountJwt = ofAccount(account, "A", unlimited);
  const userJwt = sign(account, user, "u", {
    type: "user",
    ...{ pub: {}, sub: {}, subs: -1, data: -1, payload: -1 },
  });
  const seed = new TextDecoder().decode(user.getSeed());
  return {
    config: [
      `operator: ${sign(operator, operator, "O", { type: "operator" })}`,
      `system_account: ${system.getPublicKey()}`,
      "resolver: MEMORY",
      "resolver_preload: {",
      `  ${system.getPublicKey()}: ${systemJwt}`,
      `  ${account.getPublicKey()}: ${accountJwt}`,
      "}",
    ].join("\n"),
    creds: [
      ...["-----BEGIN NATS USER JWT-----", userJwt, "------END NATS USER JWT------", ""],
      ...["-----BEGIN USER NKEY SEED-----", seed, "------END USER NKEY SEED------", ""],
    ].join("\n"),
  };
}

function sign(issuer: Pair, subject: Pair, name: string, nats: Record<string, unknown>): string {
  const encode = (value: unknown) => toBase64(new TextEncoder().encode(JSON.stringify(value)));
  const claims = {
    jti: crypto.randomUUID(),
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name,
    nats: { ...nats, version: 2 },
  };
  const text = `${encode({ typ: "JWT", alg: "ed25519-nkey" })}.${encode(claims)}`;
  return `${text}.${toBase64(issuer.sign(new TextEncoder().encode(text)))}`;
}

function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
