/**
 * Runs, with all permissions, the test files with tests that ask for them, and the examples of the documents. All other
 * tests need none, and `deno task test-unpermitted` has run them.
 */
import { inRepository } from "./paths.ts";
import { denoTest, findTests, isTiming, writeImporter } from "./test_files.ts";

const NEEDS = new URL("./needs.ts", import.meta.url).href;

/** A module as `deno info --json` tells of it. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
}

const files = findTests("tests").filter((file) => !isTiming(file));
const code = await denoTest(
  ...["-A", "--no-check", "--doc", "--parallel"],
  ...await findPermitted(files),
  ...["src", "mod.ts", "README.md", "docs"],
);
Deno.exit(code);

/** Those of the files that import, perhaps through others, what asks for permissions. */
async function findPermitted(files: readonly string[]): Promise<string[]> {
  const root = await Deno.makeTempFile({ suffix: ".ts" });
  await writeImporter(root, files);
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
  return files.filter((file) => found.has(new URL(`../../${file}`, import.meta.url).href));
}
