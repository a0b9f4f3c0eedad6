import { join } from "node:path";
import { TargetError } from "../../errors.ts";
import type { StartProgress } from "./engine.ts";
import { cacheFolder, deleteFolder, makeOwnFolder, sweep } from "./folders.ts";
import pom from "./pom.xml" with { type: "text" };
import { runToEnd } from "./run_command.ts";

/** The version that the pom names. */
export const CASSANDRA_VERSION: string =
  /<artifactId>cassandra-all<\/artifactId>\s*<version>(.+?)<\/version>/.exec(pom)?.[1] ?? "";

/** The folder of Cassandra's jars, or undefined before the download. */
export async function downloadedJars(): Promise<string | undefined> {
  const jars = join(distributionFolder(), "jars");
  return await Deno.stat(jars).then(() => jars, () => undefined);
}

/**
 * Downloads Cassandra from Maven Central into a folder of this process, which takes its place in one
 * step when it is whole: a half-done download never counts, and of two at once the first one stays.
 * @throws {TargetError} with Maven's last words
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
    await takePlace(folder);
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

async function takePlace(folder: string): Promise<void> {
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
