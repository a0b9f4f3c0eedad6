import config from "../../deno.json" with { type: "json" };
import type { Environment } from "./document.ts";
import type { TargetDescription } from "./target.ts";

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
  { kind, product, version, nodes, tls, options = {}, ...way }: TargetDescription,
): string {
  if (kind === "embedded") return "embedded server: not a measure of Cassandra";
  const name = product ?? (kind === "managed" ? "Apache Cassandra" : "CQL server");
  const where = kind === "managed" ? "on this machine" : "existing cluster";
  const set = Object.entries(options).map(([key, value]) =>
    `, ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`
  );
  const count = `${nodes} ${nodes === 1 ? "node" : "nodes"}`;
  return `${name} ${version}, ${count}, ${where}${describePart(way)}${set.join("")}${
    describeTls(tls)
  }`;
}

function describeTls(tls: TargetDescription["tls"]): string {
  if (tls === undefined) return "";
  const own = tls.clientCertificate ? " with a client certificate" : "";
  return `, over TLS${own}${tls.verified ? "" : ", certificates not checked"}`;
}

/** Which part of a cluster coordinated the requests; nothing where that was all of it. */
function describePart(
  { dataCenter, dataCenters = [], rack }: Partial<TargetDescription>,
): string {
  if (dataCenter === undefined || (dataCenters.length === 0 && rack === undefined)) return "";
  const of = dataCenters.length === 0 ? "" : ` of ${dataCenters.join(", ")}`;
  return `, data center ${dataCenter}${of}${rack === undefined ? "" : `, rack ${rack}`}`;
}

/** By which addresses the nodes of a target were found, and which parts of them were asked, a sentence each. */
export function describeAddresses(
  { coordinators, resolved = {}, addresses = {}, shards }: TargetDescription,
): string[] {
  const names = Object.entries(resolved).map(([name, found]) => `${name} is ${found.join(", ")}`);
  const moved = Object.entries(addresses).map(([said, reached]) => `${said} at ${reached}`);
  return [
    ...coordinators ? [`coordinators: only ${coordinators.join(", ")}`] : [],
    ...names.length > 0 ? [`names when the run began: ${names.join("; ")}`] : [],
    ...moved.length > 0
      ? [`nodes by their own addresses, and where they were reached: ${moved.join("; ")}`]
      : [],
    ...shards === undefined
      ? []
      : [`each node has ${shards} shards: wire sent each row's requests to its own`],
  ];
}
