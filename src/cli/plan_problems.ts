import { listProblems, ScenarioError } from "../errors.ts";
import { fieldsToChange, type IsGiven, type PlanError, scenarioHint } from "../run/plan_error.ts";
import { formatPath, type Problem } from "../scenario/check/problems.ts";
import type { Axes, Settings } from "../scenario/settings.ts";
import { flagOf } from "../scenario/settings_table.ts";
import { type Flags, formOf } from "./flags.ts";
import { type CassandraOptions, SETTING_FLAGS, TARGET_FLAGS } from "./options.ts";
import { usageHint } from "./usage.ts";

/** What the command line gives beside the scenario. */
export interface Given {
  readonly settings: Settings & CassandraOptions;
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
    field === "matrix" ? Object.hasOwn(axes, axis) : Object.hasOwn(settings, field);
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
  const [name = "", ...inner] = path[0] === "matrix" ? path.slice(1) : path;
  // The value that was found tells which of several it is.
  const shown = inner.length === 1 && typeof inner[0] === "number" ? [] : inner;
  return formatPath([`--${flagName(String(name))}`, ...shown]);
}

/** Each option of cassandra.yaml has a flag of its own. */
function flagName(field: string): string {
  return field === "cassandraOptions" ? "cassandra-option" : flagOf(field);
}

/** How the flag of a setting is written; an axis of a scenario has no example. */
function flagForm([field]: Problem["path"]): string[] {
  const name = flagName(String(field));
  const { [name]: flag }: Flags = { ...SETTING_FLAGS, ...TARGET_FLAGS };
  if (flag === undefined) return [];
  return [...Object.hasOwn(TARGET_FLAGS, name) ? ["--cassandra"] : [], formOf(name, flag)];
}
