import { hostname } from "node:os";
import { isGranted } from "../runtime/permissions.ts";

/** The name of this machine, where this process may know it. */
export function ownHost(): string {
  return isGranted({ name: "sys", kind: "hostname" }) ? hostname() : "unknown";
}
