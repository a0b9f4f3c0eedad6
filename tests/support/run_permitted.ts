/**
 * Runs, with all permissions, the test files with tests that ask for them, and the examples of the documents. All other
 * tests need none, and `deno task test-unpermitted` has run them.
 */
import { inRepository } from "./paths.ts";

const NEEDS = new URL("./needs.ts", import.meta.url).href;

/** A module as `deno info --json` tells of it. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
}

const { code } = await new Deno.Command(Deno.execPath(), {
  args: [
    ...["test", "-A", "--no-check", "--doc", "--parallel"],
    ...await findPermitted(findTests("tests")),
    ...["src", "mod.ts", "README.md", "docs"],
  ],
  cwd: inRepository(),
}).spawn().status;
Deno.exit(code);

/** The test files of a folder, but for those that want the machine for themselves. */
function findTests(folder: string): string[] {
  return [...Deno.readDirSync(inRepository(folder))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return findTests(path);
    return /_test\.ts$/.test(name) && !/_timing_test\.ts$/.test(name) ? [path] : [];
  }).sort();
}

/** Those of the files that import, perhaps through others, what asks for permissions. */
async function findPermitted(files: readonly string[]): Promise<string[]> {
  const urlOf = (file: string) => new URL(`../../${file}`, import.meta.url).href;
  const root = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(root, files.map((file) => `import "${urlOf(file)}";\n`).join(""));
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--config", inRepository("deno.json"), root],
  }).output();
  await Deno.remove(root);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: Module[] };
  const importers = Map.groupBy(
    modules.flatMap(({ specifier, dependencies = [] }) =>
      dependencies.map(({ code }) => ({ specifier, imported: code?.specifier }))
    ),
    ({ imported }) => imported,
  );
  const found = new Set([NEEDS]);
  for (const module of found) {
    for (const { specifier } of importers.get(module) ?? []) found.add(specifier);
  }
  return files.filter((file) => found.has(urlOf(file)));
}
