import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A path in the repository. */
export function inRepository(...parts: string[]): string {
  return join(fileURLToPath(new URL("../..", import.meta.url)), ...parts);
}

/** Runs a test body in a folder of its own that is gone afterwards. */
export async function inTemporaryFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "cassbench-test-" });
  try {
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
