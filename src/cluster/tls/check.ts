import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { TlsOptions } from "./options.ts";

/** Something that is wrong with one of the options of TLS. No text of a certificate or a key is in it. */
export interface TlsProblem {
  readonly field: keyof TlsOptions;
  /** What is wrong, without the name of the option: `must hold a private key in PEM: found none`. */
  readonly text: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;
const PRIVATE_KEY = /-----BEGIN (?:(?:RSA|EC) )?PRIVATE KEY-----/;

/**
 * Everything that is wrong with the options of TLS.
 *
 * @param nameOf writes the name of an option as the user knows it
 */
export function findTlsProblems(
  { ca, cert, key, serverName, insecure }: TlsOptions,
  nameOf: (field: keyof TlsOptions) => string,
): TlsProblem[] {
  const problems: TlsProblem[] = [];
  const note = (field: keyof TlsOptions, text: string | undefined) => {
    if (text !== undefined) problems.push({ field, text });
  };
  if (ca !== undefined) note("ca", findWrongCertificates(ca));
  if (ca !== undefined && insecure) {
    note("insecure", `accepts every certificate, so ${nameOf("ca")} means nothing with it`);
  }
  if (cert !== undefined && key === undefined) note("cert", `goes with ${nameOf("key")}`);
  if (key !== undefined && cert === undefined) note("key", `goes with ${nameOf("cert")}`);
  const wrongCertificate = cert === undefined ? undefined : findWrongCertificates(cert);
  note("cert", wrongCertificate);
  const privateKey = key === undefined ? undefined : readKey(key);
  if (typeof privateKey === "string") note("key", privateKey);
  else if (privateKey !== undefined && cert !== undefined && wrongCertificate === undefined) {
    const fits = certificatesIn(cert)[0]!.checkPrivateKey(privateKey);
    if (!fits) note("key", `must be the key of the certificate in ${nameOf("cert")}`);
  }
  if (serverName !== undefined && !/^[\w.:-]+$/.test(serverName)) {
    note("serverName", "must be a host name");
  }
  return problems;
}

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map((text) => new X509Certificate(text));
}

function findWrongCertificates(pem: string): string | undefined {
  try {
    if (certificatesIn(pem).length > 0) return undefined;
  } catch {
    return "must hold certificates in PEM: found one that cannot be read";
  }
  return `must hold certificates in PEM: found ${PRIVATE_KEY.test(pem) ? "a private key" : "none"}`;
}

/** Reads a private key, or says what is wrong with it. */
function readKey(pem: string): KeyObject | string {
  const must = "must hold a private key in PEM";
  if (/ENCRYPTED/.test(pem)) return `${must} without a passphrase: found one with a passphrase`;
  if (!PRIVATE_KEY.test(pem)) {
    return `${must}: found ${/BEGIN CERTIFICATE/.test(pem) ? "a certificate" : "none"}`;
  }
  try {
    return createPrivateKey(pem);
  } catch {
    return `${must}: found one that cannot be read`;
  }
}
