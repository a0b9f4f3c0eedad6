import type { Result } from "../../result/document.ts";
import { escapeMarkdown } from "../format.ts";
import { listItem } from "../prose.ts";

/** What the reader should know. */
export function warningsSection({ warnings }: Result): string[] {
  if (warnings.length === 0) return [];
  const lines = warnings.map(({ message, advice }) =>
    listItem(`${escapeMarkdown(message)} (${escapeMarkdown(advice)})`)
  );
  return ["## Warnings", lines.join("\n")];
}
