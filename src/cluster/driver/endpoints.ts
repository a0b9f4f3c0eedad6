import cassandra from "cassandra-driver";
import { type Addresses, createTranslation, formatAddress } from "../addresses.ts";

/** Tells the driver where nodes are reached, and remembers what they say themselves. */
export interface Translator extends cassandra.policies.addressResolution.AddressTranslator {
  /** What each node says that its address is, by its endpoint. */
  readonly said: Map<string, string>;
  /** Takes what the node behind a contact point says, so that it is one node when others speak of it. */
  learn(endpoint: string, host: string, port: number): void;
}

/**
 * Makes what translates the addresses that the driver learns from nodes. Contact points it takes as they are. An endpoint is
 * `host:port` as the driver writes it: IPv6 addresses are without brackets.
 */
export function createTranslator(addresses: Addresses | undefined): Translator {
  const find = createTranslation(addresses);
  const said = new Map<string, string>();
  const contacts = new Map<string, string>();
  const reach = (host: string, port: number) => {
    const reached = find(host, port);
    return `${reached.host}:${reached.port}`;
  };
  return Object.assign(cassandra.policies.defaultAddressTranslator(), {
    said,
    learn(endpoint: string, host: string, port: number) {
      said.set(endpoint, formatAddress(host, port));
      const reached = reach(host, port);
      if (reached === `${host}:${port}`) contacts.set(reached, endpoint);
    },
    translate(host: string, port: number, callback: (endpoint: string) => void) {
      const reached = reach(host, port);
      const endpoint = contacts.get(reached) ?? reached;
      if (!said.has(endpoint)) said.set(endpoint, formatAddress(host, port));
      callback(endpoint);
    },
  });
}

/** The address of one of the driver's endpoints, as people write it: `::1:9042` is `[::1]:9042`. */
export function addressOf(endpoint: string): string {
  const at = endpoint.lastIndexOf(":");
  if (at === -1 || endpoint.startsWith("[")) return endpoint;
  return formatAddress(endpoint.slice(0, at), Number(endpoint.slice(at + 1)));
}

/** The driver's endpoint for an address. */
export function endpointOf(address: string): string {
  return address.replace(/^\[(.+)\]/, "$1");
}
