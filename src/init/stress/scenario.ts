import { keyValue } from "../key_values.ts";
import { createNames, number } from "../names.ts";
import {
  needsCassandra,
  type SourceColumn,
  type SourceTable,
  type WrittenScenario,
} from "../schema.ts";
import { fileText, modelsText, populateText, userTypesOf } from "../scenario_text.ts";
import { createTableCode, userTypeCode } from "../table_code.ts";
import { createColumnWriter } from "./columns.ts";
import { readDefinitions } from "./definitions.ts";
import { layOut } from "./layout.ts";
import { writeOperations } from "./operations.ts";
import { type Profile, profileError, readProfile } from "./profile.ts";
import { readBinds } from "./binds.ts";
import { messageOf } from "../../errors.ts";

/** A profile of cassandra-stress, and how its operations are mixed. */
export interface StressProfile {
  /** The profile's path, for the errors. */
  readonly file: string;
  readonly yaml: string;
  /** The ratio of the operations, `insert=1,read=3`; without it, all alike. */
  readonly ops?: string | undefined;
  /** The scenario's name; without it, the table's. */
  readonly name?: string | undefined;
}

const NUMBERS = /^(int|smallint|tinyint|bigint|varint|float|double|decimal)$/;

/**
 * Writes the scenario of a cassandra-stress profile.
 *
 * @throws {ScenarioError} for what is no profile, naming all that is wrong
 */
export function scenarioFromStress(
  { file, yaml, ops: ratio, name }: StressProfile,
): WrittenScenario {
  const profile = readProfile(yaml, file);
  const { schema, notes, problems } = readDefinitions(profile);
  const [table] = schema.tables;
  const ops = chooseOps(profile, ratio, problems as string[]);
  if (problems.length > 0 || table === undefined) throw profileError(file, problems);

  const names = createNames(schema.tables.map((one) => one.name));
  const userTypes = userTypesOf(schema, names);
  const layout = layOut(table, profile);
  const columns = createColumnWriter(table, { names, userTypes, specs: profile.columns });
  const numberFor = ({ name, type }: SourceColumn) => {
    const first = NUMBERS.test(type.name) ? layout.first(name) : 0;
    const n = layout.numberFor(name);
    return first === 0 ? n : `${number(first)} + ${n}`;
  };
  const keyFor = ({ name, type }: SourceColumn) => {
    const { size } = profile.columns.find((one) => one.name === name) ?? {};
    const isText = /^(text|varchar|ascii|blob)$/.test(type.name);
    if (size === undefined || !isText) {
      return keyValue(type, name, layout.numberFor(name), userTypes);
    }
    const text = `textOf(${layout.numberFor(name)}, ${number(size.max)})`;
    return type.name === "blob" ? `new TextEncoder().encode(${text})` : text;
  };
  const code = createTableCode(table, {
    ...{ names, userTypes, numberFor, keyFor },
    valueFor: columns.valueFor,
  });
  const operations = writeOperations(profile, ops, code, layout);
  const all = [
    ...notes,
    ...profile.notes.map((key) => `${key}: not understood`),
    ...specNotes(profile, table),
    ...layout.notes,
    ...columns.notes,
    ...operations.notes,
  ];
  const question = `How fast is table ${table.name} under the operations of ${
    file.split(/[\\/]/).at(-1)
  }?`;
  const text = fileText({ question, notes: all }, [
    ...layout.text,
    ...modelsText(schema, names),
    ...columns.declarations.length > 0 ? [columns.declarations.join("\n")] : [],
    ...schema.types.map((type) => userTypeCode(type, userTypes)),
    code.text,
    ...operations.declarations,
    `export default scenario({
name: ${JSON.stringify(name ?? table.name)},
keyspace: ${JSON.stringify(profile.keyspace)},
models: [${schema.tables.map((one) => names.model(one.name)).join(", ")}],
// As n=1000 of cassandra-stress; or \`duration: 60_000\`, or \`rate: [500]\`
operations: 1_000,
// As -rate threads=100
poolSizes: [100],
// Once, before the first case: reads find these rows.
populate: {
${populateText([code], layout)}
},
// The operations in their ratio.
mix: {
${operations.entries.join("\n")}
},
});`,
  ]);
  return { text, notes: all, needsCassandra: needsCassandra(schema) };
}

/** The weight of each operation. */
function chooseOps(
  { queries }: Profile,
  ratio: string | undefined,
  problems: string[],
): ReadonlyMap<string, number> {
  const known = ["insert", ...queries.map(({ name }) => name)];
  for (const { name, cql } of queries) {
    if (name === "insert") problems.push("queries.insert must have another name than the inserts");
    try {
      readBinds(cql);
    } catch (error) {
      problems.push(`queries.${name}.cql must be CQL that is understood: ${messageOf(error)}`);
    }
  }
  if (ratio === undefined) return new Map(known.map((name) => [name, 1]));
  const parts = ratio.replace(/^ops\((.*)\)$/, "$1").split(",").map((part) => part.trim());
  const ops = new Map<string, number>();
  for (const part of parts) {
    const [, name = "", weight = ""] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(part) ?? [];
    if (!known.includes(name)) {
      problems.push(
        `--ops must be operations of the profile with their shares (${
          known.map((one) => `${one}=1`).join(",")
        }): found "${part}"`,
      );
    } else if (Number(weight) > 0) ops.set(name, Number(weight));
  }
  if (ops.size === 0 && problems.length === 0) {
    problems.push(`--ops must give an operation a share: found "${ratio}"`);
  }
  return ops;
}

/** The distributions of a profile that no column has. */
function specNotes({ columns }: Profile, table: SourceTable): string[] {
  return columns.flatMap(({ name, cluster }) => {
    if (!table.columns.some((column) => column.name === name)) {
      return [`columnspec ${name}: the table has no such column`];
    }
    return cluster === undefined || table.clusteringKey.includes(name)
      ? []
      : [`cluster of ${name}: it is no clustering column`];
  });
}
