import { messageOf, ScenarioError } from "../../errors.ts";
import { readExisting } from "../../init/existing.ts";
import { scenarioFor } from "../../init/scenario_text.ts";
import { needsCassandra, type WrittenScenario } from "../../init/schema.ts";
import { templateText } from "../../init/template.ts";
import { lackedPermission, readText } from "../../runtime/permissions.ts";
import { type CliCommand, COMMON_FLAGS, QUIET } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags, FlagValues } from "../flags.ts";
import { takePasswords, withLogin } from "../login.ts";
import { chooseTarget, TARGET_FLAGS } from "../options.ts";
import { chooseProgress } from "../progress.ts";
import { nameFor, newScenarioFile, writeScenario } from "../scenario_file.ts";
import { printError } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const SCHEMA_FLAGS = {
  ...TARGET_FLAGS,
  keyspace: { kind: "text", value: "NAME", help: "the keyspace whose tables are read" },
  tables: { kind: "texts", value: "NAME,…", help: "some of its tables (all)" },
} satisfies Flags;

const STRESS_FLAGS = {
  "from-stress": { kind: "text", value: "PROFILE.yaml", help: "a cassandra-stress profile" },
  ops: { kind: "texts", value: "insert=1,read=3", help: "how often each runs (all alike)" },
} satisfies Flags;

const OTHER_FLAGS = { quiet: QUIET, ...COMMON_FLAGS } satisfies Flags;

type InitFlags = FlagValues<typeof SCHEMA_FLAGS & typeof STRESS_FLAGS & typeof OTHER_FLAGS>;

/** `init`: writes a scenario to begin with, from nothing or from what there is. */
export const initCommand: CliCommand = {
  name: "init",
  usage: "init FILE [options]",
  summary: "write a scenario file",
  groups: [
    { title: "From the tables of a cluster, which is only read:", flags: SCHEMA_FLAGS },
    { title: "From a profile of cassandra-stress:", flags: STRESS_FLAGS },
    { title: "FILE must not exist; - is standard output. Options:", flags: OTHER_FLAGS },
  ],
  example: "init app.ts --contact-points 10.0.0.1 --keyspace app",
  takesFile: true,
  async run({ words, flags }: CommandLine, signal) {
    takePasswords();
    const given = flags as InitFlags;
    checkFlags(given);
    const file = newScenarioFile(words);
    const written = await write(nameFor(file), given, signal);
    await writeScenario(file, written);
    written.notes.forEach((note) => printError(`not carried over: ${note}`));
    return EXIT.good;
  },
};

/** Finds flags that do not go together. */
function checkFlags(flags: InitFlags): void {
  const { keyspace, tables, ops, "from-stress": profile } = flags;
  const named = Object.keys(TARGET_FLAGS)
    .filter((flag) => flags[flag as keyof typeof TARGET_FLAGS] !== undefined);
  const problems: string[] = [];
  if (profile !== undefined && (keyspace !== undefined || named.length > 0)) {
    problems.push("--from-stress and --keyspace with a cluster are two sources");
  }
  if (keyspace === undefined && profile === undefined) {
    problems.push(...named.map((flag) => `--${flag} goes with --keyspace`));
  }
  if (tables !== undefined && keyspace === undefined) {
    problems.push("--tables goes with --keyspace");
  }
  if (ops !== undefined && profile === undefined) problems.push("--ops goes with --from-stress");
  if (keyspace !== undefined && profile === undefined) {
    if (chooseTarget(flags).target === "embedded") {
      problems.push("--keyspace goes with --contact-points or --cassandra");
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
}

function readProfile(file: string): string {
  try {
    return readText(file);
  } catch (cause) {
    const lacked = lackedPermission(cause);
    if (lacked !== undefined) {
      throw new ScenarioError(`Cannot read profile "${file}" as ${lacked.problem}`, lacked.hint);
    }
    const reason = messageOf(cause).split(",")[0]?.replace(/: \w+ '.*$/, "");
    throw new ScenarioError(
      `Cannot read profile "${file}" as it cannot be opened: ${reason}`,
      "pass a profile of cassandra-stress, which is a YAML file",
      { cause },
    );
  }
}

async function write(
  name: string | undefined,
  flags: InitFlags,
  signal: AbortSignal,
): Promise<WrittenScenario> {
  const { keyspace, tables, ops, "from-stress": profile } = flags;
  if (profile !== undefined) {
    // The parsers of YAML and CQL take a fifth of a second to load, which no other command needs.
    const { scenarioFromStress } = await import("../../init/stress/scenario.ts");
    return scenarioFromStress({
      file: profile,
      yaml: readProfile(profile),
      ops: ops?.join(),
      name,
    });
  }
  if (keyspace === undefined) return { text: templateText(name ?? "users"), notes: [] };
  const progress = chooseProgress(flags.quiet);
  const { target = "embedded", nodes, port, ...cassandra } = await withLogin(
    chooseTarget(flags),
    flags,
    signal,
  );
  const { cassandraVersion: version, cassandraOptions: options, cassandraLogin: login } = cassandra;
  const { schema, notes } = await readExisting(
    {
      ...{ target, nodes, port, cassandra: { version, options }, login },
      ...{ signal, onWait: progress.wait },
    },
    { keyspace, tables },
  ).finally(progress.clear);
  const parts = {
    name: name ?? keyspace,
    question: `How fast are reads and writes by key of the tables of ${keyspace}?`,
    notes,
  };
  // Cassandra takes 48 letters.
  return {
    text: scenarioFor(schema, `${keyspace.slice(0, 42)}_bench`, parts),
    notes,
    needsCassandra: needsCassandra(schema),
  };
}
