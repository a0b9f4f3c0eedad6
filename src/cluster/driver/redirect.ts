import type cassandra from "cassandra-driver";
// @ts-types="./connection.d.ts"
import Connection from "cassandra-driver/lib/connection.js";
import { describeLateNode, type Redirect } from "../proxied_nodes.ts";

/** Where the connections of each client are opened, by its options, which each of its connections has. */
const redirects = new WeakMap<object, Redirect>();

const { open } = Connection.prototype;
Connection.prototype.open = function (callback) {
  const redirect = redirects.get(this.options);
  if (redirect === undefined) return open.call(this, callback);
  const to = redirect(this.endpoint);
  if (to === undefined) {
    return callback(new Error(describeLateNode(this.endpoint)));
  }
  this.address = to.host;
  this.port = String(to.port);
  open.call(this, callback);
};

/**
 * Opens the connections of a client elsewhere than at the addresses of its nodes, by which they are known all the same:
 * to the driver, in reports and in errors, and by the names in their certificates.
 */
export function redirectConnections(client: cassandra.Client, redirect: Redirect): void {
  const { options } = client as unknown as { options: object };
  redirects.set(options, redirect);
}
