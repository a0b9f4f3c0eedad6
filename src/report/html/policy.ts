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
  return texts.map(hashOf).join(" ") || "'none'";
}

/** The texts of every page are the same few, so each is hashed once. */
const HASHES = new Map<string, string>();

function hashOf(text: string): string {
  const hash = HASHES.get(text) ??
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  HASHES.set(text, hash);
  return hash;
}
