import { ScenarioError } from "../errors.ts";
import { DEFAULT_PORT, formatAddress, parseHostPort } from "./addresses.ts";

/**
 * Checks contact points and adds the port where they have none: `10.0.0.1` becomes `10.0.0.1:9042`, and `::1` becomes
 * `[::1]:9042`.
 *
 * @throws {ScenarioError} that lists all that are no host or host:port
 */
export function parseContactPoints(points: readonly string[]): string[] {
  const parsed = points.map((point) => parseHostPort(point.trim()));
  const bad = points.filter((_, at) => parsed[at] === undefined);
  if (bad.length > 0 || points.length === 0) {
    const found = bad.map((point) => `"${point}"`).join(", ") || "none";
    const hasLogin = found.includes("@");
    throw new ScenarioError(
      `Cannot use contact points as each must be a host or host:port: found ${
        hasLogin ? hideLogin(points.join()) : found
      }`,
      hasLogin
        ? "a login goes into --username, and into CASSANDRA_PASSWORD or --password-file"
        : "an example: --contact-points 10.0.0.1,10.0.0.2:9042",
    );
  }
  return parsed.map((point) => formatAddress(point!.host, point!.port ?? DEFAULT_PORT));
}

/** What stands before the last `@` can be a password, also with commas in it. */
function hideLogin(points: string): string {
  return `"…@${points.slice(points.lastIndexOf("@") + 1)}"`;
}
