import { ScenarioError, TargetError } from "../errors.ts";
import { requirePermission } from "../runtime/permissions.ts";
import { DEFAULT_PORT, formatAddress, parseHostPort } from "./addresses.ts";
import type { BundleAddress, ClusterAddress, ResolvedAddress } from "./driver/connect.ts";
import { hintForReason } from "./driver/errors.ts";
import { probeAll } from "./probe.ts";
import { expand, type Hosts, type LookUp, resolveNames } from "./resolve.ts";
import { findNodes, readBundle } from "./tls/bundle.ts";
import { tlsOf } from "./tls/options.ts";

/** A cluster of which at least one contact point answers. */
export interface Contacted {
  /** Its contact points are the addresses that answer. */
  readonly address: ResolvedAddress;
  /** What is wrong with the others. */
  readonly unreachable: readonly string[];
}

/**
 * Resolves the names of a cluster's address, and asks all of its contact points.
 *
 * @param find looks up a name
 * @throws {TargetError} where none answers
 */
export async function contact(
  target: ClusterAddress,
  signal: AbortSignal,
  find?: LookUp,
): Promise<Contacted> {
  const points = parseContactPoints(target.contactPoints);
  requireAll(points);
  const reached = Object.values(target.addresses ?? {});
  const named = [...points, ...reached, ...target.coordinators ?? []];
  const { hosts, problems: unknown } = await resolveNames(named, signal, find);
  const wrong = (address: string) => unknown.get(parseHostPort(address)?.host ?? "");
  for (const address of reached) {
    const problem = wrong(address);
    if (problem) throw new TargetError(`Cannot translate an address to ${address}: it ${problem}`);
  }

  const known = points.filter((point) => wrong(point) === undefined);
  const addresses = known.flatMap((point) => expand(point, hosts));
  requireAll(addresses);
  const { answering, problems } = await probeAll(addresses, signal, tlsOf({ ...target, hosts }));
  const unreachable = [
    ...points.flatMap((point) => wrong(point) ? [`${point} ${wrong(point)}`] : []),
    ...known.flatMap((point) => problemsAt(point, expand(point, hosts), answering, problems)),
  ];
  if (answering.length === 0) throw unreachableError(points, unreachable, target.tls !== undefined);
  return {
    address: {
      ...target,
      contactPoints: [...new Set(answering)],
      ...target.addresses && { addresses: resolveTargets(target.addresses, hosts) },
      ...Object.keys(hosts).length > 0 && { hosts },
    },
    unreachable: [...new Set(unreachable)],
  };
}

/** Otherwise Deno would ask on the terminal for each. */
function requireAll(addresses: readonly string[]): void {
  for (const host of addresses) {
    requirePermission({ name: "net", host }, `Cannot reach Cassandra at "${host}"`);
  }
}

/**
 * Asks where the nodes of a bundle are, and them.
 *
 * @throws {TargetError} where nobody answers
 */
export async function contactBundle(
  { bundle: file, ...target }: BundleAddress,
  signal: AbortSignal,
): Promise<Contacted> {
  const bundle = await readBundle(file);
  const { ids, localDataCenter, sni } = await findNodes(bundle, signal);
  const { tls, login } = bundle;
  const { answering, problems } = await probeAll(ids, signal, tlsOf({ tls, sni }));
  if (answering.length === 0) throw unreachableError(ids, problems);
  return {
    address: {
      ...target.username === undefined && login,
      ...localDataCenter !== undefined && { localDataCenter },
      ...target,
      ...{ contactPoints: answering, tls, sni },
    },
    unreachable: problems,
  };
}

/** What is wrong with a contact point. Where one address of a name answers, the node is there, and nothing is wrong. */
function problemsAt(
  point: string,
  addresses: readonly string[],
  answering: readonly string[],
  problems: readonly string[],
): string[] {
  if (addresses.some((address) => answering.includes(address))) return [];
  return addresses.flatMap((address) => {
    const [, why] = problems.find((problem) => problem.startsWith(`${address} `))
      ?.split(`${address} `) ?? [];
    if (why === undefined) return [];
    return [address === point ? `${address} ${why}` : `${point} at ${address} ${why}`];
  });
}

/** Nodes are known by addresses alone: where a name has several, the first one is the node's. */
function resolveTargets(addresses: Readonly<Record<string, string>>, hosts: Hosts) {
  return Object.fromEntries(
    Object.entries(addresses).map(([from, to]) => [from, expand(to, hosts)[0]!]),
  );
}

function unreachableError(
  points: readonly string[],
  problems: readonly string[],
  isTls = true,
): TargetError {
  const where = points.map((point) => `"${point}"`).join(", ");
  return new TargetError(
    `Cannot reach Cassandra at ${where}: ${problems.join("; ")}`,
    keyspacesHint(points, isTls) ?? portHint(problems.join()) ?? hintForReason(problems.join()),
  );
}

/** What to do where Amazon Keyspaces is asked otherwise than it answers. */
function keyspacesHint(points: readonly string[], isTls: boolean): string | undefined {
  const point = points.map(parseHostPort).find((point) => KEYSPACES.test(point!.host));
  if (point === undefined || isTls && point.port === KEYSPACES_PORT) return undefined;
  return `Amazon Keyspaces answers over TLS on port ${KEYSPACES_PORT}: pass --contact-points ` +
    `${point.host}:${KEYSPACES_PORT} --tls --server-name ${point.host}`;
}

const KEYSPACES = /^cassandra(-fips)?\.[\w-]+\.(amazonaws\.com(\.cn)?|api\.aws)$/;
const KEYSPACES_PORT = 9_142;

/** What to do where the last part of an IPv6 address was meant as a port: "::1:9042" is an address as a whole. */
function portHint(problems: string): string | undefined {
  const [, host, port] = /\[([\da-f:]+):(\d{4})\]:9042/.exec(problems) ?? [];
  return port && `an IPv6 address with a port has brackets: [${host}]:${port}`;
}

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
      found.includes("%")
        ? "link-local addresses cannot be used: take one that is valid on all interfaces"
        : hasLogin
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
