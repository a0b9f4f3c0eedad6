/** The parts of node-forge that tests use: its own types bring other types of Node along. */
interface Certificate {
  publicKey: unknown;
  serialNumber: string;
  readonly validity: { notBefore: Date; notAfter: Date };
  setSubject(attributes: readonly { name: string; value: string }[]): void;
  setIssuer(attributes: readonly { name: string; value: string }[]): void;
  setExtensions(extensions: readonly object[]): void;
  sign(privateKey: unknown, digest: unknown): void;
}

declare const forge: {
  readonly md: { readonly sha256: { create(): unknown } };
  readonly pki: {
    createCertificate(): Certificate;
    publicKeyFromPem(pem: string): unknown;
    privateKeyFromPem(pem: string): unknown;
    certificateToPem(certificate: Certificate): string;
  };
};
export default forge;
