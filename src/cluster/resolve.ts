import { deadline } from "@std/async";
import { lookup as lookUp } from "node:dns/promises";
import { isIP } from "node:net";
import { formatAddress, parseHostPort } from "./addresses.ts";

/** Milliseconds that resolving a name may take. */
const RESOLVE_TIMEOUT = 5_000;

/** The addresses of host names, each without a port. */
export type Hosts = Readonly<Record<string, readonly string[]>>;

/** Looks up all addresses of a name. */
export type LookUp = (name: string) => Promise<readonly { readonly address: string }[]>;

const systemLookUp: LookUp = (name) => lookUp(name, { all: true });

/** What names mean, and what is wrong with each of the others. */
export interface Resolved {
  readonly hosts: Hosts;
  /** What is wrong with a name, such as "is an unknown host name". */
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Resolves the names among these addresses, each once: for the whole run a name means what it means now.
 *
 * @param addresses each as `host` or `host:port`
 * @param find looks up a name
 */
export async function resolveNames(
  addresses: readonly string[],
  signal: AbortSignal,
  find: LookUp = systemLookUp,
): Promise<Resolved> {
  const problems = new Map<string, string>();
  const hosts = new Set(addresses.map((text) => parseHostPort(text)?.host ?? ""));
  const names = [...hosts].filter((name) => isIP(name) === 0);
  const found = await Promise.all(names.map(async (name) => {
    try {
      const found = await deadline(find(name), RESOLVE_TIMEOUT, { signal });
      return [[name, [...new Set(found.map(({ address }) => address))]] as const];
    } catch (error) {
      signal.throwIfAborted();
      problems.set(name, describe(error));
      return [];
    }
  }));
  return { hosts: Object.fromEntries(found.flat()), problems };
}

function describe(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  if (code === "EPERM") return "may not be resolved: Deno lacks --allow-net for it";
  if (name === "TimeoutError") return `was not resolved within ${RESOLVE_TIMEOUT} ms`;
  return "is an unknown host name";
}

/** An address in place of which all that its name means stand; itself where it has no name that was resolved. */
export function expand(address: string, hosts: Hosts): string[] {
  const { host, port } = parseHostPort(address)!;
  const found = hosts[host];
  if (found === undefined) return [address];
  return found.map((one) => port === undefined ? one : formatAddress(one, port));
}
