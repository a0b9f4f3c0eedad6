import { z } from "zod";
import { resultSchema } from "../../src/result/read/schema.ts";
import { inRepository } from "./paths.ts";

/** Where the JSON Schema of the result document is. */
export const SCHEMA_FILE = inRepository("docs", "result.schema.json");

/** The JSON Schema of the result document, as the text of its file. `deno task schema` writes it anew. */
export function schemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(resultSchema, {
    io: "input",
    override({ jsonSchema }) {
      // A bound that only says what a number of JavaScript can be.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (!("pattern" in Object(jsonSchema.propertyNames))) delete jsonSchema.propertyNames;
    },
  });
  const title = "The result document of cassbench, version 1";
  return `${JSON.stringify({ $schema, title, ...schema }, undefined, 2)}\n`;
}

if (import.meta.main) await Deno.writeTextFile(SCHEMA_FILE, schemaText());
