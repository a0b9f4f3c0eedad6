import { isIPv6 } from "node:net";

/** The port of Cassandra for clients, where none is said. */
export const DEFAULT_PORT = 9_042;

/** Where a node is, or is said to be. */
export interface HostPort {
  /** A name or an address; IPv6 without brackets and as short as it can be written. */
  readonly host: string;
  /** `undefined` where none was said. */
  readonly port: number | undefined;
}

/** From what a node says its address is, `host` or `host:port`, to where it is reached. */
export type Addresses = Readonly<Record<string, string>>;

/**
 * Reads `10.0.0.1`, `node1.example:9043`, `::1` or `[::1]:9042`; `undefined` for anything else, such as a link-local address
 * with its interface, `fe80::1%eth0`, to which the driver cannot connect in Deno.
 */
export function parseHostPort(text: string): HostPort | undefined {
  if (text.includes("%")) return undefined;
  if (isIPv6(text)) return { host: shortest(text), port: undefined };
  const [, bracketed, name, digits] = /^(?:\[(.+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  if (bracketed === undefined) return name === undefined ? undefined : { host: name, port };
  return isIPv6(bracketed) ? { host: shortest(bracketed), port } : undefined;
}

/** An address as people write it: `10.0.0.1:9042`, `[::1]:9042`. */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An IPv6 address as all write it that follow RFC 5952, so that equal ones are equal as texts. */
function shortest(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** Finds where a node is reached that says that it listens on this host and port. */
export type Translate = (host: string, port: number) => Required<HostPort> & { port: number };

/**
 * Makes the one function that translates addresses, for all clients. `host:port` comes before `host` alone, and a target
 * without a port keeps the node's. What is not in `addresses` stays as it is.
 */
export function createTranslation(addresses: Addresses = {}): Translate {
  const known = new Map(
    Object.entries(addresses).map(([from, to]) => [keyOf(parseHostPort(from)), parseHostPort(to)]),
  );
  return (host, port) => {
    const own = parseHostPort(host)?.host ?? host;
    const to = known.get(keyOf({ host: own, port })) ??
      known.get(keyOf({ host: own, port: undefined }));
    return { host: to?.host ?? own, port: to?.port ?? port };
  };
}

function keyOf(address: HostPort | undefined): string {
  return `${address?.host.toLowerCase()} ${address?.port ?? ""}`;
}
