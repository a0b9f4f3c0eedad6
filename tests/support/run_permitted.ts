/**
 * Runs, with all permissions, the test files with tests that ask for them, and the examples of the documents. All other
 * tests need none, and `deno task test-unpermitted` has run them. Loading a file takes a second, so that one module imports
 * those of a folder that can be together.
 */
import { join } from "node:path";
import { inRepository, inTemporaryFolder } from "./paths.ts";
import { denoTest, findTests, isAlone, isTiming, writeImporter } from "./test_files.ts";

/** So many files of a folder are in one module: a larger one could be the last to end. */
const MOST = 12;

const NEEDS = new URL("./needs.ts", import.meta.url).href;

/** A module as `deno info --json` tells of it. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
}

const files = await findPermitted(findTests("tests").filter((file) => !isTiming(file)));
const code = await inTemporaryFolder(async (folder) =>
  await denoTest(
    ...["-A", "--no-check", "--doc", "--parallel", "--config", inRepository("deno.json")],
    ...await writeModules(folder, files),
    ...["src", "mod.ts", "README.md", "docs"],
  )
);
Deno.exit(code);

/** Writes the modules that import files together; gives these and the other files, in turns, so that few Cassandras run at once. */
async function writeModules(folder: string, files: readonly string[]): Promise<string[]> {
  const alone = files.filter(isAlone);
  const folders = Map.groupBy(
    files.filter((file) => !alone.includes(file)),
    (file) => file.split("/").slice(1, -1)[0] ?? "",
  );
  const modules: string[] = [];
  for (const [name, own] of folders) {
    // Those at the top have nothing in common.
    if (name === "") modules.push(...own);
    for (let at = 0; name !== "" && at < own.length; at += MOST) {
      const module = join(folder, `${name}_${at / MOST + 1}_test.ts`);
      await writeImporter(module, own.slice(at, at + MOST));
      modules.push(module);
    }
  }
  return modules.flatMap((module, at) => [...alone.slice(at, at + 1), module])
    .concat(alone.slice(modules.length));
}

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
