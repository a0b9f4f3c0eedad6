import { listProblems, ScenarioError } from "../errors.ts";
import { formatPath, type Problem, sentenceOf } from "../scenario/check/problems.ts";

const NO_SCENARIO =
  "a scenario file ends in `export default scenario({ … })`; the README shows one";

/** What cannot be planned: every problem of a scenario and of the options that override its settings. */
export class PlanError extends ScenarioError {
  /** `Cannot plan scenario "x" as`. */
  readonly intro: string;
  /** Every problem. */
  readonly problems: readonly Problem[];

  /** Takes the scenario's name, the problems, and which fields the options give. */
  constructor(scenario: unknown, problems: readonly Problem[], isOption: IsGiven) {
    const { name } = Object(scenario);
    const intro = `Cannot plan scenario${typeof name === "string" ? ` "${name}"` : ""} as`;
    super(
      intro + listProblems(problems.map(sentenceOf)),
      isScenario(scenario) ? hintFor(problems, isOption) : NO_SCENARIO,
    );
    this.intro = intro;
    this.problems = problems;
  }
}

/** Whether a field is given beside the scenario: by an option, or by a flag. */
export type IsGiven = (field: string, axis?: string) => boolean;

/** Whether a value has fields, so that it can be a scenario at all. */
export function isScenario(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** The fields that a problem asks to change, apart by where they are: beside the scenario, or in it. */
export function fieldsToChange(
  problems: readonly Problem[],
  isGiven: IsGiven,
): { readonly given: readonly Problem["path"][]; readonly own: readonly string[] } {
  const isGivenAt = ([field, axis]: Problem["path"]) => isGiven(String(field), String(axis));
  const fieldsOf = ({ others = [] }: Problem) => others.map((other) => [other]);
  // A problem with the whole scenario is one of all the fields that take part in it.
  const paths = problems.flatMap((it) => it.path.length === 0 ? fieldsOf(it) : [it.path]);
  return {
    given: [...paths, ...problems.flatMap(fieldsOf)].filter(isGivenAt),
    own: [...new Set(paths.filter((path) => !isGivenAt(path)).map(([field]) => String(field)))],
  };
}

/** The hint for fields of a scenario; `place` says whose `scenario({ … })` it is. */
export function scenarioHint(fields: readonly string[], place = ""): string {
  return `change ${fields.join(", ")} in the \`scenario({ … })\`${place}`;
}

function hintFor(problems: readonly Problem[], isOption: IsGiven): string {
  const { given, own } = fieldsToChange(problems, isOption);
  const names = given.map((path) => formatPath(path.slice(0, path[0] === "matrix" ? 2 : 1)));
  const options = [...new Set(names)].join(", ");
  return [
    ...options === "" ? [] : [`change ${options} in the options`],
    ...own.length === 0 ? [] : [scenarioHint(own)],
  ].join("; ");
}
