import { connect, type PeerCertificate, type TLSSocket } from "node:tls";
import { DEFAULT_PORT, parseHostPort } from "../addresses.ts";
import { findWrongName, namesIn, nodeOptions } from "./node_options.ts";
import { nameOf, type Tls } from "./options.ts";

/** Milliseconds that a look at a certificate may take. */
const LOOK_TIMEOUT = 1_000;

/** The most characters of a name that a certificate gives. */
const LONGEST_NAME = 120;

/** What a server's certificate is, and whether its authority is trusted. */
interface SeenCertificate {
  readonly peer: PeerCertificate;
  /** Node's code of what is wrong with it, such as "DEPTH_ZERO_SELF_SIGNED_CERT". */
  readonly error: string | undefined;
}

/**
 * Looks at the certificate of a server without checking it. Such a look shows no client certificate.
 *
 * @returns `undefined` where the server speaks no TLS
 * @throws where it does and breaks off
 */
export async function lookAtCertificate(
  address: string,
  tls: Tls,
): Promise<SeenCertificate | undefined> {
  const { host, port = DEFAULT_PORT } = parseHostPort(tls.sni?.proxy ?? address)!;
  const { cert: _, key: _key, ...options } = nodeOptions(address, tls);
  const unchecked = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
  const socket = connect({ host, port, ...options, ...unchecked });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<SeenCertificate | undefined>((resolve, reject) => {
      timer = setTimeout(() => resolve(undefined), LOOK_TIMEOUT);
      socket.on("error", (error) => isAlert(error) ? reject(error) : resolve(undefined));
      socket.once("close", () => resolve(undefined));
      socket.once("secureConnect", () => resolve(seenOn(socket)));
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function seenOn(socket: TLSSocket): SeenCertificate {
  const { authorizationError } = socket as { authorizationError?: Error | string | null };
  const error = authorizationError instanceof Error
    ? (authorizationError as Error & { code?: string }).code
    : authorizationError ?? undefined;
  return { peer: socket.getPeerCertificate(), error };
}

/** What is wrong with a certificate, in words that follow the address of the node; `undefined` for nothing. */
export function describeCertificate(
  address: string,
  tls: Tls,
  { peer, error }: SeenCertificate,
  now: Date = new Date(),
): string | undefined {
  const [from, to] = [new Date(peer.valid_from), new Date(peer.valid_to)];
  if (to < now) return `has a certificate that expired on ${dayOf(to)}`;
  if (from > now) return `has a certificate that is not valid before ${dayOf(from)}`;
  if (error === "DEPTH_ZERO_SELF_SIGNED_CERT") {
    return "has a self-signed certificate, which is not trusted";
  }
  const name = nameOf(address, tls);
  if (error === undefined) {
    if (findWrongName(name, peer) === undefined) return undefined;
    const names = namesIn(peer).map(harmless);
    return names.length === 0
      ? "has a certificate without any name (subjectAltName)"
      : `has a certificate for ${names.join(", ")}, not for ${name}`;
  }
  const { CN, O } = peer.issuer;
  return `has a certificate of "${harmless(String(CN ?? O ?? ""))}", which is not trusted`;
}

function dayOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** What a server says can hold anything. */
function harmless(text: string): string {
  return text.slice(0, LONGEST_NAME).replaceAll(/[^\x20-\x7e]/g, "?");
}

/** The alerts by which a server refuses a client's certificate, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  UnknownCA: ", as it does not trust its authority",
  CertificateExpired: ", as it has expired",
  CertificateRevoked: ", as it was revoked",
  CertificateUnknown: "",
  BadCertificate: "",
  UnsupportedCertificate: "",
  AccessDenied: "",
  DecryptError: "",
  CertificateRequired: "",
};

/** The name of the alert by which a server broke off. */
function alertOf(error: unknown): string | undefined {
  return /received fatal alert: (\w+)/.exec(error instanceof Error ? error.message : "")?.[1];
}

function isAlert(error: unknown): boolean {
  return alertOf(error) !== undefined;
}

/** What a server means by breaking off, in words that follow its address; `undefined` where it sent no alert. */
export function describeAlert(error: unknown, { cert }: Tls): string | undefined {
  const alert = alertOf(error);
  if (alert === undefined) return undefined;
  if (Object.hasOwn(REFUSED, alert)) {
    return cert === undefined
      ? "demands a client certificate"
      : `refuses the client certificate${REFUSED[alert]}`;
  }
  if (alert === "ProtocolVersion") return "speaks no TLS of version 1.2 or 1.3";
  if (alert === "UnrecognisedName" || alert === "UnrecognizedName") {
    return "knows no server of that name";
  }
  return `breaks off the TLS handshake (${alert})${asOneDoes(cert)}`;
}

/** What most servers mean by that. */
function asOneDoes(cert: string | undefined): string {
  return cert === undefined
    ? ", as one does that demands a client certificate"
    : ", as one does that refuses the client certificate";
}

/** What a failure means whose server has a good certificate. */
export function describeFailure({ message }: Error, { cert }: Tls): string {
  const [, why] = /invalid peer certificate: (.+)/.exec(message) ?? [];
  if (why !== undefined) return `has a certificate that cannot be used (${harmless(why)})`;
  return `closes the connection after the TLS handshake${asOneDoes(cert)}`;
}
