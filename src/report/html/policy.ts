import { createHash } from "node:crypto";

/**
 * The content security policy of a page: it loads nothing, and runs and applies only the texts that are named by their
 * hashes.
 */
export function policyOf(styles: readonly string[], scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${hashesOf(scripts)}`,
    `style-src ${hashesOf(styles)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashesOf(texts: readonly string[]): string {
  const hashes = texts.map((text) =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`
  );
  return hashes.join(" ") || "'none'";
}
