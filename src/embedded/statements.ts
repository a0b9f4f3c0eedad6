import type { PreparedStatement } from "./plan/plan.ts";

/** How many parsed statements are kept, and how many characters of CQL they have together. */
const MOST = 10_000, MOST_TEXT = 16 * 1024 * 1024;

/** The longest text that is kept: a longer one is parsed each time, and cannot be prepared. */
export const LONGEST_KEPT: number = 1024 * 1024;

/** Parsed statements. The oldest are dropped; a client whose statement was dropped prepares it again. */
export interface ParsedStatements {
  get(key: string): PreparedStatement | undefined;
  keep(key: string, prepared: PreparedStatement): void;
  clear(): void;
}

/** Starts to keep statements. */
export function keepStatements(
  most: number = MOST,
  mostText: number = MOST_TEXT,
): ParsedStatements {
  const statements = new Map<string, PreparedStatement>();
  let length = 0;

  function drop(key: string): void {
    length -= statements.get(key)?.text.length ?? 0;
    statements.delete(key);
  }

  return {
    get: (key) => statements.get(key),
    keep(key, prepared) {
      if (prepared.text.length > LONGEST_KEPT) return;
      drop(key);
      statements.set(key, prepared);
      length += prepared.text.length;
      for (const oldest of statements.keys()) {
        if (statements.size <= most && length <= mostText) break;
        drop(oldest);
      }
    },
    clear() {
      statements.clear();
      length = 0;
    },
  };
}
