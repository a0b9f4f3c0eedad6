import { checkServerIdentity, type ConnectionOptions, type PeerCertificate } from "node:tls";
import { askedName, nameOf, type Tls } from "./options.ts";

/** The options of node:tls for a connection to a node. */
export function nodeOptions(address: string, tls: Tls): ConnectionOptions {
  const { ca, cert, key, insecure = false } = tls;
  const name = nameOf(address, tls);
  const servername = askedName(address, tls);
  return {
    ...ca !== undefined && { ca },
    ...cert !== undefined && { cert },
    ...key !== undefined && { key },
    ...servername !== undefined && { servername },
    rejectUnauthorized: !insecure,
    checkServerIdentity: (_, peer) => findWrongName(name, peer),
  };
}

/**
 * What is wrong with the names of a certificate; `undefined` where one fits. A common name is none of them, as Deno's own
 * check has it.
 */
export function findWrongName(name: string, peer: PeerCertificate): Error | undefined {
  return peer.subjectaltname
    ? checkServerIdentity(name, peer)
    : new Error(`The certificate has no names, so it is not for ${name}`);
}

/** The names of a certificate. */
export function namesIn({ subjectaltname = "" }: PeerCertificate): string[] {
  return [...subjectaltname.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name]) => name!);
}
