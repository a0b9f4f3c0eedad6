import { inRepository } from "./paths.ts";

/** The test files of a folder, as paths from the repository. */
export function findTests(folder: string): string[] {
  return [...Deno.readDirSync(inRepository(folder))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return findTests(path);
    return name.endsWith("_test.ts") ? [path] : [];
  }).sort();
}

/** Whether the tests of a file assert how long something takes, and so want the machine for themselves. */
export function isTiming(file: string): boolean {
  return file.endsWith("_timing_test.ts");
}

/**
 * Whether the tests of a file need a module of their own: with snapshots, which lie beside the module that is run, or with
 * a Cassandra, which starts with the first test of its module.
 */
export function isAlone(file: string): boolean {
  const text = Deno.readTextFileSync(inRepository(file));
  return /\/snapshot\.ts"|\/cassandra\.ts"|beforeAll\(/.test(text);
}

/** Writes a module that imports test files. */
export async function writeImporter(path: string, files: readonly string[]): Promise<void> {
  const urlOf = (file: string) => new URL(`../../${file}`, import.meta.url).href;
  await Deno.writeTextFile(path, files.map((file) => `import "${urlOf(file)}";\n`).join(""));
}

/** Runs `deno test` in the repository, and gives its exit code. */
export async function denoTest(...args: string[]): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", ...args],
    cwd: inRepository(),
  });
  return (await command.spawn().status).code;
}
