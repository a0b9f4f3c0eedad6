import type { Result } from "../../result/document.ts";
import { list, type Report, section } from "../model.ts";

/** What the reader should know. */
export function warningsSection({ warnings }: Result): Report {
  if (warnings.length === 0) return [];
  return [
    section("Warnings"),
    ...list(warnings.map(({ message, advice }) => ({ text: `${message} (${advice})` }))),
  ];
}
