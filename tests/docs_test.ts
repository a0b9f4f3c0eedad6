/** What the documents say: their links, paths, commands and scenarios are real. */
import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { COMMANDS } from "../src/cli/commands.ts";
import { helpFor } from "../src/cli/help.ts";
import { loadScenario } from "../src/threads/load_scenario.ts";
import { cassbench } from "./support/cassbench.ts";
import { testPermitted } from "./support/needs.ts";
import { inRepository, inTemporaryFolder } from "./support/paths.ts";

/** A file of words, by its path in the repository. */
interface Document {
  readonly path: string;
  readonly text: string;
}

const AT_THE_TOP = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

function readDocuments(): Document[] {
  const paths = [...AT_THE_TOP, "bench/README.md", ...listMarkdown("docs")];
  return paths.map((path) => ({ path, text: Deno.readTextFileSync(inRepository(path)) }));
}

function listMarkdown(folder: string): string[] {
  return [...Deno.readDirSync(inRepository(folder))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return listMarkdown(path);
    return name.endsWith(".md") ? [path] : [];
  }).sort();
}

/** The fenced blocks of a language, without their fences. */
function blocksOf({ text }: Document, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))]
    .map(([, block = ""]) => block);
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[^]*?^```$/gm, "");
}

function exists(path: string): boolean {
  try {
    Deno.statSync(inRepository(path));
    return true;
  } catch {
    return false;
  }
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const text = withoutBlocks(Deno.readTextFileSync(inRepository(path)));
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
  );
}

/** The links of a document to other files, and into them. */
function linksOf({ text }: Document): string[] {
  return [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link)
    .filter((link) => !/^https?:/.test(link));
}

testPermitted("every link of a document leads to a file, and to a heading that is there", () => {
  const broken = readDocuments().flatMap((document) =>
    linksOf(document).filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? document.path : join(dirname(document.path), file);
      return !exists(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    }).map((link) => `${document.path}: ${link}`)
  );
  assert.deepEqual(broken, []);
});

testPermitted(
  "every page of docs is linked from the README or from the index of its folder",
  () => {
    const linked = new Set(
      readDocuments().filter(({ path }) =>
        basename(path) === "README.md" || path.startsWith("CONT")
      )
        .flatMap((document) => linksOf(document).map((link) => join(dirname(document.path), link))),
    );
    assert.deepEqual(listMarkdown("docs").filter((path) => !linked.has(path)), []);
  },
);

testPermitted("every path of the repository that a document names is there", () => {
  const gone = readDocuments().flatMap(({ path, text }) =>
    [...withoutBlocks(text).matchAll(/`((?:src|tests|bench|scenarios|vendor|docs)\/[\w./-]+)`/g)]
      .map(([, named = ""]) => named)
      .filter((named) => !named.includes("NAME") && !exists(named))
      .map((named) => `${path}: ${named}`)
  );
  assert.deepEqual(gone, []);
});

testPermitted("a scenario of this repository that a document shows is shown as it is", () => {
  const blocks = readDocuments().flatMap((document) => blocksOf(document, "ts"));
  const shown = [...Deno.readDirSync(inRepository("scenarios"))].flatMap(({ name }) => {
    const text = Deno.readTextFileSync(inRepository(`scenarios/${name}`));
    const [firstLine = ""] = text.split("\n");
    const same = blocks.filter((block) => block.startsWith(firstLine));
    for (const block of same) assert.equal(block, text, name);
    return same.length > 0 ? [name] : [];
  });
  assert.deepEqual(shown.sort(), ["latency.ts", "newest.ts", "songs.ts"]);
});

testPermitted("every picture is shown in a document, and is small", () => {
  const texts = readDocuments().map(({ text }) => text).join("\n");
  const pictures = [...Deno.readDirSync(inRepository("docs", "pictures"))];
  assert.ok(pictures.length > 3);
  for (const { name } of pictures) {
    assert.ok(texts.includes(`(pictures/${name})`), name);
    const { size } = Deno.statSync(inRepository("docs", "pictures", name));
    assert.ok(size <= 60_000, `${name}: ${size} bytes`);
  }
});

testPermitted("the README fits on a few screens", () => {
  const lines = Deno.readTextFileSync(inRepository("README.md")).split("\n");
  assert.ok(lines.length <= 160, `${lines.length} lines`);
});

testPermitted("every package that is imported has its reason", () => {
  const { imports } = JSON.parse(Deno.readTextFileSync(inRepository("deno.json")));
  const text = Deno.readTextFileSync(inRepository("CONTRIBUTING.md"));
  const names = Object.values<string>(imports).map((specifier) =>
    specifier.replace(/(?<=.)@[^@/]*$/, "")
  );
  assert.ok(names.length > 5);
  assert.deepEqual(names.filter((name) => !text.includes(`\`${name}\``)), []);
});

/** A command line as a shell takes it apart, without its comment and without what starts Deno. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|(#.*)|(\S+)/g)].flatMap(
    ([, quoted, comment, word]) => comment === undefined ? [quoted ?? word ?? ""] : [],
  );
  const start = words.findIndex((word) => word === "deno");
  return words.slice(start);
}

/** Every command of cassbench that a document shows, without `deno run -A mod.ts`. */
function commandsOf(documents: readonly Document[]): string[][] {
  const lines = documents.flatMap((document) =>
    blocksOf(document, "sh").flatMap((block) => block.split("\n"))
  );
  const inline = documents.flatMap(({ text }) =>
    [...withoutBlocks(text).matchAll(/`(deno run -A mod\.ts [^`]+)`/g)].map(([, line = ""]) =>
      line.replaceAll("\n", " ")
    )
  );
  const inTables = documents.flatMap(({ text }) => tablesOfCommands(text));
  const commands = [...lines, ...inline, ...inTables].map(wordsOf)
    .filter((words) => words.slice(0, 4).join(" ") === "deno run -A mod.ts")
    .map((words) => words.slice(4));
  return [...new Map(commands.map((words) => [words.join(" "), words])).values()]
    .filter(([first = ""]) => first !== first.toUpperCase());
}

/** The last column of a table headed by "after `deno run -A mod.ts`". */
function tablesOfCommands(text: string): string[] {
  return text.split("\n\n").filter((part) => /^\|.*after `deno run -A mod\.ts`/.test(part))
    .flatMap((part) => [...part.matchAll(/`([^`]+)`\s*\|$/gm)].slice(1))
    .map(([, command = ""]) => `deno run -A mod.ts ${command}`);
}

/** What a command is asked for its help with: itself without its flags. */
function helpOf(words: readonly string[]): string[] {
  const called = COMMANDS.find(({ name }) =>
    name.split(" ").every((word, at) => words[at] === word)
  );
  if (called === undefined || called.name === "run") return ["scenarios/latency.ts"];
  const name = called.name.split(" ");
  return called.takesScenario ? [...name, "scenarios/latency.ts"] : name;
}

testPermitted(
  "every command that a document shows has real flags and a scenario that is there",
  async () => {
    const commands = commandsOf(readDocuments());
    assert.ok(commands.length > 20, `${commands.length} commands`);
    const byHelp = Map.groupBy(commands, (command) => helpOf(command).join(" "));
    for (const [words, alike] of byHelp) {
      const help = helpFor(words.split(" "));
      for (const command of alike) {
        // What init names is not there yet.
        const file = words === "init"
          ? undefined
          : command.find((word) => word.startsWith("scenarios/"));
        const { matrix = {} } = file === undefined ? {} : await loadScenario(inRepository(file));
        const flags = command.filter((word) => word.startsWith("--"));
        const unknown = flags.filter((flag) =>
          !new RegExp(`${flag}(?![\\w-])`).test(help) && !Object.hasOwn(matrix, flag.slice(2))
        );
        assert.deepEqual(unknown, [], command.join(" "));
      }
    }
  },
);

/** What makes a command of the README cheap. */
const CHEAP: Record<string, readonly string[]> = {
  "scenarios/latency.ts": ["--latency", "0,1", "--operations", "5", "--warmup", "0"],
  "scenarios/client.ts": ["--operations", "20", "--warmup", "0"],
  "scenarios/songs.ts": ["--operations", "20", "--warmup", "0", "--threshold", "errors.rate <= 0"],
  "scenarios/newest.ts": ["--operations", "20", "--warmup", "0"],
  "scenarios/page.ts": ["--operations", "2", "--repetitions", "1", "--warmup", "0"],
};

testPermitted("the README's commands run on the embedded server", async () => {
  const [readme] = readDocuments();
  assert.ok(readme);
  const shown = commandsOf([readme]).map((words) => words.join(" "));
  await inTemporaryFolder(async (cwd) => {
    for (const [file, cheap] of Object.entries(CHEAP)) {
      assert.ok(shown.includes(file), file);
      const { code, stdout, stderr } = await cassbench([inRepository(file), ...cheap], { cwd });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Target: embedded server: not a measure of Cassandra$/m);
    }
  });
});
