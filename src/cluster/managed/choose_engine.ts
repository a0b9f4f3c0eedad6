import { TargetError } from "../../errors.ts";
import { findContainers } from "./container.ts";
import type { Engine } from "./engine.ts";
import { findJava } from "./java.ts";
import { CASSANDRA_VERSION, lineOf, type WantedCassandra } from "./release.ts";

/**
 * Chooses the first that works here of Java with Maven, docker and podman.
 *
 * @throws {TargetError} where none works, with what each one lacks
 */
export async function chooseEngine(
  nodes: number,
  wanted: WantedCassandra = {},
): Promise<Engine> {
  const reasons: string[] = [];
  for (const find of [findJava, findContainers("docker"), findContainers("podman")]) {
    const found = await find(nodes, wanted);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw new TargetError(
    `Cannot start Cassandra on this machine: ${reasons.join("; ")}`,
    nodes === 1
      ? `${
        getJava(wanted)
      }, or start Docker or Podman; without --cassandra the embedded server is measured`
      : getJava(wanted),
  );
}

function getJava({ version = CASSANDRA_VERSION }: WantedCassandra): string {
  const java = Math.min(17, lineOf(version).java[1]);
  return `install Java ${java} and Maven ("apt-get install openjdk-${java}-jre-headless maven", ` +
    `"brew install openjdk@${java} maven"; JAVA_HOME chooses between several)`;
}
