import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { NodeConfiguration } from "./configuration.ts";
import { lineOf } from "./release.ts";

/**
 * Options that make an empty cluster ready soon: it does not wait for the gossip of other nodes, and waits one second
 * instead of thirty for the ring to settle. With 0 seconds, nodes forget each other while they join.
 */
export const FAST_START: readonly string[] = [
  "-Dcassandra.ring_delay_ms=1000",
  "-Dcassandra.skip_wait_for_gossip_to_settle=0",
];

/** The heap of each node: all together get a quarter of the machine's memory, each between 400 and 2048 MB. */
export function heapMegabytes(nodes: number): number {
  const quarter = Deno.systemMemoryInfo().total / 2 ** 20 / 4;
  return Math.round(Math.min(2048, Math.max(400, quarter / nodes)));
}

/** A Java of this machine. */
export interface Java {
  readonly command: string;
  /** Its feature version, such as 17. */
  readonly version: number;
}

/** The command that runs a node with the cassandra.yaml and the logback.xml in its folder. */
export function javaCommand(
  java: Java,
  jars: string,
  node: NodeConfiguration,
  version: string,
): string[] {
  const { needsAgent } = lineOf(version);
  return [
    java.command,
    ...java.version < 9 ? [] : moduleOptions(needsAgent),
    ...needsAgent ? [`-javaagent:${findAgent(jars)}`] : [],
    ...JVM_SETTINGS,
    // Cassandra installs a security manager, which Java 18 to 23 only allow with this; before 12, it names a class.
    ...java.version < 12 ? [] : ["-Djava.security.manager=allow"],
    ...FAST_START,
    `-Xmx${heapMegabytes(node.addresses.length)}m`,
    `-Dcassandra.config=${pathToFileURL(join(node.folder, "cassandra.yaml"))}`,
    `-Dlogback.configurationFile=${pathToFileURL(join(node.folder, "logback.xml"))}`,
    `-Dcassandra.storagedir=${node.folder}`,
    // Java unpacks native libraries here. A killed one leaves them behind, so they belong in the node's folder.
    `-Djava.io.tmpdir=${node.folder}`,
    `-Djna.tmpdir=${node.folder}`,
    "-cp",
    join(jars, "*"),
    "org.apache.cassandra.service.CassandraDaemon",
  ];
}

function moduleOptions(usesJamm: boolean): string[] {
  const open = usesJamm ? [...PACKAGES_TO_OPEN, ...PACKAGES_OF_JAMM] : PACKAGES_TO_OPEN;
  return [
    ...PACKAGES_TO_EXPORT.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...open.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
  ];
}

/** The jar of jamm among Cassandra's, whose version differs from release to release. */
function findAgent(jars: string): string {
  const names = [...Deno.readDirSync(jars)].map(({ name }) => name);
  return join(jars, names.find((name) => /^jamm-.*\.jar$/.test(name)) ?? "jamm.jar");
}

/** The settings of Cassandra's own scripts (conf/jvm-server.options, conf/jvm17-server.options). */
const JVM_SETTINGS = [
  "-ea",
  "-da:net.openhft...",
  "-Xss256k",
  "-XX:+UseG1GC",
  "-XX:+ParallelRefProcEnabled",
  "-XX:MaxTenuringThreshold=1",
  "-XX:MaxGCPauseMillis=300",
  "-XX:InitiatingHeapOccupancyPercent=70",
  "-XX:+PerfDisableSharedMem",
  "-XX:+ExitOnOutOfMemoryError",
  "-Djava.net.preferIPv4Stack=true",
  "-Djdk.attach.allowAttachSelf=true",
  "-Dio.netty.tryReflectionSetAccessible=true",
  "-Dio.netty.allocator.useCacheForAllThreads=true",
  "-Dio.netty.allocator.maxOrder=11",
  "-Dcassandra-foreground=yes",
];

const PACKAGES_TO_EXPORT = [
  "java.base/java.lang.ref",
  "java.base/jdk.internal.misc",
  "java.management.rmi/com.sun.jmx.remote.internal.rmi",
  "java.rmi/sun.rmi.registry",
  "java.rmi/sun.rmi.server",
  "java.sql/java.sql",
  "jdk.attach/sun.tools.attach",
  "jdk.compiler/com.sun.tools.javac.file",
  "jdk.unsupported/sun.misc",
];

const PACKAGES_TO_OPEN = [
  "java.base/java.io",
  "java.base/java.lang",
  "java.base/java.lang.module",
  "java.base/java.lang.reflect",
  "java.base/java.util",
  "java.base/jdk.internal.loader",
  "java.base/jdk.internal.math",
  "java.base/jdk.internal.module",
  "java.base/jdk.internal.ref",
  "java.base/jdk.internal.reflect",
  "java.base/jdk.internal.util.jar",
  "java.base/sun.nio.ch",
  "jdk.compiler/com.sun.tools.javac",
  "jdk.management/com.sun.management.internal",
];

/** What jamm 0.3 reads by reflection on Java 17, for which Cassandra 4.1 has no options of its own. */
const PACKAGES_OF_JAMM = [
  "java.base/java.net",
  "java.base/java.nio",
  "java.base/java.time",
  "java.base/java.util.concurrent",
  "java.base/java.util.concurrent.atomic",
  "java.base/java.util.stream",
  "java.base/sun.nio.fs",
];
