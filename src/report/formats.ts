import type { Result } from "../result/document.ts";
import { hlog } from "./hlog.ts";
import { html } from "./html/html.ts";
import { jira } from "./jira.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { svg } from "./timeline/svg.ts";

/** A format of files. */
export interface Format {
  /** What the help says of its flag. */
  readonly help: string;
  write(result: Result): string;
}

/** The formats that a result is written in, each under the name of its flag, in the order of the help. */
export const FORMATS = {
  json: { help: "write the result document", write: json },
  markdown: { help: "write the tables", write: markdown },
  html: { help: "write a page to look at and to send on", write: html },
  jira: { help: "write the tables in Jira's markup", write: jira },
  svg: { help: "write the timeline as a drawing", write: svg },
  hlog: { help: "write the times for HdrHistogram's tools", write: hlog },
} satisfies Record<string, Format>;

/** The name of a format. */
export type FormatName = keyof typeof FORMATS;
