import { listProblems, ScenarioError } from "../errors.ts";
import type { RunOptions } from "../run/options.ts";
import { fieldsToChange, type IsGiven, type PlanError, scenarioHint } from "../run/plan_error.ts";
import { formatPath, type Problem } from "../scenario/check/problems.ts";
import type { Axes, Settings } from "../scenario/settings.ts";
import { fieldFlagOf, flagOf } from "../scenario/setting_flags.ts";
import { type SettingName, SETTINGS } from "../scenario/settings_table.ts";
import { AGENT_FLAGS } from "./agent_flags.ts";
import { type Flags, formOf } from "./flags.ts";
import { type CassandraOptions, SETTING_FLAGS, TARGET_FLAGS } from "./options.ts";
import { usageHint } from "./usage.ts";

/** What the command line gives beside the scenario. */
export interface Given {
  readonly settings: Settings & CassandraOptions & Pick<RunOptions, "agents">;
  readonly axes: Axes;
  /** The name of the command. */
  readonly command: string;
  /** The scenario's file. */
  readonly file: string;
}

/** A plan's error in the words of the command line: a value that a flag gave goes by its flag. */
export function tellInFlags(
  error: PlanError,
  { settings, axes, command, file }: Given,
): ScenarioError {
  const isFlag: IsGiven = (field, axis = "") =>
    field === "matrix"
      ? Object.hasOwn(axes, axis)
      : hasFields(field)
      ? Object.hasOwn(Object(settings[field]), axis)
      : Object.hasOwn(settings, field);
  const sentences = error.problems.map(({ path, text }) => {
    const [field, axis] = path.map(String);
    const name = isFlag(field ?? "", axis) ? flagPath(path) : formatPath(path);
    return `${name} ${text}`;
  });
  const { given, own } = fieldsToChange(error.problems, isFlag);
  if (given.length === 0) return error;
  const hints = [
    usageHint(command, [...new Set(given.flatMap(flagForm))]),
    ...own.length === 0 ? [] : [scenarioHint(own, ` of ${file}`)],
  ];
  return new ScenarioError(error.intro + listProblems(sentences), hints.join("; "), {
    cause: error,
  });
}

/**
 * `["poolSizes", 1]` is `--pool-sizes`, `["matrix", "size", 0]` is `--size`, `["stages", 0, "to"]` is `--stages[0].to`.
 */
function flagPath(path: Problem["path"]): string {
  const [field = "", ...rest] = path.map((key) => typeof key === "symbol" ? String(key) : key);
  const [name = "", ...inner] = field === "matrix"
    ? rest
    : field === "agents"
    ? [OF_AGENTS[String(rest[0])] ?? "agents"]
    : hasFields(String(field))
    ? [fieldFlagOf(String(field), String(rest[0])), ...rest.slice(1)]
    : [field, ...rest];
  // The value that was found tells which of several it is.
  const shown = inner.length === 1 && typeof inner[0] === "number" ? [] : inner;
  return formatPath([`--${flagName(String(name))}`, ...shown]);
}

/** The flags of the fields of `agents`. */
const OF_AGENTS: Readonly<Record<string, string>> = {
  count: "agents",
  timeout: "agents-timeout",
  onLoss: "on-agent-loss",
};

/** Each option of cassandra.yaml has a flag of its own. */
function flagName(field: string): string {
  return field === "cassandraOptions" ? "cassandra-option" : flagOf(field);
}

/** Whether a setting has a flag for each of its fields. */
function hasFields(name: string): name is SettingName {
  return SETTINGS[name as SettingName]?.fields !== undefined;
}

/** How the flag of a setting is written; an axis of a scenario has no example. */
function flagForm([field, inner]: Problem["path"]): string[] {
  const name = hasFields(String(field))
    ? fieldFlagOf(String(field), String(inner))
    : field === "agents"
    ? OF_AGENTS[String(inner)] ?? "agents"
    : flagName(String(field));
  const { [name]: flag }: Flags = { ...SETTING_FLAGS, ...TARGET_FLAGS, ...AGENT_FLAGS };
  if (flag === undefined) return [];
  return [...Object.hasOwn(TARGET_FLAGS, name) ? ["--cassandra"] : [], formOf(name, flag)];
}
