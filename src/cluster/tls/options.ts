import { isIP } from "node:net";
import type { TargetDescription } from "../../result/target.ts";
import { parseHostPort } from "../addresses.ts";
import type { Hosts } from "../resolve.ts";

/** How TLS is spoken to the nodes. Without any of these, certificates are checked against the authorities that Deno trusts. */
export interface TlsOptions {
  /** Certificates of authorities, as PEM text, to trust beside those that Deno trusts. */
  readonly ca?: string;
  /** The client's certificate, as PEM text, with those between it and its authority; for nodes that demand one. */
  readonly cert?: string;
  /** The private key of `cert`, as PEM text without a passphrase. It is never written to a result. */
  readonly key?: string;
  /** The name that each node's certificate must have. @default {the host of the contact point, or the node's address} */
  readonly serverName?: string;
  /** Accepts every certificate. The report says so. @default {false} */
  readonly insecure?: boolean;
}

/** How TLS is spoken, with what is known of the hosts. */
export interface Tls extends TlsOptions {
  /** The host names of contact points, by the IP addresses that they stand for. */
  readonly names: ReadonlyMap<string, string>;
  /** The proxy in front of the nodes, where a bundle names one. */
  readonly sni?: Sni | undefined;
}

/** A proxy in front of all nodes, which tells by the name that a client asks for which one is meant. */
export interface Sni {
  /** As `host:port`. Certificates are for this host. */
  readonly proxy: string;
  /** The ids of the nodes, which are the names to ask for, by the addresses that the nodes have themselves. */
  readonly ids: Readonly<Record<string, string>>;
}

/**
 * What TLS needs to know of a cluster; `undefined` where it is not spoken. Clients know nodes by their IP addresses, and
 * users by names, for which certificates are made.
 */
export function tlsOf(
  { tls, hosts = {}, sni }: {
    readonly tls?: true | TlsOptions;
    readonly hosts?: Hosts;
    readonly sni?: Sni;
  },
): Tls | undefined {
  if (tls === undefined) return undefined;
  const names = Object.entries(hosts).flatMap(([name, addresses]) =>
    addresses.map((address) => [address, name] as const)
  );
  return { ...tls === true ? {} : tls, names: new Map(names), sni };
}

/** What a result says of TLS: whether certificates were checked, and whether the client showed one of its own. */
export function describeTls(
  tls: true | TlsOptions | undefined,
): Pick<TargetDescription, "tls"> {
  if (tls === undefined) return {};
  const { insecure = false, cert } = tls === true ? {} as TlsOptions : tls;
  return { tls: { verified: !insecure, ...cert !== undefined && { clientCertificate: true } } };
}

/** The name that the certificate of a node must have, or of the proxy in front of it. */
export function nameOf(address: string, { serverName, names, sni }: Tls): string {
  const { host } = parseHostPort(sni?.proxy ?? address)!;
  return serverName ?? names.get(host) ?? host;
}

/** The name to ask a server for; `undefined` for none, as an IP address is no name. */
export function askedName(address: string, tls: Tls): string | undefined {
  if (tls.sni !== undefined) return tls.sni.ids[address] ?? parseHostPort(address)!.host;
  const name = nameOf(address, tls);
  return isIP(name) === 0 ? name : undefined;
}

/** An open connection to a node, over TLS or not. */
export type Socket = Pick<Deno.Conn, "read" | "write" | "close">;

/** The node was reached, and its TLS was not. */
export class TlsFailure extends Error {
  /** Takes what the library of TLS says. */
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
