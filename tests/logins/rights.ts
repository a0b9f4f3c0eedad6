import assert from "node:assert/strict";
import type { Result } from "../../mod.ts";
import { readExisting } from "../../src/init/existing.ts";
import { run } from "../../src/run/run.ts";
import type { RunOptions } from "../../src/run/options.ts";
import items from "../fixtures/items.ts";
import { inRepository } from "../support/paths.ts";
import { KEYSPACE, target } from "./roles.ts";

const CLIENT = ["driver", "wire"] as const;

/** Runs the scenario as a role, by both clients. */
async function runAs(point: string, role: string, more: RunOptions = {}): Promise<Result> {
  const file = inRepository("tests/fixtures/items.ts");
  const options = { target: target(point, role), keyspace: KEYSPACE, client: CLIENT, file };
  return await run(items, { ...options, ...more });
}

function warningsOf({ warnings }: Result, code: string): string[] {
  return warnings.filter((one) => one.code === code)
    .map(({ message, advice }) => `${message} (${advice})`);
}

/** What each role may not do is said with the statement that lets it. */
export const RIGHTS_CHECKS: Record<string, (point: string) => Promise<void>> = {
  async "no right to create a keyspace"(point) {
    for (const workers of [1, 2]) {
      await assert.rejects(runAs(point, "guest", { keyspace: "logins_new", workers }), {
        name: "TargetError",
        message: /the server refused "CREATE KEYSPACE .*": User guest has no CREATE permission on/,
        hint: "GRANT CREATE ON ALL KEYSPACES TO guest; or have somebody else create what is " +
          "missing, and pass --no-ddl",
      });
    }
  },

  async "no right to create a table"(point) {
    const other = { ...items, models: [{ ...items.models![0]!, name: "other" }] };
    const options = { target: target(point, "member"), keyspace: KEYSPACE };
    await assert.rejects(run(other, options), {
      message: /refused "CREATE TABLE .*": User member has no CREATE permission on <all tables in/,
      hint: /^GRANT CREATE ON ALL TABLES IN KEYSPACE logins TO member; or have somebody else/,
    });
  },

  async "where all is there, nothing needs the right to create"(point) {
    for (const createSchema of [true, false]) {
      const { cases } = await runAs(point, "member", { createSchema });
      assert.deepEqual(cases.map(({ errors }) => errors.total), [0, 0]);
    }
  },

  async "who may create keyspaces may all the rest in them"(point) {
    const { cases } = await runAs(point, "creator", { keyspace: "logins_own", workers: 2 });
    assert.deepEqual(cases.map(({ errors }) => errors.total), [0, 0]);
  },

  async "MODIFY without SELECT"(point) {
    const result = await runAs(point, "writer", { workers: 2 });
    for (const { mix = [], errors, verdict } of result.cases) {
      const [write, read] = mix;
      assert.deepEqual([write?.errors.total, read?.errors.total], [0, read?.operations]);
      assert.deepEqual(errors.byClass, { unauthorized: read?.operations });
      assert.match(
        verdict.reasons.map(({ message }) => message).join(),
        /no read succeeded: .*\(GRANT SELECT ON logins\.item TO writer gives it\)/,
      );
    }
    const warnings = warningsOf(result, "errors");
    assert.equal(warnings.length, 2);
    for (const warning of warnings) {
      assert.match(
        warning,
        /User writer has no SELECT .*\(GRANT SELECT ON logins\.item TO writer; /,
      );
    }
  },

  async "no right at all"(point) {
    const { cases } = await runAs(point, "guest");
    for (const { operations, errors } of cases) {
      assert.deepEqual(errors.byClass, { unauthorized: operations });
    }
  },

  async "no SELECT on system_views: the nodes' counts are left out, and that is said"(point) {
    const result = await runAs(point, "member");
    for (const { nodes = [] } of result.cases) assert.equal(nodes[0]?.server, null);
    const [said, ...others] = warningsOf(result, "nodes");
    assert.deepEqual(others, []);
    assert.match(
      said ?? "",
      /^What the nodes counted is in no figure, .*User member has no SELECT permission on <table system_views\.\w+> .*\(GRANT SELECT ON KEYSPACE system_views TO member lets cassbench read it\)$/,
    );
  },

  async "SELECT on system_views"(point) {
    const result = await runAs(point, "watcher");
    for (const { nodes = [] } of result.cases) assert.ok((nodes[0]?.server?.writes ?? 0) > 0);
    assert.deepEqual(result.warnings, []);
  },

  async "any role can have its tables read for init"(point) {
    const { signal } = new AbortController();
    const where = { target: target(point, "guest"), nodes: undefined, port: undefined };
    const { schema } = await readExisting({ ...where, signal, onWait: () => {} }, {
      keyspace: KEYSPACE,
    });
    assert.deepEqual(schema.tables.map(({ name }) => name), ["item"]);
  },
};
