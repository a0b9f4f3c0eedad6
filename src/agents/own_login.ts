import type { LoadConnection } from "../cluster/driver/connect.ts";
import { hidePassword, type Login } from "../cluster/login.ts";
import type { TlsOptions } from "../cluster/tls/options.ts";

/** How an agent logs in to Cassandra, as that never travels. */
export interface OwnLogin extends Partial<Login> {
  /** How it speaks TLS, with its own certificate and key. */
  readonly tls?: true | TlsOptions | undefined;
}

/** A connection without what nobody else may know: passwords, and private keys with their certificates. */
export function withoutSecrets(connection: LoadConnection): LoadConnection {
  const { password: _, tls, ...address } = connection.address;
  if (typeof tls !== "object") return { ...connection, address: { ...address, ...tls && { tls } } };
  const { key: _k, cert: _c, ...open } = tls;
  return { ...connection, address: { ...address, tls: open } };
}

/** A connection that came without secrets, with those of the agent. What the agent says holds in place of what came. */
export function withOwnLogin(
  connection: LoadConnection,
  { username, password, tls }: OwnLogin,
): LoadConnection {
  const { address } = connection;
  const options = [address.tls, tls].filter((given) => typeof given === "object");
  const merged: true | TlsOptions = Object.assign({}, ...options);
  return {
    ...connection,
    address: hidePassword({
      ...address,
      ...username !== undefined && { username },
      ...password !== undefined && { password },
      ...(address.tls ?? tls) !== undefined && { tls: options.length === 0 ? true : merged },
    }),
  };
}
