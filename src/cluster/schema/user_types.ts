import { ScenarioError } from "../../errors.ts";
import { canonicalType, formatCqlType, parseCqlType } from "../../scenario/schema/cql_type.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { addField, createType } from "../../scenario/cql/definitions.ts";
import type { UserType } from "../../scenario/schema/user_type.ts";
import type { Findings } from "./findings.ts";
import { describeTwin, findTwin } from "./names.ts";

/** A user type as `system_schema.types` describes it. */
export interface ExistingType {
  readonly name: string;
  readonly fields: readonly string[];
  /** The types of the fields. */
  readonly types: readonly string[];
}

/**
 * The user types of models, each after those that its fields name.
 *
 * @throws {ScenarioError} where two of one name are not the same
 */
export function userTypesOf(models: readonly Model[]): UserType[] {
  const found = new Map<string, UserType>();
  function add(type: UserType): void {
    const known = found.get(type.name);
    if (known === type) return;
    type.uses.forEach(add);
    if (known === undefined) found.set(type.name, type);
    else if (describe(known) !== describe(type)) {
      throw new ScenarioError(
        `Cannot use user type "${type.name}" as it is defined twice: ${describe(known)} and ${
          describe(type)
        }`,
        "define it once, and pass the same to every model",
      );
    }
  }
  for (const { userTypes } of models) userTypes.forEach(add);
  return [...found.values()];
}

function describe({ type: { of, fields = [] } }: UserType): string {
  return `(${of.map((type, at) => `${fields[at]} ${formatCqlType(type)}`).join(", ")})`;
}

/**
 * Finds which user types and fields are missing, and how others differ.
 *
 * @param wanted as {@linkcode userTypesOf} gives them
 */
export function lookAtTypes(
  wanted: readonly UserType[],
  keyspace: string,
  existing: readonly ExistingType[],
  found: Findings,
): void {
  const names = wanted.map(({ name }) => name);
  for (const type of wanted) {
    const there = existing.find(({ name }) => name === type.name);
    if (there !== undefined) {
      lookAtFields(type, keyspace, there, found);
      continue;
    }
    const twin = findTwin(type.name, existing.map(({ name }) => name), names);
    if (twin !== undefined) found.twins.push(`${type.name}: ${describeTwin("type", twin)}`);
    else {
      const missing = [`${type.name}: the type is not there`];
      found.changes.push({ cql: createType(type, keyspace), missing });
    }
  }
}

function lookAtFields(
  type: UserType,
  keyspace: string,
  there: ExistingType,
  found: Findings,
): void {
  const fields = type.type.fields ?? [];
  // A value is written as a whole, so what the model does not have would be lost.
  for (const field of there.fields.filter((name) => !fields.includes(name))) {
    if (findTwin(field, fields, there.fields) !== undefined) continue;
    found.differences.push(`type ${type.name}: field ${field} is there and the model lacks it`);
  }
  for (const [at, field] of fields.entries()) {
    const existing = there.types[there.fields.indexOf(field)];
    if (existing !== undefined) {
      const wanted = formatCqlType(canonicalType(type.type.of[at]!));
      const actual = canonicalText(existing);
      if (actual !== wanted) {
        found.differences.push(
          `type ${type.name}: field ${field} is ${actual} and the model says ${wanted}`,
        );
      }
      continue;
    }
    const twin = findTwin(field, there.fields, fields);
    if (twin !== undefined) {
      found.twins.push(`${type.name}.${field}: ${describeTwin("field", twin)}`);
    } else {
      const missing = [`type ${type.name}: field ${field} is not there`];
      found.changes.push({ cql: addField(type, keyspace, field), missing });
    }
  }
}

/** A type that the server describes, without each `frozen` that changes nothing. */
export function canonicalText(text: string): string {
  const parsed = parseCqlType(text, (userType) => ({ name: "udt", of: [], userType }));
  return parsed === undefined ? text : formatCqlType(canonicalType(parsed));
}
