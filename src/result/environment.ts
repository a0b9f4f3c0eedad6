import config from "../../deno.json" with { type: "json" };
import type { Environment, TargetDescription } from "./document.ts";

/** The version of cassbench. */
export const VERSION: string = config.version;

/** Describes this machine and the versions of the programs. */
export function describeMachine(): Pick<Environment, "cassbench" | "deno" | "os" | "cpus"> {
  return {
    cassbench: VERSION,
    deno: Deno.version.deno,
    os: `${Deno.build.os} ${Deno.build.arch}`,
    cpus: navigator.hardwareConcurrency,
  };
}

/** What was measured, in the words of the report. */
export function describeTarget(
  { kind, product, version, nodes, tls, options = {} }: TargetDescription,
): string {
  if (kind === "embedded") return "embedded server: not a measure of Cassandra";
  const name = product ?? (kind === "managed" ? "Apache Cassandra" : "CQL server");
  const where = kind === "managed" ? "on this machine" : "existing cluster";
  const set = Object.entries(options).map(([key, value]) =>
    `, ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`
  );
  const count = `${nodes} ${nodes === 1 ? "node" : "nodes"}`;
  return `${name} ${version}, ${count}, ${where}${set.join("")}${describeTls(tls)}`;
}

function describeTls(tls: TargetDescription["tls"]): string {
  if (tls === undefined) return "";
  const own = tls.clientCertificate ? " with a client certificate" : "";
  return `, over TLS${own}${tls.verified ? "" : ", certificates not checked"}`;
}
