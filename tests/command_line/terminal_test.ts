// deno-lint-ignore-file no-control-regex
/** What a person sees on a terminal, and that nothing of it is in what is piped. */
import assert from "node:assert/strict";
import { displayWidth } from "../../src/report/width.ts";
import { bestOf } from "../support/best_of.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { onTerminal } from "../support/terminal.ts";

const TERMINAL = {
  ...{ TERM: "xterm-256color", LANG: "C.UTF-8", NO_COLOR: "", FORCE_COLOR: "" },
  ...{ LC_ALL: "", LC_CTYPE: "" },
};

/** A closed load of two cases, long enough for a second to be over. */
const SCENARIO = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "seen", poolSizes: [1, 4], duration: 1_200, warmup: 0,
  operation: () => new Promise((resolve) => setTimeout(resolve, 2)),
});
`;

/** Runs the scenario on a terminal; returns what was drawn and printed to it. */
async function seen(env: Record<string, string>, ...args: string[]): Promise<string> {
  return await inTemporaryFolder(async (cwd) => {
    const file = `${cwd}/seen.ts`;
    await Deno.writeTextFile(file, SCENARIO);
    const command = [
      ...[Deno.execPath(), "run", "-A", "--quiet", inRepository("mod.ts"), file],
      ...["--json", `${cwd}/x.json`, ...args],
    ];
    const { code, shown } = await onTerminal(command, [], { ...TERMINAL, ...env });
    assert.equal(code, 0, shown);
    return shown.replaceAll("\r\n", "\n");
  });
}

const COLORS = /\x1b\[[\d;]*m/g;
/** What goes back to the beginning of what is drawn, and removes it. */
const ERASED = /\r(?:\x1b\[\d+A)?\x1b\[(?:J|2K)/g;

testPermitted(
  "a terminal shows a live view, and then the report with colours and bars",
  async () => {
    const figures = /\/s .*p50 \d.*ms {2}p99 \d.*ms.* {2}errors 0 {2}in flight \d/;
    let shown = "", plain = "";
    // A busy machine can be late with what it draws, so that it gets several rounds.
    await bestOf(1, async () => {
      shown = await seen({});
      plain = shown.replaceAll(COLORS, "").replaceAll(ERASED, "\n");
      return figures.test(plain) ? 0 : 1;
    });
    assert.match(shown, /\x1b\[1m[\d,]+\/s\x1b/);
    assert.match(plain, /^[█░]{16} 1\/2 0 ms, pool 1$/m);
    assert.match(plain, figures);
    assert.match(plain, /^\| {4}0 ms \| +\d+ [█▏▎▍▌▋▊▉ ]+ \| +[\d,]+ █{10} \|/m);
    assert.match(shown, /\x1b\[36m\x1b\[1m|\x1b\[1m\x1b\[36m/);
  },
);

testPermitted("a terminal without colours, or that is dumb, gets none", async () => {
  assert.doesNotMatch(await seen({ NO_COLOR: "1" }, "--duration", "50"), COLORS);
  assert.doesNotMatch(await seen({ TERM: "dumb" }, "--duration", "50"), /\x1b/);
});

testPermitted("a terminal of 40 columns gets no line that is wider", async () => {
  const shown = await seen({ COLUMNS: "40", NO_COLOR: "1" }, "--duration", "50");
  const lines = shown.replaceAll(ERASED, "\n").split("\n");
  const report = lines.filter((line) => !/^(warning|Written|#)/.test(line));
  assert.ok(report.length > 20, shown);
  assert.deepEqual(report.filter((line) => displayWidth(line) > 40), []);
});

testPermitted(
  "a pipe gets Markdown without colours, unless FORCE_COLOR asks for them",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(`${cwd}/seen.ts`, SCENARIO);
      const args = ["seen.ts", "--json", "x.json", "--duration", "50"];
      const env = { ...TERMINAL };
      const { stdout, stderr } = await cassbench(args, { cwd, env });
      assert.doesNotMatch(stdout + stderr, /\x1b/);
      assert.match(stdout, /^\| latency \|/m);
      const forced = await cassbench(args, { cwd, env: { ...env, FORCE_COLOR: "1" } });
      assert.match(forced.stdout, COLORS);
      assert.doesNotMatch(forced.stdout.replaceAll(COLORS, ""), /\x1b/);
    });
  },
);
