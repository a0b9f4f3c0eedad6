import { join } from "node:path";
import { TargetError } from "../../errors.ts";
import { runToEnd } from "./commands.ts";
import type { StartProgress } from "./engine.ts";
import { cacheFolder, deleteFolder, makeOwnFolder, sweep } from "./folders.ts";
import pom from "./pom.xml" with { type: "text" };
import { CASSANDRA_VERSION, lineOf } from "./release.ts";

export { CASSANDRA_VERSION };

/** The folder of Cassandra's jars, or undefined before the download. */
export async function downloadedJars(version = CASSANDRA_VERSION): Promise<string | undefined> {
  const jars = join(distributionFolder(version), "jars");
  return await Deno.stat(jars).then(() => jars, () => undefined);
}

/**
 * Downloads Cassandra from Maven Central into a folder of this process, and renames the folder when it is complete. So a
 * half-done download never counts, and of two downloads at the same time the first one stays.
 *
 * @throws {TargetError} with the end of Maven's output
 */
export async function downloadJars(
  progress: StartProgress,
  version = CASSANDRA_VERSION,
): Promise<void> {
  progress.onProgress(`downloading Cassandra ${version} (once, ${lineOf(version).megabytes} MB)`);
  const downloads = join(cacheFolder(), "downloads");
  await sweep(downloads, () => Promise.resolve(undefined));
  const folder = await makeOwnFolder(downloads);
  try {
    await Deno.writeTextFile(join(folder, "pom.xml"), pomOf(version));
    await runToEnd(mavenCommand(folder), {
      log: join(folder, "mvn.log"),
      signal: progress.signal,
      failure: `Cannot download Cassandra ${version} from Maven Central`,
      hint:
        "check that there is such a version, the network, and the proxy or mirror in Maven's settings.xml",
    });
    await keepDownload(folder, version);
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

async function keepDownload(folder: string, version: string): Promise<void> {
  try {
    await Deno.rename(folder, distributionFolder(version));
  } catch (error) {
    if (await downloadedJars(version) === undefined) {
      throw new TargetError(`Cannot keep the download: ${(error as Error).message}`, undefined, {
        cause: error,
      });
    }
  }
}

/** The pom.xml of a version: that of cassbench's own, but for the version. */
function pomOf(version: string): string {
  return pom.replace(`<version>${CASSANDRA_VERSION}</version>`, `<version>${version}</version>`);
}

function distributionFolder(version: string): string {
  return join(cacheFolder(), `cassandra-${version}`);
}
