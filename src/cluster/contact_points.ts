import { isIPv6 } from "node:net";
import { ScenarioError } from "../errors.ts";

const DEFAULT_PORT = 9042;

/**
 * Checks contact points and adds the port where they have none: `10.0.0.1` becomes `10.0.0.1:9042`, and `::1` becomes
 * `[::1]:9042`.
 *
 * @throws {ScenarioError} that lists all that are no host or host:port
 */
export function parseContactPoints(points: readonly string[]): string[] {
  const parsed = points.map((point) => parseOne(point.trim()));
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
  return parsed as string[];
}

/** What stands before the last `@` can be a password, also with commas in it. */
function hideLogin(points: string): string {
  return `"…@${points.slice(points.lastIndexOf("@") + 1)}"`;
}

function parseOne(point: string): string | undefined {
  if (isIPv6(point)) return `[${point}]:${DEFAULT_PORT}`;
  const [, bracketed, name, port = DEFAULT_PORT] =
    /^(?:\[(.+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(point) ?? [];
  if (Number(port) < 1 || Number(port) > 65_535) return undefined;
  if (bracketed !== undefined) return isIPv6(bracketed) ? `[${bracketed}]:${port}` : undefined;
  return name && `${name}:${port}`;
}
