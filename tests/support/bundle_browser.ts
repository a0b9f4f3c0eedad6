/**
 * Bundles what runs in the page of an HTML report into a module that the program imports. `deno task bundle-browser` calls
 * it; a test fails where the module is not what it would write.
 */
import { inRepository } from "./paths.ts";

/** The module, from the root of the repository. */
export const BUNDLE = "src/report/html/browser_code.ts";

/** The text of the module: the code, uPlot's and our own, and the style of the charts. */
export async function bundleBrowser(): Promise<string> {
  const code = await bundle();
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

function comment(license: string): string {
  return `/* uPlot: ${license.trim()} */\n`;
}

async function bundle(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "-q", "--platform", "browser", "--minify", "src/report/html/browser/main.ts"],
    cwd: inRepository(),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** A file of uPlot's package. */
function uplot(path: string): URL {
  return new URL(`../${path}`, import.meta.resolve("uplot"));
}

if (import.meta.main) await Deno.writeTextFile(inRepository(BUNDLE), await bundleBrowser());
