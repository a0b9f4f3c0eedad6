import cassandra from "cassandra-driver";
import { type Addresses, createTranslation } from "../addresses.ts";

/**
 * Makes what tells the driver where the nodes are reached that it learns of from others. Contact points it takes as they
 * are. Endpoints are `host:port`, as the driver writes them: IPv6 addresses without brackets.
 */
export function createTranslator(
  addresses: Addresses | undefined,
): cassandra.policies.addressResolution.AddressTranslator {
  const translate = createTranslation(addresses);
  return Object.assign(cassandra.policies.defaultAddressTranslator(), {
    translate(address: string, port: number, callback: (endpoint: string) => void) {
      const reached = translate(address, port);
      callback(`${reached.host}:${reached.port}`);
    },
  });
}
