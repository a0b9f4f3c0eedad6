import type { Result } from "../result/document.ts";
import { csv, csvOf } from "./csv.ts";
import { hlog } from "./hlog.ts";
import { html, htmlOf } from "./html/html.ts";
import { jira } from "./jira.ts";
import { json, jsonOf } from "./json.ts";
import { markdown } from "./markdown.ts";
import { stress } from "./stress.ts";
import { svg } from "./timeline/svg.ts";

/** A format of files. */
export interface Format {
  /** What the help says of its flag. */
  readonly help: string;
  write(result: Result): string;
  /** Several results in one file; absent where a format has no place for them. */
  writeAll?(results: readonly Result[]): string;
}

/** The formats that a result is written in, each under the name of its flag, in the order of the help. */
export const FORMATS = {
  json: { help: "write the result document", write: json, writeAll: jsonOf },
  markdown: { help: "write the tables", write: markdown, writeAll: between(markdown, "---") },
  html: { help: "write a page to look at and to send on", write: html, writeAll: htmlOf },
  jira: { help: "write the tables in Jira's markup", write: jira, writeAll: between(jira, "----") },
  csv: { help: "write every case as a row of values", write: csv, writeAll: csvOf },
  stress: {
    help: "write what cassandra-stress would say",
    write: stress,
    writeAll: (results) => results.map(stress).join("\n"),
  },
  svg: { help: "write the timeline as a drawing", write: svg },
  hlog: { help: "write the times for HdrHistogram's tools", write: hlog },
} satisfies Record<string, Format>;

/** The name of a format. */
export type FormatName = keyof typeof FORMATS;

/** Writes several results one after the other, with a rule between them. */
function between(write: Format["write"], rule: string): (results: readonly Result[]) => string {
  return (results) => results.map(write).join(`\n${rule}\n\n`);
}
