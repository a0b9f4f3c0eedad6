/**
 * Writes THIRD_PARTY.md: the packages that cassbench runs with, and their licenses.
 * `deno task licenses` calls it; a test fails where the file is not what it would write.
 */
import { join } from "node:path";
import { inRepository } from "./paths.ts";

/** Licenses under which anyone may use and pass on the code. */
const PERMISSIVE = [
  "MIT",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "0BSD",
  "Zlib",
  "Unlicense",
];

/** Whether a license of package.json is permissive: one, or several that all hold, as in "(MIT AND Zlib)". */
export function isPermissive(license: string): boolean {
  return license.replaceAll(/[()]/g, "").split(" AND ").every((one) => PERMISSIVE.includes(one));
}

/** A package of npm. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** As its package.json names it. */
  readonly license: string;
  /** The packages that need it; cassbench itself where none does. */
  readonly usedBy: readonly string[];
}

interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** As name@version. */
  readonly dependencies: readonly string[];
  readonly localPath: string;
}

const HEAD = `# Packages of others

What cassbench runs with beside Deno. Deno fetches them from npm; none is part of this repository,
but for uPlot, whose code is bundled, with its license, in \`src/report/html/browser_code.ts\`.
\`deno task licenses\` writes this file. The two stand-ins in \`vendor\` are cassbench's own code; where
JSR can be reached, \`@std/async\` and \`@std/cli\` (MIT) take their place.
\`--cassandra\` downloads Apache Cassandra and the jars that it needs from Maven Central (Apache-2.0 and
others), or its container image, to run them; they are not passed on.

`;

/** What runs: the program, and what it puts into pages. */
const ROOTS = ["mod.ts", "src/report/html/browser/main.ts"];

/** The packages that the roots import, and those that they need, by their names. */
export async function thirdParties(): Promise<ThirdParty[]> {
  const infos = await Promise.all(ROOTS.map(readInfo));
  const npmPackages = Object.assign({}, ...infos.map(({ npmPackages }) => npmPackages)) as Record<
    string,
    NpmPackage
  >;
  const used = new Set(
    infos.flatMap(({ modules }) => modules.flatMap(({ npmPackage }) => npmPackage ?? [])),
  );
  for (const id of used) for (const needed of npmPackages[id]!.dependencies) used.add(needed);
  const all = [...used].map((id) => {
    const { name, version, localPath } = npmPackages[id]!;
    const { license } = JSON.parse(Deno.readTextFileSync(join(localPath, "package.json")));
    const users = [...used].map((one) => npmPackages[one]!)
      .filter((one) => one.dependencies.includes(id));
    return { name, version, license: String(license), usedBy: users.map(({ name }) => name) };
  });
  return all.sort((a, b) => a.name < b.name ? -1 : 1);
}

interface Info {
  /** Those of the tests are among them. */
  readonly npmPackages: Readonly<Record<string, NpmPackage>>;
  readonly modules: readonly { readonly npmPackage?: string }[];
}

async function readInfo(root: string): Promise<Info> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", root],
    cwd: inRepository(),
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The text of THIRD_PARTY.md, as `deno fmt` has it. */
export async function thirdPartyText(packages: readonly ThirdParty[]): Promise<string> {
  const rows = packages.map(({ name, version, license, usedBy }) =>
    `| ${name} | ${version} | ${license} | ${usedBy.join(", ") || "cassbench"} |`
  );
  const table = ["| package | version | license | used by |", "| - | - | - | - |", ...rows];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: inRepository(),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${HEAD}${table.join("\n")}\n`));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

if (import.meta.main) {
  const text = await thirdPartyText(await thirdParties());
  await Deno.writeTextFile(inRepository("THIRD_PARTY.md"), text);
}
