import { join } from "node:path";
import { TargetError } from "../../errors.ts";
import { runToEnd } from "./commands.ts";
import type { StartProgress } from "./engine.ts";
import { cacheFolder, deleteFolder, makeOwnFolder, sweep } from "./folders.ts";
import pom from "./pom.xml" with { type: "text" };

/** The version of Cassandra in pom.xml. */
export const CASSANDRA_VERSION: string =
  /<artifactId>cassandra-all<\/artifactId>\s*<version>(.+?)<\/version>/.exec(pom)?.[1] ?? "";

/** The folder of Cassandra's jars, or undefined before the download. */
export async function downloadedJars(): Promise<string | undefined> {
  const jars = join(distributionFolder(), "jars");
  return await Deno.stat(jars).then(() => jars, () => undefined);
}

/**
 * Downloads Cassandra from Maven Central into a folder of this process, and renames the folder when it is complete. So a
 * half-done download never counts, and of two downloads at the same time the first one stays.
 *
 * @throws {TargetError} with the end of Maven's output
 */
export async function downloadJars(progress: StartProgress): Promise<void> {
  progress.onProgress(`downloading Cassandra ${CASSANDRA_VERSION} (once, 66 MB)`);
  const downloads = join(cacheFolder(), "downloads");
  await sweep(downloads, () => Promise.resolve(undefined));
  const folder = await makeOwnFolder(downloads);
  try {
    await Deno.writeTextFile(join(folder, "pom.xml"), pom);
    await runToEnd(mavenCommand(folder), {
      log: join(folder, "mvn.log"),
      signal: progress.signal,
      failure: `Cannot download Cassandra ${CASSANDRA_VERSION} from Maven Central`,
      hint: "check the network, and the proxy or mirror in Maven's settings.xml",
    });
    await keepDownload(folder);
  } finally {
    await deleteFolder(folder);
  }
}

function mavenCommand(folder: string): string[] {
  return [
    ..."mvn --quiet --batch-mode --strict-checksums dependency:copy-dependencies".split(" "),
    `--file=${join(folder, "pom.xml")}`,
    `-DoutputDirectory=${join(folder, "jars")}`,
  ];
}

async function keepDownload(folder: string): Promise<void> {
  try {
    await Deno.rename(folder, distributionFolder());
  } catch (error) {
    if (await downloadedJars() === undefined) {
      throw new TargetError(`Cannot keep the download: ${(error as Error).message}`, undefined, {
        cause: error,
      });
    }
  }
}

function distributionFolder(): string {
  return join(cacheFolder(), `cassandra-${CASSANDRA_VERSION}`);
}
