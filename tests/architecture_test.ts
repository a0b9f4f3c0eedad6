/** The arrows of ARCHITECTURE.md, asserted on what `deno info` finds and, where that sees nothing, on the text. */
import assert from "node:assert/strict";
import { testPermitted } from "./support/needs.ts";

const ROOT = new URL("../", import.meta.url);
const MAX_LINES = 250;

/** Room → the rooms that it may import; "types" for those it may name but not run. */
const ALLOWED: Record<string, Record<string, "code" | "types">> = {
  errors: {},
  runtime: { errors: "code" },
  scenario: { errors: "code" },
  result: { scenario: "code", errors: "code" },
  measure: { result: "types", scenario: "code" },
  protocol: { scenario: "code", errors: "code" },
  engine: {
    ...{ measure: "code", runtime: "code", scenario: "code", errors: "code" },
    result: "types",
  },
  embedded: { protocol: "code", runtime: "code", scenario: "code", errors: "code" },
  network: {
    ...{ measure: "code", runtime: "code", scenario: "types", errors: "code" },
    result: "types",
  },
  cluster: {
    ...{ network: "code", embedded: "code", protocol: "code", measure: "code", runtime: "code" },
    ...{ scenario: "code", errors: "code" },
    result: "types",
  },
  threads: {
    ...{ engine: "code", measure: "code", cluster: "code", runtime: "code" },
    ...{ scenario: "code", errors: "code", result: "code" },
  },
  run: {
    ...{ threads: "code", engine: "code", cluster: "code", embedded: "code", runtime: "code" },
    ...{ agents: "code", result: "code", scenario: "code", errors: "code" },
  },
  agents: {
    ...{ threads: "code", cluster: "code", runtime: "code" },
    ...{ result: "code", scenario: "code", errors: "code" },
  },
  init: {
    ...{ cluster: "code", embedded: "code", scenario: "code", errors: "code" },
    ...{ result: "code", runtime: "code" },
  },
  merge: { measure: "code", result: "code", errors: "code" },
  compare: { result: "code", errors: "code" },
  history: { result: "code", errors: "code" },
  report: { compare: "code", history: "code", result: "code" },
  telemetry: { run: "types", result: "types", measure: "code", runtime: "code", errors: "code" },
  cli: {
    ...{ run: "code", report: "code", telemetry: "code", threads: "code", cluster: "code" },
    ...{ runtime: "code", result: "code", scenario: "code", errors: "code", init: "code" },
    ...{ compare: "code", history: "code", merge: "code", agents: "code" },
  },
  mod: {
    ...{ run: "code", scenario: "code", report: "code", cli: "code", errors: "code" },
    ...{ result: "code", compare: "code", merge: "code", cluster: "types" },
    agents: "types",
  },
};

/** What the command line runs of the cluster room: `cassandra start` and its like, and the checks of files for TLS. */
const OF_CLUSTER = ["src/cluster/managed/cluster.ts", "src/cluster/tls/check.ts"];

/** The one file of the scenario room that the protocol and the embedded server use, and one that the latter does. */
const CQL_TYPE = "src/scenario/schema/cql_type.ts";
const FAULTS = "src/scenario/faults.ts";

/** What runs in the browser: it is bundled into modules, and nothing imports it. */
const BROWSER = ["src/report/html/browser/main.ts", "src/cli/dashboard/browser/main.ts"];

/** One file of ours imports another file, or a package. */
interface Arrow {
  readonly from: string;
  /** A path, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
}

interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

/** Every arrow from a file of `mod.ts` and `src`, as Deno resolves it, and those from who starts a worker to it. */
async function readArrows(): Promise<Arrow[]> {
  const workers = findWorkers();
  const roots = ["mod.ts", ...BROWSER, ...workers.map(({ to }) => to)];
  const graphs = await Promise.all(roots.map(readGraph));
  const arrows = new Map([...workers, ...graphs.flat()].map((arrow) => [
    JSON.stringify(arrow),
    arrow,
  ]));
  return [...arrows.values()];
}

async function readGraph(root: string): Promise<Arrow[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", root],
    cwd: ROOT,
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as Info;
  assert.deepEqual(modules.filter(({ error }) => error !== undefined), []);
  return modules.filter(({ specifier }) => /^(mod\.ts|src\/)/.test(local(specifier)))
    .flatMap(({ specifier, dependencies = [] }) =>
      dependencies.map(({ specifier: written, code, type }) => {
        const resolved = local((code ?? type)?.specifier ?? written);
        return {
          from: local(specifier),
          to: /^(src\/|mod\.ts$|deno\.json$)/.test(resolved) ? resolved : written,
          isType: code === undefined,
        };
      })
    );
}

/** A worker is named by its address, which is no import. */
function findWorkers(): Arrow[] {
  return [...readSources()].flatMap(([from, text]) =>
    [...text.matchAll(/new URL\("(\.{1,2}\/[\w/.]+\.ts)", import\.meta\.url\)/g)].map(([, to]) => ({
      from,
      to: local(new URL(to ?? "", new URL(from, ROOT)).href),
      isType: false,
    }))
  );
}

function local(specifier: string): string {
  return specifier.startsWith(ROOT.href) ? specifier.slice(ROOT.href.length) : specifier;
}

/** `src/engine/load.ts` is in the room `engine`, `src/errors.ts` is the room `errors`; a package is in none. */
function roomOf(path: string): string | undefined {
  return /^(?:src\/)?(\w+)(?:\.ts$|\/.*\.ts$)/.exec(path)?.[1];
}

function isAllowed({ from, to, isType }: Arrow): boolean {
  const [room = "", other] = [roomOf(from), roomOf(to)];
  if (other === undefined || other === room) return true;
  const allowed = ALLOWED[room]?.[other];
  if (room === "cli" && other === "cluster" && !isType) return OF_CLUSTER.includes(to);
  if (room === "embedded" && to === FAULTS) return true;
  if (["protocol", "embedded"].includes(room) && other === "scenario") return to === CQL_TYPE;
  return allowed === "code" || (allowed === "types" && isType);
}

/** The files of `src` and `mod.ts`, with their text. */
function readSources(): Map<string, string> {
  const sources = new Map<string, string>();
  function read(path: string): void {
    if (path.endsWith(".ts")) sources.set(path, Deno.readTextFileSync(new URL(path, ROOT)));
  }
  function walk(folder: string): void {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
      if (isDirectory) walk(`${folder}${name}/`);
      else read(`${folder}${name}`);
    }
  }
  read("mod.ts");
  walk("src/");
  return sources;
}

/** The text without its comments, whose examples may print. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}

/** The files whose code has this in it. */
function filesWith(pattern: RegExp): string[] {
  return [...readSources()].filter(([, text]) => pattern.test(codeOf(text)))
    .map(([path]) => path).sort();
}

function importers(arrows: readonly Arrow[], isTarget: (to: string) => boolean): string[] {
  return [...new Set(arrows.filter(({ to }) => isTarget(to)).map(({ from }) => from))].sort();
}

/** The first way of imports that ends where it began. */
function findCycle(arrows: readonly Arrow[]): string[] | undefined {
  const next = Map.groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  function visit(path: string, way: readonly string[]): string[] | undefined {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const { to } of next.get(path) ?? []) {
      const cycle = visit(to, [...way, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  }
  for (const path of next.keys()) {
    const cycle = visit(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

testPermitted(
  "arrows point from the command line to the words of a scenario, and never back",
  async () => {
    const arrows = await readArrows();
    assert.ok(arrows.some(({ from, to }) => from === "src/run/run.ts" && to === "src/run/plan.ts"));
    const wrong = arrows.filter((arrow) => !isAllowed(arrow));
    assert.deepEqual(wrong, []);
  },
);

testPermitted("no import leads back to where it began", async () => {
  assert.equal(findCycle(await readArrows()), undefined);
});

testPermitted("every file of src is reached from mod.ts: there is no dead one", async () => {
  const arrows = await readArrows();
  const reached = new Set([
    "mod.ts",
    ...BROWSER,
    "src/report/html/browser_code.ts",
    "src/cli/dashboard/browser_code.ts",
    ...arrows.map(({ to }) => to),
  ]);
  const dead = [...readSources().keys()].filter((path) => !reached.has(path));
  assert.deepEqual(dead, []);
});

testPermitted("only the driver's folder imports the driver", async () => {
  const files = importers(await readArrows(), (to) => /cassandra-driver/.test(to));
  assert.ok(files.includes("src/cluster/driver/connect.ts"));
  assert.deepEqual(
    files.filter((path) => !/^src\/cluster\/driver\/\w+\.ts$/.test(path)),
    [],
  );
});

testPermitted("only the folder of NATS imports NATS", () => {
  const files = filesWith(/from "@nats-io\//);
  assert.deepEqual(files.filter((path) => !path.startsWith("src/agents/nats/")), []);
});

testPermitted("only the pool uses pooledMap", () => {
  assert.deepEqual(filesWith(/\bpooledMap\b/), ["src/engine/pool/pool.ts"]);
});

testPermitted("only the command line reads arguments, ends the process and prints", () => {
  const files = filesWith(
    /\bDeno\s*\.\s*(args|exit|stdout|stderr)\b|\bconsole\b|\bprocess\.exit\b/,
  );
  assert.ok(files.includes("src/cli/main.ts"));
  assert.deepEqual(files.filter((path) => !path.startsWith("src/cli/") && path !== "mod.ts"), []);
});

testPermitted(`no file has more than ${MAX_LINES} lines`, () => {
  const sources = readSources();
  assert.ok(sources.size > 50, `${sources.size} files`);
  const long = [...sources].map(([path, text]) =>
    [path, text.trimEnd().split("\n").length] as const
  )
    .filter(([, lines]) => lines > MAX_LINES);
  assert.deepEqual(long, []);
});

testPermitted("no two exported types of src have one name", () => {
  const files = new Map<string, string[]>();
  for (const [path, text] of readSources()) {
    for (const [, name = ""] of text.matchAll(/^export (?:type|interface|class) (\w+)/gm)) {
      files.set(name, [...files.get(name) ?? [], path]);
    }
  }
  assert.ok(files.size > 100);
  assert.deepEqual([...files].filter(([, paths]) => paths.length > 1), []);
});
