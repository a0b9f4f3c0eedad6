import assert from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
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

let compiled: ValidateFunction | undefined;

/** Asserts that a text is a result document by the JSON Schema, or a list of them, and has no field that this does not know. */
export function assertDocument(text: string, name: string): void {
  const validate = compiled ??= new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(Deno.readTextFileSync(SCHEMA_FILE), closed),
  );
  for (const document of [JSON.parse(text)].flat()) {
    if (validate(document)) continue;
    const problems = validate.errors?.slice(0, 10).map(({ instancePath, message, params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`
    );
    assert.fail(`${name} is no document by docs/result.schema.json: ${problems?.join("; ")}`);
  }
}

/** A reviver of the schema: readers must expect fields that later versions add, but no test writes one. */
function closed(_: string, value: unknown): unknown {
  const isClosed = typeof value === "object" && value !== null && "type" in value &&
    "properties" in value && !("additionalProperties" in value);
  return isClosed ? { ...value, additionalProperties: false } : value;
}

if (import.meta.main) await Deno.writeTextFile(SCHEMA_FILE, schemaText());
