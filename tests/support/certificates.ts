/** Certificates made on the spot, so that none in the tree expires and no private key is kept. */
import { generateKeyPairSync } from "node:crypto";
import { isIP } from "node:net";
// @ts-types="./node_forge.d.ts"
import forge from "node-forge";

/** A certificate and its private key, as PEM texts. */
export interface Certificate {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says. */
export interface CertificateOptions {
  /** Its common name. */
  readonly name: string;
  /** The hosts and addresses that it is for. */
  readonly names?: readonly string[];
  /** Who signed it; itself without. */
  readonly issuer?: Certificate;
  /** Whether it is an authority's. */
  readonly isAuthority?: boolean;
  /** From when to when it is valid, in days from now: yesterday to tomorrow without. */
  readonly days?: readonly [from: number, to: number];
}

const DAY = 86_400_000;

/** All have the same key, as making one takes up to a second; authorities have keys of their own. */
const shared = lazy(newKey);

/** Makes a certificate. */
export function makeCertificate(
  { name, names = [], issuer, isAuthority = false, days = [-1, 1] }: CertificateOptions,
): Certificate {
  const { publicKey, privateKey } = isAuthority ? newKey() : shared();
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = `01${crypto.randomUUID().replaceAll("-", "").slice(0, 14)}`;
  made.validity.notBefore = new Date(Date.now() + days[0] * DAY);
  made.validity.notAfter = new Date(Date.now() + days[1] * DAY);
  made.setSubject([{ name: "commonName", value: name }]);
  made.setIssuer([{ name: "commonName", value: issuer?.name ?? name }]);
  made.setExtensions([
    { name: "basicConstraints", cA: isAuthority, critical: true },
    ...names.length === 0 ? [] : [{ name: "subjectAltName", altNames: names.map(altName) }],
  ]);
  made.sign(forge.pki.privateKeyFromPem(issuer?.key ?? privateKey), forge.md.sha256.create());
  return { name, cert: forge.pki.certificateToPem(made).replaceAll("\r", ""), key: privateKey };
}

function altName(name: string) {
  return isIP(name) ? { type: 7, ip: name } : { type: 2, value: name };
}

function newKey(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }) as { publicKey: string; privateKey: string };
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

/** An authority, and what a test of TLS needs of it. */
export interface TestAuthority {
  readonly ca: Certificate;
  /** Makes a certificate that this authority has signed. */
  sign(options: Omit<CertificateOptions, "issuer">): Certificate;
}

/** Makes an authority. */
export function makeAuthority(name = "Test CA"): TestAuthority {
  const ca = makeCertificate({ name, isAuthority: true });
  return { ca, sign: (options) => makeCertificate({ ...options, issuer: ca }) };
}
