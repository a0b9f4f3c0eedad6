import { helpersFor, importFor } from "./helpers.ts";
import { modelText, typeText } from "./model_text.ts";
import { type CodeNames, createNames, number } from "./names.ts";
import { isCounterTable, type SourceSchema } from "./schema.ts";
import { createTableCode, type TableCode, userTypeCode } from "./table_code.ts";
import type { UserTypeValues } from "./values.ts";

/** How many partitions of each table are written before the first case, and how many rows each has. */
const PARTITIONS = 1_000;
const ROWS = 10;

/** How often an operation runs, beside the others of its table. */
const WEIGHTS = { read: 6, list: 3, create: 1, count: 1 } as const;

/** What a scenario's file says beside its schema. */
export interface AboutScenario {
  /** The scenario's name. */
  readonly name: string;
  /** The first line: the question that the scenario answers. */
  readonly question: string;
  /** What could not be carried over. */
  readonly notes: readonly string[];
}

/** Puts a scenario's file together: its comment, imports, the functions that its code calls, and the code. */
export function fileText(
  { question, notes }: Omit<AboutScenario, "name">,
  code: readonly string[],
): string {
  const all = code.join("\n\n");
  const comment = notes.length === 0
    ? []
    : [["// Not carried over, or changed:", ...notes.flatMap(noteLines)].join("\n")];
  return [
    `/** ${question} */\n${importFor([...helpersFor(all), all].join("\n"))}`,
    ...comment,
    ...helpersFor(all),
    all,
  ].join("\n\n") + "\n";
}

function noteLines(note: string): string[] {
  return note.split("\n").map((line, at) => `//${at === 0 ? " -" : "  "} ${line.trimEnd()}`);
}

/** The models of a schema, user types first. */
export function modelsText({ types, tables }: SourceSchema, names: CodeNames): string[] {
  return [
    ...types.map((type) => typeText(type, names)),
    ...tables.map((table) => modelText(table, names)),
  ];
}

/** How the user types of a schema are made in its scenario. */
export function userTypesOf({ types }: SourceSchema, names: CodeNames): UserTypeValues {
  return {
    fieldsOf: (userType) => types.find(({ name }) => name === userType)?.fields ?? [],
    functionOf: names.value,
  };
}

/** Writes a scenario that reads and writes the tables of a schema by their keys. */
export function scenarioFor(schema: SourceSchema, keyspace: string, parts: AboutScenario): string {
  const names = createNames(schema.tables.map(({ name }) => name));
  const userTypes = userTypesOf(schema, names);
  const tables = schema.tables.map((table) => createTableCode(table, { names, userTypes }));
  const hasRows = tables.some((table) => table.hasRows);
  return fileText(parts, [
    `/** How many partitions of each table are written before the first case: reads choose among them. */
const PARTITIONS = ${number(PARTITIONS)};
const somePartition = keys.uniform({ count: PARTITIONS });`,
    ...hasRows
      ? [`/** How many rows a partition has. */
const ROWS = ${ROWS};
const someRow = keys.uniform({ count: ROWS });`]
      : [],
    ...modelsText(schema, names),
    ...schema.types.map((type) => userTypeCode(type, userTypes)),
    ...tables.map(({ text }) => text),
    `export default scenario({
name: ${JSON.stringify(parts.name)},
// A keyspace of its own, so that no row of yours is touched.
keyspace: ${JSON.stringify(keyspace)},
models: [${tables.map(({ model }) => model).join(", ")}],
operations: 1_000,
// Once, before the first case.
populate: {
${populateText(tables)}
},
// Each operation runs in proportion to its weight.
mix: {
${tables.flatMap((table) => entriesOf(table, tables.length > 1)).join("\n")}
},
});`,
  ]);
}

/** The most rows that the phase before the first case writes at once. */
const ROWS_IN_FLIGHT = 1_000;

/** How many rows a partition has: an expression, and the most. */
interface RowCount {
  rowsOf(partition: string): string;
  readonly rowsMost: number;
}

/** The phase before the first case: each of its operations writes a partition of every table. */
export function populateText(
  tables: readonly TableCode[],
  { rowsOf, rowsMost }: RowCount = { rowsOf: () => "ROWS", rowsMost: ROWS },
): string {
  const written = tables.reduce((sum, { hasRows }) => sum + (hasRows ? rowsMost : 1), 0);
  const poolSize = Math.max(1, Math.floor(ROWS_IN_FLIGHT / written));
  const rows = tables.map(({ model, hasRows, table, key, row }) => {
    const made = isCounterTable(table) ? key : row;
    const one = made("context.index", "row");
    return `${fieldOf(model)}: ${
      hasRows ? `Array.from({ length: ${rowsOf("context.index")} }, (_, row) => ${one})` : one
    },`;
  });
  const writes = tables.map(({ model, hasRows, table, changes }) => {
    const given = `rows.${fieldOf(model)}`;
    const write = (row: string) =>
      isCounterTable(table)
        ? `session.update(${model}, ${row}, ${changes})`
        : `session.create(${model}, ${row})`;
    return hasRows ? `...${given}.map((row) => ${write("row")}),` : `${write(given)},`;
  });
  return `operations: PARTITIONS,${poolSize < 100 ? `\npoolSize: ${poolSize},` : ""}
input: (context: InputContext) => ({
${rows.join("\n")}
}),
operation: (session, rows) => Promise.all([
${writes.join("\n")}
]),`;
}

/** The operations of a mix on one table. */
function entriesOf(
  { model, table, hasRows, partition, key, row, changes }: TableCode,
  isNamed: boolean,
): string[] {
  const name = (verb: string) => isNamed ? verb + model : verb;
  const some = key("somePartition(context)", "someRow(context)");
  const read = entry(name("read"), WEIGHTS.read, some, `session.find(${model}, input)`);
  const list = hasRows
    ? [entry(
      name("list"),
      WEIGHTS.list,
      partition("somePartition(context)"),
      `session.findAll(${model}, input, { limit: 100 })`,
    )]
    : [];
  const write = isCounterTable(table)
    ? entry(name("count"), WEIGHTS.count, some, `session.update(${model}, input, ${changes})`)
    : entry(
      name("create"),
      WEIGHTS.create,
      hasRows
        ? row("PARTITIONS + Math.floor(context.index / ROWS)", "context.index % ROWS")
        : row("PARTITIONS + context.index", ""),
      `session.create(${model}, input)`,
    );
  return [read, ...list, write];
}

/** An operation of a mix with an input of its own. */
export function entry(name: string, weight: number, input: string, operation: string): string {
  return `${name}: {
weight: ${weight},
input: (context: InputContext) => ${input},
operation: (session, input) => ${operation},
},`;
}

function fieldOf(model: string): string {
  return model[0]!.toLowerCase() + model.slice(1);
}
