import type { Marker, Statement } from "./ast.ts";
import { definition } from "./define.ts";
import { batch, modification } from "./modify.ts";
import { select } from "./select.ts";
import { tableName } from "./terms.ts";
import { Tokens } from "./tokens.ts";
import { unsupported } from "../errors.ts";

/** A statement, and the names of its markers: undefined for `?`. */
export interface Parsed {
  statement: Statement;
  markers: (string | undefined)[];
}

/**
 * Reads one CQL statement. Each function of this folder reads one construct and calls the next: CQL never needs
 * more than two words of foresight.
 *
 * @throws {CqlError} A syntax error that says where, or which construct is unsupported.
 */
export function parse(text: string): Parsed {
  const tokens = new Tokens(text);
  const parsed = readStatement(tokens);
  while (tokens.accept(";"));
  if (tokens.peek().kind !== "end") tokens.fail("EOF");
  return { statement: parsed, markers: numberMarkers(parsed) };
}

function readStatement(t: Tokens): Statement {
  switch (t.peek().word) {
    case "SELECT":
      return select(t);
    case "INSERT":
    case "UPDATE":
    case "DELETE":
      return modification(t);
    case "BEGIN":
      return batch(t);
    case "CREATE":
    case "ALTER":
    case "DROP":
      return definition(t);
    case "USE":
      t.take();
      return { kind: "use", keyspace: t.name() };
    case "TRUNCATE":
      t.take();
      t.accept("TABLE");
      return { kind: "truncate", table: tableName(t) };
    case "GRANT":
    case "REVOKE":
    case "LIST":
    case "DESCRIBE":
    case "DESC":
      throw unsupported(t.take().word);
    default:
      return t.fail();
  }
}

/** Turns each marker's place in the text into its place among the markers. */
function numberMarkers(statement: Statement): Parsed["markers"] {
  const markers: Marker[] = [];
  collect(statement, markers);
  markers.sort((a, b) => a.index - b.index).forEach((marker, index) => marker.index = index);
  return markers.map((marker) => marker.name);
}

function collect(node: unknown, markers: Marker[]): void {
  if (typeof node !== "object" || node === null) return;
  if ((node as Marker).kind === "marker") markers.push(node as Marker);
  else for (const child of Object.values(node)) collect(child, markers);
}
