import { access, number, property } from "../names.ts";
import { isCounterTable } from "../schema.ts";
import { entry } from "../scenario_text.ts";
import type { TableCode } from "../table_code.ts";
import { limitOf, type QueryBind, readBinds, readsBy } from "./binds.ts";
import { chooserText, countOf, type Distribution, isFixed } from "./distribution.ts";
import type { RowLayout } from "./layout.ts";
import type { Profile, ProfileQuery } from "./profile.ts";

/** The operations of a profile, as the entries of a mix. */
export interface ProfileOperations {
  readonly entries: readonly string[];
  /** The functions and constants that they use. */
  readonly declarations: readonly string[];
  readonly notes: readonly string[];
}

const PARTITION = "somePartition(context)";

/** Writes the operations of a profile, each with its share. */
export function writeOperations(
  { insert, queries }: Profile,
  ops: ReadonlyMap<string, number>,
  code: TableCode,
  layout: RowLayout,
): ProfileOperations {
  const declarations: string[] = [];
  const notes: string[] = [];
  const entries = [...ops].flatMap(([name, weight]) => {
    if (name === "insert") return insertEntry(weight, { insert, code, layout, declarations });
    const query = queries.find((one) => one.name === name)!;
    const written = queryEntry(query, weight, { code, layout });
    if (typeof written === "string") return written;
    notes.push(written.note);
    return [];
  });
  const left = queries.filter(({ name }) => !ops.has(name)).map(({ name }) =>
    `query ${name}: --ops leaves it out`
  );
  return { entries, declarations, notes: [...notes, ...left] };
}

interface InsertParts {
  readonly insert: Profile["insert"];
  readonly code: TableCode;
  readonly layout: RowLayout;
  readonly declarations: string[];
}

/** An insert writes a part of the rows of some partitions: one row by itself, several as a batch. */
function insertEntry(weight: number, { insert, code, layout, declarations }: InsertParts): string {
  const { model, table, changes, row, key } = code;
  const { partitions, select: { of, divisor }, batchType } = insert;
  const isCounter = isCounterTable(table);
  const made = isCounter ? key : row;
  const write = (target: string, one: string) =>
    isCounter
      ? `${target}.update(${model}, ${one}, ${changes})`
      : `${target}.create(${model}, ${one})`;
  const share = isFixed(of) ? of.min / divisor : undefined;
  const isOneRow = !code.hasRows || layout.rows === 1 ||
    (share !== undefined && layout.rows !== undefined && Math.round(share * layout.rows) <= 1);
  if (isOneRow && isFixed(partitions) && partitions.min === 1) {
    const input = code.hasRows
      ? block([
        `const partition = ${PARTITION};`,
        `return ${made("partition", layout.someRow("partition"))};`,
      ])
      : made(PARTITION, "");
    return entry("insert", weight, input, write("session", "input"));
  }
  const ofPartition = code.hasRows
    ? `Array.from({ length: ${rowCount(of, divisor, layout, declarations)} }, (_, row) => ${
      made("partition", "row")
    })`
    : `[${made("partition", "")}]`;
  const count = isFixed(partitions)
    ? number(partitions.min)
    : drawn("partitionsOfInsert", partitions, declarations);
  const body = count === "1"
    ? `const partition = ${PARTITION};
return ${ofPartition};`
    : `const first = ${PARTITION};
const partitions = Array.from({ length: ${count} }, (_, at) => (first + at) % PARTITIONS);
return partitions.flatMap((partition) => ${ofPartition});`;
  declarations.push(`/** The rows of one insert. */
function insertedRows(context: InputContext) {
${body}
}`);
  const options = isCounter ? "" : `, { logged: ${batchType === "logged"} }`;
  return entry(
    "insert",
    weight,
    "insertedRows(context)",
    `session.batch((batch) => input.forEach((row) => ${write("batch", "row")})${options})`,
  );
}

/** An expression of how many rows of a partition an insert writes. */
function rowCount(
  of: Distribution,
  divisor: number,
  layout: RowLayout,
  declarations: string[],
): string {
  const rows = layout.rowsOf("partition");
  if (isFixed(of)) {
    const share = of.min / divisor;
    if (share === 1) return rows;
    return `Math.max(1, Math.round(${rows} * ${share}))`;
  }
  const part = drawn("partOfInsert", of, declarations);
  return `Math.max(1, Math.round(${rows} * (${part}) / ${number(divisor)}))`;
}

function drawn(name: string, of: Distribution, declarations: string[]): string {
  declarations.push(`const ${name} = ${chooserText(of, countOf(of))};`);
  return `${number(of.min)} + ${name}(context)`;
}

/** A query as a call of the session; a note where its markers are bound to what is no column. */
function queryEntry(
  { name, cql, fields }: ProfileQuery,
  weight: number,
  { code, layout }: Pick<InsertParts, "code" | "layout">,
): string | { readonly note: string } {
  const { statement, binds } = readBinds(cql);
  const { model, table } = code;
  if ("table" in statement && statement.table.name !== table.name) {
    return { note: `query ${name}: it is of another table, ${statement.table.name}: ${cql}` };
  }
  const unbound = binds.find(({ column }) => column === undefined || !hasColumn(code, column));
  if (unbound !== undefined) {
    return { note: `query ${name}: a ? of it is no value of ${table.name}: ${cql}` };
  }
  const wholeKey = [...table.partitionKey, ...table.clusteringKey];
  if (readsBy(statement, wholeKey)) {
    const input = code.hasRows
      ? block([
        `const partition = ${PARTITION};`,
        `return ${code.key("partition", layout.someRow("partition"))};`,
      ])
      : code.key(PARTITION, "");
    return entry(property(name), weight, input, `session.find(${model}, input)`);
  }
  if (readsBy(statement, table.partitionKey)) {
    const limit = limitOf(statement);
    const options = limit === undefined ? "" : `, { limit: ${number(limit)} }`;
    return entry(
      property(name),
      weight,
      code.partition(PARTITION),
      `session.findAll(${model}, input${options})`,
    );
  }
  const values = bindValues(binds, fields === "multirow", { code, layout });
  return entry(
    property(name),
    weight,
    values,
    `session.execute(${JSON.stringify(plainQuery(cql, table.name))}, input)`,
  );
}

/** The query in one line. The keyspace is the scenario's, so that --keyspace can name another. */
function plainQuery(cql: string, table: string): string {
  const qualified = new RegExp(`\\b\\w+\\.(?="?${table}"?\\b)`, "i");
  return cql.replaceAll(/\s+/g, " ").replace(qualified, "");
}

function hasColumn({ table }: TableCode, column: string): boolean {
  return table.columns.some(({ name }) => name === column);
}

/**
 * The values of a query: with `samerow` of one row, with `multirow` each clustering column's of another row of the
 * partition. Each value of an `IN (?, ?)` on the partition key is that of another partition.
 */
function bindValues(
  binds: readonly QueryBind[],
  isMultirow: boolean,
  { code, layout }: Pick<InsertParts, "code" | "layout">,
): string {
  const { table: { partitionKey, clusteringKey } } = code;
  const isKey = (column: string) => partitionKey.includes(column) || clusteringKey.includes(column);
  const needsRow = !isCounterTable(code.table) && binds.some(({ column = "" }) => !isKey(column));
  const make = (partition: string, row: string) =>
    needsRow ? code.row(partition, row) : code.key(partition, row);
  const values = binds.map(({ column = "", at, isList }) => {
    if (isCounterTable(code.table) && !isKey(column)) return "1n";
    const isOther = (at > 0 && partitionKey.includes(column)) ||
      (isMultirow && clusteringKey.includes(column));
    const partition = at > 0 && partitionKey.includes(column)
      ? `(partition + ${at}) % PARTITIONS`
      : "partition";
    const source = isOther ? code.key(partition, layout.someRow("partition")) : "row";
    const value = `${source}${access(column)}`;
    return isList ? `[${value}]` : value;
  });
  const usesRow = values.some((value) => /^\[?row[.[]/.test(value));
  return block([
    `const partition = ${PARTITION};`,
    ...usesRow ? [`const row = ${make("partition", layout.someRow("partition"))};`] : [],
    `return [${values.join(", ")}];`,
  ]);
}

function block(lines: readonly string[]): string {
  return ["{", ...lines, "}"].join("\n");
}
