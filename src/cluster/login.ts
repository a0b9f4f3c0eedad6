import { TargetError } from "../errors.ts";

/** A password, or a function that gives it, so that nothing that prints the options prints it. */
export type Password = string | (() => string);

/** Who logs in. */
export interface Login {
  /** The user, which Cassandra calls a role. */
  readonly username: string;
  /** Its password, which is never written anywhere. */
  readonly password: Password;
}

/** The login of the superuser that every new Cassandra has. */
export const SUPERUSER: Login = { username: "cassandra", password: () => "cassandra" };

/** The same, whose password nothing prints that prints the object. */
export function hidePassword<T extends Partial<Login>>(address: T): T {
  const { password } = address;
  return typeof password === "string" ? { ...address, password: () => password } : address;
}

/** The same with its password as text, to send it to another thread, where functions cannot go. */
export function showPassword<T extends Partial<Login>>(address: T): T {
  const { password } = address;
  return typeof password === "function" ? { ...address, password: password() } : address;
}

/** The server refused to let one log in, or wants what cassbench cannot give. */
export class LoginRefusal extends Error {
  override name = "LoginRefusal";
  /** What to do about it. */
  readonly hint: string;

  /** Takes why, as the end of a sentence, and what to do about it. */
  constructor(why: string, hint: string) {
    super(why);
    this.hint = hint;
  }
}

/**
 * What answers a server that asks for a login: SASL's PLAIN, the user and the password, each after a zero. A server whose
 * authenticator is known to take something else gets no password.
 *
 * @param authenticator its class, as the server says it
 * @throws {LoginRefusal} where there is nobody to log in, or that authenticator takes no password
 */
export function loginToken(
  authenticator: string,
  { username, password = "" }: Partial<Login>,
): string {
  if (/kerberos|gssapi|\.DseAuthenticator$/i.test(authenticator)) throw refuse(authenticator);
  if (username === undefined) {
    throw new LoginRefusal(
      `its ${nameOf(authenticator)} wants a user and a password`,
      `pass --username NAME; ${PASSWORD_HINT}`,
    );
  }
  const text = typeof password === "string" ? password : password();
  return `\0${username}\0${text}`;
}

const PASSWORD_HINT = "the password comes from CASSANDRA_PASSWORD or --password-file FILE";

/** The refusal of an authenticator that asks again after user and password, or that is known to take something else. */
export function refuse(authenticator: string): LoginRefusal {
  return new LoginRefusal(
    `its ${nameOf(authenticator)} wants more than a user and a password`,
    "cassbench logs in where a user and a password are enough, as for Cassandra's " +
      "PasswordAuthenticator",
  );
}

/** Authenticators go by the last part of their class. */
function nameOf(authenticator: string): string {
  return authenticator.split(".").at(-1) || "authenticator";
}

/**
 * The error of a connect where the login was refused, the same for every client.
 *
 * @param refusal what the server said, or a {@linkcode LoginRefusal}
 */
export function loginError(
  { contactPoints, username }: { readonly contactPoints: readonly string[]; username?: string },
  refusal: Error,
): TargetError {
  const where = contactPoints.map((point) => `"${point}"`).join(", ");
  const who = refusal instanceof LoginRefusal || username === undefined
    ? ` as`
    : ` as user "${username}":`;
  const hint = refusal instanceof LoginRefusal ? refusal.hint : hintFor(refusal.message, username);
  const why = refusal.message.replaceAll(/\s+/g, " ");
  return new TargetError(`Cannot log in to Cassandra at ${where}${who} ${why}`, hint, {
    cause: refusal,
  });
}

function hintFor(message: string, username = "NAME"): string {
  if (/not permitted to log in/.test(message)) {
    return `the role lacks LOGIN: ALTER ROLE "${username}" WITH LOGIN = true, or another --username`;
  }
  // Such as "Unable to perform authentication: Cannot achieve consistency level QUORUM".
  if (/unable to perform|error during/i.test(message)) {
    return "the server cannot read its roles: look whether the nodes run that hold system_auth";
  }
  return `check --username; ${PASSWORD_HINT}`;
}

/** What an operation is told that finds no connection, as the server lets none log in again. */
export function describeLostLogin(where: string, refusal: Error): string {
  return `No connection to ${where} is open, as the login is refused: ${refusal.message}`;
}
