import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { NodeConfiguration } from "./configuration.ts";

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

/** The command that runs a node with the cassandra.yaml and the logback.xml in its folder. */
export function javaCommand(java: string, jars: string, node: NodeConfiguration): string[] {
  return [
    java,
    ...PACKAGES_TO_EXPORT.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...PACKAGES_TO_OPEN.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...JVM_SETTINGS,
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
  // Cassandra installs a security manager, which Java 18 to 23 only allow with this.
  "-Djava.security.manager=allow",
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
