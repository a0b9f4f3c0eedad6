/** How to reach NATS, and as whom. Of the ways to log in, one is given at most. */
export interface NatsAccess {
  /** Addresses of its servers, with commas between them: `nats://10.0.0.1:4222`; `tls://` asks for TLS. */
  readonly servers: string;
  /** The name of a user. */
  readonly user?: string;
  /** The user's password. */
  readonly password?: string;
  /** A token that all share. */
  readonly token?: string;
  /** The file of credentials, with a JWT and a seed, as `nsc` writes it. */
  readonly creds?: string;
  /** The file that holds the seed of an NKey. */
  readonly nkey?: string;
  /** How to speak TLS; absent where the server decides. */
  readonly tls?: NatsTls;
}

/** How to speak TLS with NATS. The names of files. */
export interface NatsTls {
  /** The authorities to trust, in PEM; those of the system without. */
  readonly ca?: string;
  /** The certificate of this client, in PEM. */
  readonly cert?: string;
  /** Its private key, in PEM. */
  readonly key?: string;
  /** The name that the certificate of the server must have, where it is not the address. */
  readonly serverName?: string;
}

/** The addresses of several servers, one by one. */
export function serversOf(servers: string): string[] {
  return servers.split(",").map((server) => server.trim()).filter((server) => server !== "");
}
