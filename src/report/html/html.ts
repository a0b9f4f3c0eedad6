import type { Result } from "../../result/document.ts";
import { withFigures } from "../figures/figures.ts";
import type { Report } from "../model.ts";
import { report } from "../report.ts";
import { renderHtml } from "./page.ts";

/**
 * A result as a page: one HTML document that loads nothing and can be sent on as it is, with what was found, whether it
 * can be believed, each case in full, and what was measured. The result's document can be downloaded from it.
 *
 * @example
 * ```ts
 * import { html, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(html(result).length);
 * ```
 */
export function html(result: Result): string {
  return htmlOf([result]);
}

/** Several results as one page, one below another. */
export function htmlOf(results: readonly Result[]): string {
  const names = [...new Set(results.map(({ scenario }) => scenario.name))];
  return renderHtml({
    title: names.join(", "),
    report: results.flatMap((result, at) =>
      apart(
        withFigures(report(result), result),
        at,
        names.length < results.length ? result : undefined,
      )
    ),
    data: results.map((result, at) => ({ name: fileNameOf(result, at), value: result })),
  });
}

/**
 * The report of one result among several: its figures under names that no other has.
 *
 * @param same where several results have one name: the result, whose start is put behind its title
 */
function apart(blocks: Report, at: number, same: Result | undefined): Report {
  return blocks.map((block) => {
    if (block.kind === "figure" && at > 0) {
      return { ...block, figure: { ...block.figure, id: `${block.figure.id}-r${at + 1}` } };
    }
    if (block.kind === "heading" && block.level === 1 && same !== undefined) {
      const started = same.environment.startedAt.slice(0, 16).replace("T", " ");
      return { ...block, text: `${block.text}, ${started}` };
    }
    return block;
  });
}

/** The name under which a result is downloaded. */
function fileNameOf({ scenario, environment }: Result, at: number): string {
  const word = scenario.name.replaceAll(/[^\w-]+/g, "-").replace(/^-+/, "").slice(0, 100);
  const time = environment.startedAt.replace(/\.\d+/, "").replaceAll(/[^\w-]+/g, "-");
  return `${word || "scenario"}-${time}${at === 0 ? "" : `-${at + 1}`}.json`;
}
