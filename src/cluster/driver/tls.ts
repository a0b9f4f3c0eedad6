import type cassandra from "cassandra-driver";
// @ts-types="./connection.d.ts"
import Connection from "cassandra-driver/lib/connection.js";
import { nodeOptions } from "../tls/node_options.ts";
import type { Tls } from "../tls/options.ts";
import { addressOf } from "./endpoints.ts";

/** The endpoint to which the driver opens a connection just now. */
let opening = "";

const { open } = Connection.prototype;
Connection.prototype.open = function (callback) {
  opening = this.endpoint;
  open.call(this, callback);
};

/**
 * Lets a client speak TLS. The driver has one set of options for all nodes, although each may have a name of its own, and
 * copies them when it opens a connection: so that is when these are made.
 */
export function useTls(client: cassandra.Client, tls: Tls): void {
  const keys = Object.keys(nodeOptions("name", tls));
  const sslOptions = {};
  for (const key of keys) {
    Object.defineProperty(sslOptions, key, {
      enumerable: true,
      get: () => nodeOptions(addressOf(opening), tls)[key as keyof typeof sslOptions],
    });
  }
  const { options } = client as unknown as { options: { sslOptions?: object; sni?: object } };
  options.sslOptions = sslOptions;
  if (tls.sni !== undefined) options.sni = { address: tls.sni.proxy };
}
