import type { Warning } from "../../result/document.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { namedOptions } from "../../scenario/schema/table_options.ts";

/** The options of a table, as `system_schema.tables` has them. */
export type ExistingOptions = Readonly<Record<string, unknown>>;

/**
 * The options that a table has otherwise than its model says, as a warning: the table is not altered. An option that the
 * server does not tell is left out.
 */
export function compareOptions({ name, options }: Model, existing: ExistingOptions): Warning[] {
  const differences = namedOptions(options).flatMap(([cql, wanted]) => {
    const found = existing[cql];
    if (found === undefined || found === null) return [];
    if (typeof wanted !== "object") return differ(cql, String(found), String(wanted));
    return Object.entries(wanted).flatMap(([key, value]) => {
      const there = found instanceof Map ? found.get(key) : undefined;
      return differ(
        `${cql}.${key}`,
        there === undefined ? "not set" : String(there),
        String(value),
      );
    });
  });
  return differences.length === 0 ? [] : [{
    code: "tableOptions",
    message: `Table "${name}" was there and is as it was: its ${differences.join(", ")}`,
    advice: "cassbench alters nothing that exists: use ALTER TABLE, or pass another --keyspace",
  }];
}

function differ(option: string, found: string, wanted: string): string[] {
  return canonical(option, found) === canonical(option, wanted)
    ? []
    : [`${option} is ${found}, not ${wanted}`];
}

/** One text for all that mean the same: `99PERCENTILE` and `99p`, a class with its package and without. */
function canonical(option: string, text: string): string {
  if (option.endsWith(".class")) return text.split(".").at(-1) ?? text;
  if (option === "comment") return text;
  const plain = text.toLowerCase().replaceAll(" ", "").replaceAll("percentile", "p");
  const isPolicy = option === "speculative_retry" || option === "additional_write_policy";
  if (isPolicy) return plain.replace(/^none$/, "never").replaceAll(/(\d+)\.0+(?=p|ms)/g, "$1");
  return plain !== "" && Number.isFinite(Number(plain)) ? String(Number(plain)) : plain;
}
