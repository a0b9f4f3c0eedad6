import { type Problem, problemAt } from "../../scenario/check/problems.ts";
import pom from "./pom.xml" with { type: "text" };

/** The version of Cassandra that is started where none is asked for: that of pom.xml. */
export const CASSANDRA_VERSION: string =
  /<artifactId>cassandra-all<\/artifactId>\s*<version>(.+?)<\/version>/.exec(pom)?.[1] ?? "";

/** A value of cassandra.yaml. */
export type YamlValue = string | number | boolean | null | readonly unknown[] | object;

/** Which Cassandra to start. */
export interface WantedCassandra {
  /** Such as "4.1.10". */
  readonly version?: string | undefined;
  /** Keys of cassandra.yaml that have another value than Cassandra's default. */
  readonly options?: Readonly<Record<string, YamlValue>> | undefined;
}

/** What a line of releases needs. */
export interface ReleaseLine {
  /** The oldest and the newest Java that it runs on. */
  readonly java: readonly [oldest: number, newest: number];
  /** The size of its download. */
  readonly megabytes: number;
  /** Whether it measures objects with jamm as an agent: 4.1 starts on Java 17 only so. */
  readonly needsAgent: boolean;
}

/** Java has no security manager any more from version 24 on, and 4.1 does not start on a newer one than 17. */
const LINES: Readonly<Record<string, ReleaseLine>> = {
  "4.1": { java: [8, 17], megabytes: 48, needsAgent: true },
  "5.0": { java: [11, 23], megabytes: 66, needsAgent: false },
};

/** The line of a version. */
export function lineOf(version: string): ReleaseLine {
  return LINES[version.split(".", 2).join(".")] ?? LINES["5.0"]!;
}

/** What cassbench itself says in cassandra.yaml, as it starts the nodes and looks for them by it. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  ...["cluster_name", "partitioner", "endpoint_snitch", "num_tokens", "initial_token"],
  ...["listen_address", "rpc_address", "native_transport_port", "storage_port", "seed_provider"],
]);

/** Everything that is wrong with a Cassandra that is asked for; each path begins with the option of `run`. */
export function findWrongCassandra({ version, options }: WantedCassandra): Problem[] {
  const problems: Problem[] = [];
  if (version !== undefined && !/^(4\.1|5\.0)\.\d+$/.test(String(version))) {
    problems.push(
      problemAt(["cassandraVersion"], "must be a version of 4.1 or 5.0, as 4.1.10", version),
    );
  }
  if (options === undefined) return problems;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return [
      ...problems,
      problemAt(["cassandraOptions"], "must be an object of keys and values", options),
    ];
  }
  for (const [key, value] of Object.entries(options)) {
    const path = ["cassandraOptions", key];
    if (!/^[a-z]\w*$/.test(key)) {
      problems.push({ path, text: "is no key of cassandra.yaml" });
    } else if (OWN_KEYS.has(key)) {
      problems.push({ path, text: "is said by cassbench, which starts the nodes by it" });
    } else if (value === undefined || typeof value === "function" || Number.isNaN(value)) {
      problems.push(problemAt(path, "must be a value of YAML", value));
    }
  }
  return problems;
}

type Options = Readonly<Record<string, unknown>>;

/** Whether a Cassandra with these options takes clients over TLS only, and whether they must show a certificate. */
export function wantsTls(options: Options): "server" | "mutual" | undefined {
  const encryption = Object(options["client_encryption_options"]);
  if (encryption.enabled !== true || encryption.optional === true) return undefined;
  return encryption["require_client_auth"] === true ? "mutual" : "server";
}

/** The options without the passwords and keys among them, such as those of key stores, however deep. */
export function withoutPasswords<T extends Options>(options: T): T {
  const text = JSON.stringify(
    options,
    (key, value) => /passw|secret|private/i.test(key) ? "…" : value,
  );
  return JSON.parse(text);
}

/** The options as people write them, without passwords: `a=1, b=true`. */
export function formatOptions(options: Options): string {
  return Object.entries(withoutPasswords(options)).sort(([a], [b]) => a < b ? -1 : 1).map((
    [key, value],
  ) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`).join(", ");
}
