import assert from "node:assert/strict";
import { join } from "node:path";
import { ScenarioError } from "../../src/errors.ts";
import { plan } from "../../src/run/plan.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
import { testPermitted } from "../support/needs.ts";

const NO_MODULE = /^pass a scenario file, .* as in scenarios\/latency\.ts$/;
const NO_EXPORT = /^a scenario file ends in `export default scenario/;

/** A test with a scenario file of this text. */
function testFile(
  name: string,
  text: string,
  test: (file: string) => Promise<void>,
  fileName = "scenario.ts",
): void {
  testPermitted(name, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      const file = join(folder, fileName);
      Deno.writeTextFileSync(file, text);
      await test(file);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

/** Asserts that a file is refused for this reason, with a hint that fits it, or with none. */
async function assertRefused(file: string, reason: RegExp, hint?: RegExp): Promise<void> {
  await assert.rejects(loadScenario(file), (error) => {
    assert.ok(error instanceof ScenarioError, String(error));
    assert.ok(error.message.startsWith(`Cannot load "${file}" as it `), error.message);
    assert.match(error.message, reason);
    if (hint === undefined) assert.equal(error.hint, undefined);
    else assert.match(error.hint ?? "", hint);
    return true;
  });
}

testFile(
  "loadScenario() gives the default export, whatever characters the file's name has",
  `export default { name: "loaded" };`,
  async (file) => assert.deepEqual(await loadScenario(file), { name: "loaded" }),
  "a b#c%20d?é.ts",
);

testPermitted("loadScenario() loads the scenarios that cassbench comes with", async () => {
  const folder = new URL("../../scenarios/", import.meta.url);
  for (const { name } of Deno.readDirSync(folder)) {
    if (!name.endsWith(".ts")) continue;
    const scenario = await loadScenario(new URL(name, folder).pathname);
    assert.ok(plan(scenario).cases.length > 0, name);
  }
});

testPermitted("loadScenario() says that a file is missing, or is a folder", async () => {
  const hint = /^name a scenario file; .*--help. shows the commands$/;
  await assertRefused(
    "no/such/scenario.ts",
    /it cannot be opened: No such file or directory/,
    hint,
  );
  await assertRefused("tests", /it is no file$/, NO_MODULE);
});

testFile(
  "loadScenario() says where a file does not parse",
  `export default {\n  name: "broken",,\n};\n`,
  (file) => assertRefused(file, /it does not parse: .*scenario\.ts:2:18/s),
);

testFile(
  "loadScenario() says why and where a file throws",
  `const rows = undefined;\n\nexport default { name: rows.name };\n`,
  (file) =>
    assertRefused(
      file,
      /it threw at import: Cannot read properties of undefined \(reading 'name'\) \(line 3, column 29\)$/,
    ),
);

testFile(
  "loadScenario() says what a file throws that is no error",
  `throw { code: 5 };\n`,
  (file) => assertRefused(file, /it threw at import: \{ code: 5 \}$/),
);

testFile(
  "loadScenario() names an import that there is not",
  `import { x } from "./missing.ts";\nexport default x;\n`,
  (file) => assertRefused(file, /missing\.ts/),
);

testFile(
  "loadScenario() names the exports that a file has instead of a default",
  `export const latency = {};\nexport const page = {};\n`,
  (file) => assertRefused(file, /it must have a default export: found latency, page$/, NO_EXPORT),
);

testFile(
  "loadScenario() says that a file exports nothing",
  `console;\n`,
  (file) =>
    assertRefused(file, /it must have a default export: found no exports at all$/, NO_EXPORT),
);

for (
  const [fileName, text] of [
    ["README.md", "# A scenario\n"],
    ["result.json", `{ "name": "x" }\n`],
    ["notes.txt", "These are notes.\n"],
    ["LICENSE", "MIT License\n"],
    ["program", "\x7fELF\x02\x01\x01\0\0"],
  ] as const
) {
  testFile(
    `loadScenario() says in one line that ${fileName} is no module, and what to pass`,
    text,
    (file) => assertRefused(file, /(threw at import|does not parse): [^\n]+$/, NO_MODULE),
    fileName,
  );
}
