import { TargetError } from "../../errors.ts";
import { findContainers } from "./container.ts";
import type { Engine } from "./engine.ts";
import { findJava } from "./java.ts";

/**
 * Chooses the first that works here of Java with Maven, docker and podman.
 *
 * @throws {TargetError} where none works, with what each one lacks
 */
export async function chooseEngine(nodes: number): Promise<Engine> {
  const reasons: string[] = [];
  for (const find of [findJava, findContainers("docker"), findContainers("podman")]) {
    const found = await find(nodes);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw new TargetError(
    `Cannot start Cassandra on this machine: ${reasons.join("; ")}`,
    nodes === 1
      ? `${GET_JAVA}, or start Docker or Podman; without --cassandra the embedded server is measured`
      : GET_JAVA,
  );
}

const GET_JAVA =
  'install Java 17 and Maven ("apt-get install openjdk-17-jre-headless maven", "brew install openjdk@17 maven"; JAVA_HOME chooses between several)';
