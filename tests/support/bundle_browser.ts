/**
 * Bundles what runs in pages, of a report and of a dashboard, into modules that the program imports. `deno task bundle-browser` calls
 * it; a test fails where a module is not what it would write.
 */
import { inRepository } from "./paths.ts";

/** The modules, from the root of the repository, each with what makes its text. */
export const BUNDLES: Readonly<Record<string, () => Promise<string>>> = {
  "src/report/html/browser_code.ts": bundleReport,
  "src/cli/dashboard/browser_code.ts": bundleDashboard,
};

/** The text of the report's module: the code, uPlot's and our own, and the style of the charts. */
async function bundleReport(): Promise<string> {
  const code = await bundle("src/report/html/browser/main.ts");
  const license = await Deno.readTextFile(uplot("LICENSE"));
  const style = `${await Deno.readTextFile(uplot("dist/uPlot.min.css"))}\n${await Deno
    .readTextFile(inRepository("src/report/html/browser/style.css"))}`;
  return [
    "// `deno task bundle-browser` writes this file from src/report/html/browser and uPlot.",
    "",
    "/** The script of the page; it draws the figures. */",
    `export const BROWSER_CODE: string = ${JSON.stringify(comment(license) + code.trim())};`,
    "",
    "/** The style of the charts. */",
    `export const CHART_STYLE: string = ${
      JSON.stringify(style.replaceAll(/\s*\n\s*/g, " ").trim())
    };`,
    "",
  ].join("\n");
}

/** The text of the dashboard's module. */
async function bundleDashboard(): Promise<string> {
  const code = await bundle("src/cli/dashboard/browser/main.ts");
  const license = await Deno.readTextFile(uplot("LICENSE"));
  return [
    "// `deno task bundle-browser` writes this file from src/cli/dashboard/browser and uPlot.",
    "",
    "/** The script of the dashboard; it shows what runs now, and each report that comes. */",
    `export const DASHBOARD_CODE: string = ${JSON.stringify(comment(license) + code.trim())};`,
    "",
  ].join("\n");
}

function comment(license: string): string {
  return `/* uPlot: ${license.trim()} */\n`;
}

async function bundle(entry: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "-q", "--platform", "browser", "--minify", entry],
    cwd: inRepository(),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** A file of uPlot's package. */
function uplot(path: string): URL {
  return new URL(`../${path}`, import.meta.resolve("uplot"));
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(BUNDLES)) {
    await Deno.writeTextFile(inRepository(path), await text());
  }
}
