/** A scenario travels as one module; what of it cannot travel is named with its place. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleScenario, unpack } from "../../src/agents/bundle/bundle.ts";
import { ScenarioError } from "../../src/errors.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const MOD = pathToFileURL(inRepository("mod.ts")).href;
const USER = `import { context, model, scenario } from "${MOD}";
const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);`;

/** Writes files into a folder, and bundles the first. */
async function bundleFiles(folder: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await Deno.mkdir(join(folder, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(folder, name), text);
  }
  return await bundleScenario(join(folder, Object.keys(files)[0] as string));
}

testPermitted(
  "a bundle holds the modules, the JSON and the packages that a scenario imports",
  async () => {
    const bundle = await inTemporaryFolder((folder) =>
      bundleFiles(folder, {
        "s.ts": `${USER}
        import { stringify } from "npm:yaml@2.9.1";
        import names from "./data/names.json" with { type: "json" };
        import { trim } from "./helpers/trim.ts";
        const text: string = ${"`"}
import { model } from "${MOD}";
${"`"};
        export const parts = { context, model, text, name: trim(names[1]), yaml: stringify({ a: 1 }) };
        export default scenario({ name: "travels", models: [User],
          input: ({ faker }) => ({ user_id: faker.string.uuid(), name: trim(names[0]) }),
          operation: async (session, user) => (await import("./later.ts")).create(session, User, user) });`,
        "later.ts": `export const create = (session, User, user) => session.create(User, user);`,
        "helpers/trim.ts": `export const trim = (text: string): string => text.trim();`,
        "data/names.json": `["  Ann ", "Bob  "]`,
      })
    );
    // The folder is gone by now, and with it all that was not in the bundle.
    using unpacked = await unpack(bundle);
    const { parts } = await import(unpacked.url);
    assert.equal(parts.model, model, "cassbench is that of the process that loads the bundle");
    assert.deepEqual([parts.name, parts.yaml], ["Bob", "a: 1\n"]);
    assert.equal(parts.text, `\nimport { model } from "${MOD}";\n`, "a text is no import");
    const scenario = await loadScenario(unpacked.url);
    assert.equal(scenario.name, "travels");
    const made = (scenario.input as (parts: unknown) => unknown)({
      faker: { string: { uuid: () => "id" } },
    });
    assert.deepEqual(made, { user_id: "id", name: "Ann" });
  },
);

testPermitted(
  "a bundle is the same each time, and says no path of the machine for cassbench",
  async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => bundleScenario(inRepository("scenarios/latency.ts"))),
    );
    assert.deepEqual(one, two);
    assert.match(one?.hash ?? "", /^[0-9a-f]{64}$/);
    assert.ok(!one?.code.includes(inRepository("")), one?.code);
  },
);

testPermitted("a bundle whose code is not that of its hash does not load", async () => {
  const bundle = await bundleScenario(inRepository("scenarios/latency.ts"));
  await assert.rejects(
    unpack({ ...bundle, code: `${bundle.code} ` }),
    /Cannot load ".*latency.ts" as its bundle is not what its hash says/,
  );
});

const DEFAULT = `export default scenario({ name: "x", operation: async () => {} });`;

/** Lines of a scenario, each with what is said of it. */
const HINDRANCES: readonly (readonly [line: string, says: string])[] = [
  [`await import(String("x"));`, "it imports what only its run decides"],
  ["await import(`./x${1}.ts`);", "it imports what only its run decides"],
  [`new URL("./rows.csv", import.meta.url);`, "it looks beside its own file, by import.meta"],
  ["`${import.meta.dirname}/rows.csv`;", "it looks beside its own file, by import.meta"],
  [`await Deno.readTextFile("rows.csv");`, "it reads files, by Deno.readTextFile"],
  [`Deno.openSync ("rows.csv");`, "it reads files, by Deno.openSync"],
  [`import { readFileSync } from "node:fs"; readFileSync;`, "it reads files, by node:fs"],
  [`import fs from "fs/promises"; fs;`, "it reads files, by fs/promises"],
];

testPermitted("all that cannot travel is named at once, each with its file and line", async () => {
  await inTemporaryFolder(async (folder) => {
    const lines = HINDRANCES.map(([line]) => line);
    const text = [USER, ...lines, DEFAULT].join("\n");
    const first = USER.split("\n").length + 1;
    const error = await bundleFiles(folder, { "s.ts": text }).catch((error) => error);
    assert.ok(error instanceof ScenarioError, error);
    assert.match(error.message, /^Cannot send ".*s\.ts" to agents as [^\n]+$/);
    for (const [at, [line, says]] of HINDRANCES.entries()) {
      const place = new RegExp(`${says} \\([^ ]*s\\.ts:${first + at}\\)`);
      assert.match(error.message, place, line);
    }
    assert.match(error.hint ?? "", /written out as a string/);
  });
});

testPermitted("what only looks as if it could not travel does", async () => {
  await inTemporaryFolder(async (folder) => {
    const lines = [
      `// Deno.readTextFile("rows.csv")`,
      `/** import(name) */`,
      `if (import.meta.main) throw new Error("an agent runs it as no program");`,
      `import type { Stats } from "node:fs";`,
      `export type Faker = typeof import("npm:@faker-js/faker@10.6.0");`,
    ];
    const bundle = await bundleFiles(folder, { "s.ts": [USER, ...lines, DEFAULT].join("\n") });
    using unpacked = await unpack(bundle);
    assert.equal((await loadScenario(unpacked.url)).name, "x");
  });
});

const BROKEN: Record<string, { readonly line: string; readonly says: RegExp }> = {
  "that is not there": {
    line: `import "./nowhere.ts";`,
    says: /Module not found ".*nowhere\.ts" at .*s\.ts:3:8/,
  },
  "that does not parse": { line: `const = 1;`, says: /SyntaxError: .* at .*s\.ts:3:/ },
};

for (const [what, { line, says }] of Object.entries(BROKEN)) {
  testPermitted(`a module ${what} is named in one line, with its place`, async () => {
    await inTemporaryFolder(async (folder) => {
      const text = [USER, line, DEFAULT].join("\n");
      const error = await bundleFiles(folder, { "s.ts": text }).catch((error) => error);
      assert.ok(error instanceof ScenarioError, error);
      assert.match(error.message, says);
      assert.ok(!error.message.includes("\n") && error.hint !== undefined, error.message);
    });
  });
}

testPermitted(
  "a package with native code is named, also when another package needs it",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const { findHindrances } = await import("../../src/agents/bundle/hindrances.ts");
      await Deno.writeTextFile(join(folder, "binding.gyp"), "{}");
      const module = {
        specifier: "file:///s.ts",
        dependencies: [{ specifier: "npm:outer", npmPackage: "outer@1.0.0" }],
      };
      const npmPackages = {
        "outer@1.0.0": { name: "outer", dependencies: ["inner@2.0.0"] },
        "inner@2.0.0": { name: "inner", dependencies: ["outer@1.0.0"], localPath: folder },
        "other@2.0.0": { name: "other", dependencies: [], localPath: folder },
      };
      const found = await findHindrances({ modules: [module], npmPackages });
      assert.deepEqual(found.map(({ problem }) => problem), ["the package inner has native code"]);
    });
  },
);
