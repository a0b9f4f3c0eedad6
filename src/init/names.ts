import { HELPER_NAMES } from "./helpers.ts";

/** Names that a model's constant must not hide, as the scenario uses them or they are the language's own. */
const TAKEN: ReadonlySet<string> = new Set([
  ...["Array", "BigInt", "Boolean", "Buffer", "Date", "Deno", "Error", "Event", "Function"],
  ...["Infinity", "Iterator", "Map", "Math", "NaN", "Number", "Object", "Promise", "Record"],
  ...["Request", "Response", "Set", "String", "Symbol", "TextEncoder", "URL", "Uint8Array"],
  ...["InputContext", "context", "generate", "keys", "model", "scenario", "type"],
  ...["PARTITIONS", "ROWS", "insertedRows", "rowsOf", "somePartition", "someRow", "someRowOf"],
  ...HELPER_NAMES,
]);

/** Gives each name of a schema a name in the scenario's code, once. */
export interface CodeNames {
  /** The model of table `user_event` is `UserEvent`. */
  model(table: string): string;
  /** The user type `home_address` is `HomeAddress`. */
  userType(name: string): string;
  /** The function that makes a value of user type `home_address` is `someHomeAddress`. */
  value(userType: string): string;
  /** `user_event` and `row` are `userEventRow`. */
  function(name: string, suffix: string): string;
}

/** Makes names that are all different. Tables come first, so that their names are the plain ones. */
export function createNames(tables: readonly string[]): CodeNames {
  const taken = new Set(TAKEN);
  const given = new Map<string, string>();
  function once(id: string, wanted: string, suffix = ""): string {
    const before = given.get(id);
    if (before !== undefined) return before;
    let name = taken.has(wanted) ? wanted + suffix : wanted;
    for (let at = 2; taken.has(name); at++) name = `${wanted}${at}`;
    taken.add(name);
    given.set(id, name);
    return name;
  }
  const model = (name: string) => once(`table ${name}`, pascal(name), "Table");
  tables.forEach(model);
  return {
    model,
    userType: (name) => once(`type ${name}`, pascal(name), "Type"),
    value: (name) => once(`value ${name}`, `some${pascal(name)}`),
    function: (name, suffix) => {
      const words = pascal(name) + pascal(suffix);
      return once(`function ${name} ${suffix}`, words[0]!.toLowerCase() + words.slice(1));
    },
  };
}

/** `user_event` is `UserEvent`; what cannot begin a name in code gets a letter before it. */
function pascal(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return /^\p{L}/u.test(joined) ? joined : `T${joined}`;
}

/** A name as a key of an object, in quotes where it needs them. */
export function property(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) && name !== "__proto__" ? name : JSON.stringify(name);
}

/** How a property is read: `.name` or `["a name"]`. */
export function access(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** A whole number as code writes it: `1_000`. */
export function number(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1_000
    ? String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, "_")
    : String(value);
}
