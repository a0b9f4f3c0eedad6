import type { Result } from "../../result/document.ts";
import { lacks } from "../../result/read/read_result.ts";
import { paragraph, type Report } from "../model.ts";

/** What an older version of cassbench did not tell yet. */
export function lacksSection(result: Result): Report {
  const lacking = lacks(result);
  if (lacking.length === 0) return [];
  const words =
    `An older version of cassbench (${result.environment.cassbench}) wrote this. It lacks:`;
  return [paragraph(words), { kind: "list", items: lacking.map((text) => ({ text })) }];
}
