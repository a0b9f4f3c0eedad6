import cassandra from "cassandra-driver";
import { TargetError } from "../../errors.ts";
import { FILES_HINT, hasFilesLeft, isOutOfFiles } from "../../runtime/open_files.ts";
import { ProtocolError } from "../../protocol/frame.ts";
import { addressOf } from "./endpoints.ts";
import { LoginRefusal } from "../login.ts";

const { errors, types } = cassandra;

const RESPONSE_CLASSES: Record<number, string> = Object.fromEntries(
  Object.entries(types.responseErrorCodes).map(([name, code]) => [code, name]),
);

/** The class under which an error of the driver, or of another origin, is counted. */
export function classifyDriverError(error: unknown): string {
  if (error instanceof errors.ResponseError) return RESPONSE_CLASSES[error.code] ?? "serverError";
  if (error instanceof ProtocolError || error instanceof errors.DriverInternalError) {
    return "protocol";
  }
  if (error instanceof errors.OperationTimedOutError) return "clientTimeout";
  if (error instanceof errors.BusyConnectionError) return "busyConnection";
  if (error instanceof errors.DriverError && "isSocketError" in error) return "connectionClosed";
  if (error instanceof errors.AuthenticationError || error instanceof LoginRefusal) {
    return "badCredentials";
  }
  if (error instanceof errors.NoHostAvailableError) {
    const [first] = Object.values(error.innerErrors ?? {});
    return first === undefined ? "noHostAvailable" : classifyInner(first);
  }
  return error instanceof Error ? error.name : typeof error;
}

function classifyInner(error: unknown): string {
  const inner = classifyDriverError(error);
  return inner === "Error" || inner === "DriverError" ? "noHostAvailable" : inner;
}

// The driver's types say that it is abstract, but the driver makes some.
const DriverError = errors.DriverError as unknown as new (message: string) => Error;

/** The error of a request whose connection was closed, as the driver knows it. */
export function closedError(message: string): Error {
  return Object.assign(new DriverError(message), { isSocketError: true });
}

/** Whether the driver did not send a request: it found no connection, or lost it before it wrote the request to it. */
export function wasNotSent(error: unknown): boolean {
  return error instanceof errors.NoHostAvailableError ||
    (Object(error) as { requestNotWritten?: boolean }).requestNotWritten === true;
}

/** What came back when an operation failed with an error of the driver, or of another origin. */
export function driverFailureKind(error: unknown): "answered" | "lost" | "own" {
  if (error instanceof errors.ResponseError) return "answered";
  if (error instanceof errors.NoHostAvailableError) {
    const inner = Object.values(error.innerErrors ?? {});
    return inner.some((one) => driverFailureKind(one) === "answered") ? "answered" : "lost";
  }
  if (error instanceof errors.OperationTimedOutError) return "lost";
  // Of the driver's other errors, those of the class itself are of connections; those below it, of values and options.
  const isOfConnection = error instanceof errors.DriverError &&
    error.constructor === errors.DriverError;
  return isOfConnection || error instanceof ProtocolError ? "lost" : "own";
}

/** Whether a server that fails so will fail next time too: there is no such table, or the user may not read it. */
export function isLasting(error: unknown): boolean {
  return ["invalid", "syntaxError", "unauthorized"].includes(classifyDriverError(error));
}

/** The error of a failed connect, with the reason of each host. */
export function connectError(error: unknown, contactPoints: readonly string[]): TargetError {
  const where = contactPoints.map((point) => `"${point}"`).join(", ");
  const why = reasonOf(error);
  return new TargetError(`Cannot reach Cassandra at ${where}: ${why}`, hintForReason(why), {
    cause: error,
  });
}

/** What to do where a node cannot be reached for a reason. */
const HINTS: readonly (readonly [reason: RegExp, hint: string])[] = [
  [
    /wants TLS/,
    "pass --tls, and --ca FILE with the authority's certificate where it is one of your own",
  ],
  [/speaks no TLS/, "leave out --tls, and --ca, --cert, --key, --server-name and --insecure"],
  [/certificate that expired/, "renew the node's certificate, or pass --insecure to not check it"],
  [/not valid before/, "compare the clocks of both machines, or pass --insecure to not check it"],
  [/self-signed/, "pass --ca FILE with this certificate, or --insecure to not check it"],
  [/certificate for .+, not for/, "pass --server-name with a name that the certificate has"],
  [
    /without any name/,
    "make one with subjectAltName, as names are read there only, or pass --insecure to not check it",
  ],
  [
    /certificate of ".*", which/,
    "pass --ca FILE with the certificate of that authority, or --insecure to not check it",
  ],
  [/demands a client certificate/, "pass --cert FILE and --key FILE"],
  [
    /refuses the client certificate/,
    "pass --cert FILE with a valid certificate whose authority is in the node's truststore",
  ],
  [/knows no server of that name/, "pass --server-name with a name that the node has"],
  [/certificate that cannot be used|TLS handshake|TLS of version/, "look into the node's log"],
  [
    /speaks|at once/,
    "check the port: Cassandra's for clients is native_transport_port in cassandra.yaml, 9042 by default",
  ],
  [
    /does not answer|within \d+ ms/,
    "the node hangs or is overloaded: look into its log, or restart it",
  ],
];

/** What to do where a node cannot be reached for this reason. */
export function hintForReason(why: string): string {
  // A server in this process that can take no connection says nothing, as one that hangs does.
  if (isOutOfFiles(why) || !hasFilesLeft()) return FILES_HINT;
  return HINTS.find(([reason]) => reason.test(why))?.[1] ??
    "check the address, or leave out --contact-points to use the embedded server";
}

/** What each host says went wrong, or the driver of it. */
function reasonsOf(inner: Record<string, unknown>): string[] {
  return Object.entries(inner).map(([host, cause]) => {
    const reason = reasonOf(cause ?? "could not carry the request");
    const address = addressOf(host);
    if (reason.startsWith(host)) return `${address}${reason.slice(host.length)}`;
    return reason.startsWith(address) ? reason : `${address} ${reason}`;
  });
}

/** What a server or the driver says went wrong, in one line. */
export function reasonOf(error: unknown): string {
  if (error instanceof errors.NoHostAvailableError) {
    const reasons = reasonsOf(error.innerErrors ?? {});
    if (reasons.length > 0) return reasons.join("; ");
  }
  const { code, message = String(error) } = Object(error) as { code?: unknown; message?: string };
  const known: Record<string, string> = {
    ECONNREFUSED: "refused the connection",
    ENOTFOUND: "is an unknown host name",
    EHOSTUNREACH: "is unreachable",
    ETIMEDOUT: "did not answer in time",
  };
  if (error instanceof Deno.errors.ConnectionRefused) return known.ECONNREFUSED!;
  if (/lookup|resolve|not known/.test(message)) return known.ENOTFOUND!;
  return known[String(code)] ?? message.replaceAll(/\s+/g, " ");
}
