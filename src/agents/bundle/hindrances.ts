import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "es-module-lexer";
import { type ImportedModule, isOwn, type ModuleGraph } from "./graph.ts";

/** Something that cannot travel to another machine. */
export interface Hindrance {
  /** What it is and where, as the end of a sentence. */
  readonly problem: string;
  readonly hint: string;
}

const DATA_HINT = "data travels when it is imported, as in " +
  '`import rows from "./rows.json" with { type: "json" }`';
const IMPORT_HINT = "an import travels when its specifier is written out as a string";
const ADDON_HINT = "an agent takes JavaScript only: use a package without native code";

/** How Deno's functions are called that open a file by its path. */
const READS = /\bDeno\.(read\w+|open\w*|watchFs|dlopen)\s*\(/g;
const FILE_MODULES = /^(node:)?fs(\/promises)?$/;

/** Finds what a bundle of these modules lacks on another machine. */
export async function findHindrances(graph: ModuleGraph): Promise<readonly Hindrance[]> {
  const written = graph.modules.filter(isWrittenByUser);
  const inModules = await Promise.all(written.map(hindrancesIn));
  return [...inModules.flat(), ...await findAddons(graph)];
}

/** Modules of the user, whose lines can be changed: no packages, and none of cassbench. */
function isWrittenByUser({ specifier, local }: ImportedModule): boolean {
  return specifier.startsWith("file:") && local !== undefined && !isOwn(specifier) &&
    !specifier.includes("/node_modules/") && /\.[cm]?[jt]sx?$/.test(specifier);
}

async function hindrancesIn({ specifier, local = "" }: ImportedModule): Promise<Hindrance[]> {
  const text = await Deno.readTextFile(local);
  const file = relative(Deno.cwd(), fileURLToPath(specifier));
  const found: (Hindrance & { readonly at: number })[] = [];
  function add(what: string, at: number, hint: string): void {
    const line = text.slice(0, at).split("\n").length;
    found.push({ problem: `${what} (${file}:${line})`, hint, at });
  }

  for (const one of parse(text)[0]) {
    const at = one.importStart;
    const isOpen = one.type === "dynamic" && (one.glob || one.specifier === undefined);
    if (isOpen && !one.probablyTypeOnly) {
      add("it imports what only its run decides", at, IMPORT_HINT);
    } else if (one.type === "import-meta") {
      const [, name = "import.meta"] = /^\s*\.\s*(\w+)/.exec(text.slice(one.end)) ?? [];
      if (name !== "main") add("it looks beside its own file, by import.meta", at, DATA_HINT);
    } else if (one.type === "static" && !one.typeOnly && FILE_MODULES.test(one.specifier ?? "")) {
      add(`it reads files, by ${one.specifier}`, at, DATA_HINT);
    }
  }
  for (const { 0: call, index } of text.matchAll(READS)) {
    const name = call.slice(0, -1).trim();
    if (!isCommented(text, index)) add(`it reads files, by ${name}`, index, DATA_HINT);
  }
  return found.sort((a, b) => a.at - b.at);
}

function isCommented(text: string, at: number): boolean {
  const start = text.lastIndexOf("\n", at) + 1;
  return /^\s*(\/\/|\/\*|\*)/.test(text.slice(start, at));
}

/** The packages with native code that the user's modules need, and those that these need. */
async function findAddons({ modules, npmPackages }: ModuleGraph): Promise<Hindrance[]> {
  const needed = new Set(
    modules.filter(({ specifier }) => !isOwn(specifier))
      .flatMap(({ dependencies = [] }) => dependencies)
      .flatMap(({ npmPackage }) => npmPackage ?? []),
  );
  const found: Hindrance[] = [];
  // A set passes on what is added to it on the way.
  for (const id of needed) {
    const { name = id, dependencies = [], localPath } = npmPackages[id] ?? {};
    for (const dependency of dependencies) needed.add(dependency);
    if (localPath !== undefined && await hasNativeCode(localPath)) {
      found.push({ problem: `the package ${name} has native code`, hint: ADDON_HINT });
    }
  }
  return found;
}

/** Packages bring native code as source, or built for some platforms. */
async function hasNativeCode(folder: string): Promise<boolean> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name === "binding.gyp" || name === "prebuilds" || name.endsWith(".node")) return true;
  }
  return false;
}
