import { join } from "node:path";
import { readVariable } from "../../runtime/permissions.ts";
import { probe } from "./commands.ts";
import { cassandraYaml } from "./configuration.ts";
import { downloadedJars, downloadJars } from "./distribution.ts";
import type { Engine } from "./engine.ts";
import { type Java, javaCommand } from "./java_command.ts";
import logback from "./logback.xml" with { type: "text" };
import { CASSANDRA_VERSION, lineOf, type WantedCassandra } from "./release.ts";
import { SUPERUSER_AT_ONCE, wantsPassword } from "./superuser.ts";
import { guarded } from "./supervisor.ts";

/** Returns an engine on this machine's Java, or says what is missing for it. Maven is only needed for the download. */
export async function findJava(
  _nodes: number,
  { version = CASSANDRA_VERSION, options = {} }: WantedCassandra,
): Promise<Engine | string> {
  if (Deno.build.os === "windows") return "Cassandra has no Windows version";
  const java = await findJavaCommand(version);
  if ("lacks" in java) return java.lacks;
  const jars = await downloadedJars(version);
  if (jars === undefined && await probe("mvn", ["-version"]) === undefined) {
    return `Maven (mvn), which downloads Cassandra ${version}, was not found`;
  }
  return {
    kind: "java",
    prepare: async (progress) => {
      if (await downloadedJars(version) === undefined) await downloadJars(progress, version);
    },
    async nodeCommand(node) {
      await Deno.writeTextFile(join(node.folder, "cassandra.yaml"), cassandraYaml(node, options));
      await Deno.writeTextFile(join(node.folder, "logback.xml"), logback);
      const command = javaCommand(java, await downloadedJars(version) ?? "", node, version);
      return guarded(wantsPassword(options) ? withOption(command, SUPERUSER_AT_ONCE) : command);
    },
  };
}

/** The options of Java come before its class path. */
function withOption(command: readonly string[], option: string): string[] {
  return command.toSpliced(command.indexOf("-cp"), 0, option);
}

async function findJavaCommand(wanted: string): Promise<Java | { lacks: string }> {
  const [oldest, newest] = lineOf(wanted).java;
  const home = readVariable("JAVA_HOME");
  const misfits: string[] = [];
  for (const command of home ? [join(home, "bin", "java"), "java"] : ["java"]) {
    const version = javaVersion(await probe(command, ["-version"]) ?? "");
    if (version === undefined) continue;
    if (version >= oldest && version <= newest) return { command, version };
    misfits.push(`Java ${version} is too ${version < oldest ? "old" : "new"}`);
  }
  const needed = `Cassandra ${wanted} needs Java ${oldest} to ${newest}`;
  return { lacks: `${misfits[0] ?? "Java was not found"} (${needed})` };
}

/** The feature version in what `java -version` prints: 8 of "1.8.0_392", 17 of "17.0.15". */
export function javaVersion(printed: string): number | undefined {
  const version = /version "(?:1\.)?(\d+)/.exec(printed)?.[1];
  return version === undefined ? undefined : Number(version);
}
