/** Logs the driver in as the wire client logs in, and remembers who is refused, as the driver's own errors forget it. */
import { Buffer } from "node:buffer";
import cassandra from "cassandra-driver";
// @ts-types="./connection.d.ts"
import Connection from "cassandra-driver/lib/connection.js";
import DriverRequest from "cassandra-driver/lib/request-handler.js";
import { describeLostLogin, type Login, LoginRefusal, loginToken, refuse } from "../login.ts";
import type { FailingRequest, GuardedConnection } from "./connection.d.ts";

const { auth, errors } = cassandra;

// The driver asks for an instance of this class, which its types leave out.
const { AuthProvider } = auth as unknown as { AuthProvider: new () => object };

/** How a client of the driver logs in. Nothing that prints the driver's options prints the password. */
export function loginProvider(login: Partial<Login>): cassandra.auth.AuthProvider {
  return Object.assign(new AuthProvider(), {
    newAuthenticator: (_endpoint: string, name: string) => createAuthenticator(name, login),
  });
}

function createAuthenticator(name: string, login: Partial<Login>): cassandra.auth.Authenticator {
  return {
    initialResponse(callback) {
      let token: string;
      try {
        token = loginToken(name, login);
      } catch (error) {
        return callback(error);
      }
      callback(null, Buffer.from(token));
    },
    evaluateChallenge: (_challenge, callback) => callback(refuse(name)),
    onAuthenticationSuccess() {},
  };
}

/** Why the logins of a client were refused last, by node, until one succeeds there. */
const refusals = new WeakMap<object, Map<string, Error>>();

/** Remembers refused logins, and names them in the errors of operations that find no connection. */
export function rememberRefusals(): void {
  const { onAuthenticationError } = Connection.prototype;
  Connection.prototype.onAuthenticationError = function (callback, error) {
    const of = refusals.get(this.options) ?? new Map<string, Error>();
    refusals.set(this.options, of.set(this.endpoint, error));
    onAuthenticationError.call(this, callback, error);
  };
  const request: FailingRequest = DriverRequest.prototype;
  const { handleNoHostAvailable } = request;
  request.handleNoHostAvailable = function (error, execution) {
    const named = nameRefusal(refusals.get(this.client.options), error);
    handleNoHostAvailable.call(this, named, execution);
  };
}

/** Forgets the refusal at the node of a connection that is open now. */
export function forgetRefusal({ options, endpoint }: GuardedConnection): void {
  refusals.get(options)?.delete(endpoint);
}

/** The driver leaves a node out that is down, and does not say why it is. */
function nameRefusal(of: ReadonlyMap<string, Error> = new Map(), error: Error): Error {
  const [[node, refusal] = []] = of;
  if (node === undefined || refusal === undefined) return error;
  if (!(error instanceof errors.NoHostAvailableError)) return error;
  return Object.assign(error, {
    message: describeLostLogin(node, refusal),
    innerErrors: { [node]: refusal },
  });
}

/** The refusal among the reasons for which a client could not connect; `undefined` where the login is none of them. */
export function refusalIn(error: unknown): Error | undefined {
  const inner = error instanceof errors.NoHostAvailableError ? error.innerErrors ?? {} : { error };
  return Object.values(inner).find((one): one is Error => isRefusal(one));
}

/** Whether an error says that a login was refused. */
export function isRefusal(error: unknown): boolean {
  return error instanceof errors.AuthenticationError || error instanceof LoginRefusal;
}
