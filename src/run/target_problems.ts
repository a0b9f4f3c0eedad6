import { MOST_NODES } from "../cluster/managed/launch.ts";
import { findWrongCassandra } from "../cluster/managed/release.ts";
import { type Problem, problemAt } from "../scenario/check/problems.ts";
import type { RunOptions } from "./options.ts";

/** What the options of a Cassandra that cassbench starts may be: integers from 1 to these. */
const HIGHEST = { nodes: MOST_NODES, port: 65_535 } as const;

const NAMES = Object.keys(HIGHEST) as (keyof typeof HIGHEST)[];

/** Everything that is wrong with the options that say how Cassandra is started. */
export function findTargetProblems(options: RunOptions): Problem[] {
  const { cassandraVersion: version, cassandraOptions } = options;
  const numbers = NAMES.flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    const isRight = Number.isInteger(value) && value >= 1 && value <= HIGHEST[name];
    return isRight
      ? []
      : [problemAt([name], `must be an integer from 1 to ${HIGHEST[name]}`, value)];
  });
  const wrong = [...numbers, ...findWrongCassandra({ version, options: cassandraOptions })];
  if (options.target === "cassandra") return wrong;
  const stray = [...NAMES, "cassandraVersion", "cassandraOptions"] as const;
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
