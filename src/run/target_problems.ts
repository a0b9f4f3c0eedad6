import { z } from "zod";
import { parseHostPort } from "../cluster/addresses.ts";
import { MOST_NODES } from "../cluster/managed/launch.ts";
import { findWrongCassandra } from "../cluster/managed/release.ts";
import { type Problem, problemAt, problemsOf } from "../scenario/check/problems.ts";
import type { Settings } from "../scenario/settings.ts";
import { findWrongAgents } from "./agent_problems.ts";
import { findWrongEvents } from "./event_problems.ts";
import { findHalfLogin, findWrongLogin, LOGIN_SHAPE, withoutSecrets } from "./login_problems.ts";
import type { RunOptions } from "./options.ts";
import { findWrongTls } from "./tls_problems.ts";

/** What the options of a Cassandra that cassbench starts may be: integers from 1 to these. */
const HIGHEST = { nodes: MOST_NODES, port: 65_535 } as const;

const NAMES = Object.keys(HIGHEST) as (keyof typeof HIGHEST)[];

const TEXT = "must be a string";

const ADDRESS = "must be a host or host:port";

function isAddress(text: string): boolean {
  return parseHostPort(text) !== undefined;
}

const WHICH = 'must be "embedded", "cassandra", { contactPoints } or { bundle }';

/** What every cluster that is there can be said of. */
const PART = {
  localDataCenter: z.string(TEXT).optional(),
  username: LOGIN_SHAPE.username.optional(),
  password: LOGIN_SHAPE.password.optional(),
  rack: z.string(TEXT).optional(),
  coordinators: z.array(z.string(ADDRESS).refine(isAddress, ADDRESS), "must be a list of hosts")
    .min(1, "must be a list of at least one host").optional(),
} as const;

/** A cluster that is found by a bundle. */
const bundled = z.strictObject({ bundle: z.string("must be the path of a zip file"), ...PART });

/** A cluster that is there. */
const cluster = z.strictObject({
  contactPoints: z.array(z.string(TEXT), "must be a list of hosts"),
  tls: z.unknown().optional(),
  addresses: z.record(
    z.string().refine(isAddress, "must say of a host or host:port where it is reached"),
    z.string(ADDRESS).refine(isAddress, ADDRESS),
    "must be an object from addresses to addresses",
  ).optional(),
  ...PART,
}, WHICH);

function findWrongTarget(target: unknown): Problem[] {
  if (target === undefined || target === "embedded" || target === "cassandra") return [];
  const isBundle = typeof target === "object" && Object.hasOwn(Object(target), "bundle");
  const { error } = (isBundle ? bundled : cluster).safeParse(target);
  const wrong = problemsOf(error, withoutSecrets(target), ["target"]);
  return [
    ...wrong.length > 0 ? wrong : findHalfLogin(target, "target"),
    ...findWrongTls(Object(target).tls),
  ];
}

/**
 * Everything that is wrong with the options that say what is measured, and how a Cassandra is started, and what the
 * scenario asks for that the target cannot do.
 */
export function findTargetProblems(options: RunOptions, scenario: Settings | undefined): Problem[] {
  return [
    ...findWrongOptions(options),
    ...findStrayFaults(options, scenario),
    ...findStrayNetwork(options, scenario),
    ...findWrongEvents(options, Object(scenario)),
    ...findWrongAgents(options, Object(scenario)),
  ];
}

function findStrayNetwork({ target, network }: RunOptions, scenario?: Settings): Problem[] {
  const isBundle = Object.hasOwn(Object(target), "bundle");
  if (!isBundle || (network ?? scenario?.network) === undefined) return [];
  return [{
    path: ["network"],
    text: "must go without a bundle, as there is one proxy in front of all of its nodes already",
  }];
}

function findStrayFaults({ target, ...options }: RunOptions, scenario?: Settings): Problem[] {
  const faults = options.faults ?? scenario?.faults;
  if (target === undefined || target === "embedded" || !Array.isArray(faults)) return [];
  if (faults.length === 0) return [];
  const found = target === "cassandra" ? "a real Cassandra" : "an existing cluster";
  return [{
    path: ["faults"],
    text: `must go with the embedded server, which alone misbehaves: found ${found}`,
  }];
}

function findWrongOptions(options: RunOptions): Problem[] {
  const { cassandraVersion: version, cassandraOptions, cassandraLogin } = options;
  const numbers = NAMES.flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    const isRight = Number.isInteger(value) && value >= 1 && value <= HIGHEST[name];
    return isRight
      ? []
      : [problemAt([name], `must be an integer from 1 to ${HIGHEST[name]}`, value)];
  });
  const target = findWrongTarget(options.target);
  const wrong = [
    ...target,
    ...numbers,
    ...findWrongCassandra({ version, options: cassandraOptions }),
    ...findWrongLogin(cassandraLogin),
  ];
  if (options.target === "cassandra") return wrong;
  const stray = [...NAMES, "cassandraVersion", "cassandraOptions", "cassandraLogin"] as const;
  return [
    ...wrong,
    ...stray.filter((name) =>
      options[name] !== undefined && !wrong.some(({ path }) => path[0] === name)
    ).map((name) => ({
      path: [name],
      text: 'goes with target "cassandra", on the command line --cassandra',
    })),
  ];
}
