import { join } from "node:path";
import { probe } from "./commands.ts";
import { cassandraYaml } from "./configuration.ts";
import { CASSANDRA_VERSION, downloadedJars, downloadJars } from "./distribution.ts";
import type { Engine } from "./engine.ts";
import { javaCommand } from "./java_command.ts";
import logback from "./logback.xml" with { type: "text" };
import { guarded } from "./supervisor.ts";

/** Cassandra 5.0 needs Java 17, and a security manager, which Java no longer has from version 24 on. */
const OLDEST_JAVA = 17;
const NEWEST_JAVA = 23;

/** Returns an engine on this machine's Java, or says what is missing for it. Maven is only needed for the download. */
export async function findJava(): Promise<Engine | string> {
  if (Deno.build.os === "windows") return "Cassandra has no Windows version";
  const java = await findJavaCommand();
  if ("lacks" in java) return java.lacks;
  if (await downloadedJars() === undefined && await probe("mvn", ["-version"]) === undefined) {
    return `Maven (mvn), which downloads Cassandra ${CASSANDRA_VERSION}, was not found`;
  }
  return {
    kind: "java",
    prepare: async (progress) => {
      if (await downloadedJars() === undefined) await downloadJars(progress);
    },
    async nodeCommand(node) {
      await Deno.writeTextFile(join(node.folder, "cassandra.yaml"), cassandraYaml(node));
      await Deno.writeTextFile(join(node.folder, "logback.xml"), logback);
      return guarded(javaCommand(java.command, await downloadedJars() ?? "", node));
    },
  };
}

async function findJavaCommand(): Promise<{ command: string } | { lacks: string }> {
  const home = Deno.env.get("JAVA_HOME");
  const misfits: string[] = [];
  for (const command of home ? [join(home, "bin", "java"), "java"] : ["java"]) {
    const version = javaVersion(await probe(command, ["-version"]) ?? "");
    if (version === undefined) continue;
    if (version >= OLDEST_JAVA && version <= NEWEST_JAVA) return { command };
    misfits.push(`Java ${version} is too ${version < OLDEST_JAVA ? "old" : "new"}`);
  }
  const needed = `Cassandra needs Java ${OLDEST_JAVA} to ${NEWEST_JAVA}`;
  return { lacks: `${misfits[0] ?? "Java was not found"} (${needed})` };
}

/** The feature version in what `java -version` prints: 8 of "1.8.0_392", 17 of "17.0.15". */
export function javaVersion(printed: string): number | undefined {
  const version = /version "(?:1\.)?(\d+)/.exec(printed)?.[1];
  return version === undefined ? undefined : Number(version);
}
