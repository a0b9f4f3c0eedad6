import { whyNotGranted } from "../../runtime/permissions.ts";
import { messageOf, ScenarioError, TargetError } from "../../errors.ts";
import type { Login } from "../login.ts";
import { findTlsProblems } from "./check.ts";
import { describeAlert, describeCertificate, lookAtCertificate } from "./explain.ts";
import type { Sni, TlsOptions } from "./options.ts";

/** What a secure connect bundle holds: how to ask a service where the nodes are. */
export interface Bundle {
  /** Where that service is, as `host:port`. */
  readonly service: string;
  readonly tls: TlsOptions & { readonly ca: string; readonly cert: string; readonly key: string };
  /** The login that is in it, where there is one. */
  readonly login: Partial<Login>;
}

/** Where the nodes of a bundle are. */
export interface BundledNodes {
  /** The ids of the nodes to begin with, by which their proxy knows them. */
  readonly ids: readonly string[];
  readonly localDataCenter: string | undefined;
  readonly sni: Sni;
}

/** Milliseconds that the service may take to answer. */
const SERVICE_TIMEOUT = 5_000;

/** The files of a bundle that hold PEM. */
const FILES = { ca: "ca.crt", cert: "cert", key: "key" } as const;

/**
 * Reads a bundle.
 *
 * @throws {ScenarioError} with everything that is wrong with it
 */
export async function readBundle(file: string): Promise<Bundle> {
  const refuse = (problems: readonly string[], cause?: unknown) =>
    new ScenarioError(
      `Cannot use bundle "${file}" as ${problems.join(", and ")}`,
      "pass the zip file that was downloaded as a secure connect bundle",
      { cause },
    );
  const lacked = whyNotGranted({ name: "read", path: file });
  if (lacked !== undefined) {
    throw new ScenarioError(`Cannot use bundle "${file}" as ${lacked.problem}`, lacked.hint);
  }
  const bytes = await Deno.readFile(file).catch((cause) => {
    throw refuse([`it cannot be read: ${messageOf(cause).split(": ")[0]}`], cause);
  });
  // Nothing else needs this library, which takes time to load.
  const { unzip } = await import("./unzip.ts");
  const entries = attempt(() => unzip(bytes));
  if (entries === undefined) throw refuse(["it is no zip file"]);
  const lacking = ["config.json", ...Object.values(FILES)].filter((name) => !entries.has(name));
  if (lacking.length > 0) throw refuse([`it lacks ${lacking.join(", ")}`]);
  const config = attempt(() => readConfig(entries.get("config.json")!));
  if (config === undefined) throw refuse(["its config.json has no host and port"]);
  const tls = {
    ca: entries.get(FILES.ca)!,
    cert: entries.get(FILES.cert)!,
    key: entries.get(FILES.key)!,
  };
  const fileOf = (field: keyof TlsOptions) => FILES[field as keyof typeof FILES] ?? field;
  const problems = findTlsProblems(tls, fileOf);
  if (problems.length > 0) {
    throw refuse(problems.map(({ field, text }) => `its ${fileOf(field)} ${text}`));
  }
  return { ...config, tls };
}

function readConfig(text: string): Pick<Bundle, "service" | "login"> | undefined {
  const { host, port, username, password } = JSON.parse(text);
  if (typeof host !== "string" || !(Number(port) > 0)) return undefined;
  const login = username && password ? { username, password: () => String(password) } : {};
  return { service: `${host}:${port}`, login };
}

/** What a function gives; `undefined` where it throws. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Asks the service of a bundle where the nodes are.
 *
 * @throws {TargetError} where it does not say that
 */
export async function findNodes(
  { service, tls }: Bundle,
  signal: AbortSignal,
): Promise<BundledNodes> {
  using client = Deno.createHttpClient({ caCerts: [tls.ca], cert: tls.cert, key: tls.key });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SERVICE_TIMEOUT)]);
  const refuse = (why: string, cause?: unknown) =>
    new TargetError(
      `Cannot ask ${service} where the nodes of the bundle are: it ${why}`,
      "download the bundle again, and look whether its database is paused",
      { cause },
    );
  try {
    const response = await fetch(`https://${service}/metadata`, { client, signal: limit });
    const text = await response.text();
    if (!response.ok) throw refuse(`answers with HTTP status ${response.status}`);
    const found = attempt(() => readMetadata(text));
    if (found === undefined) throw refuse("does not say it in its answer");
    return found;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TargetError) throw error;
    throw refuse(await explain(service, tls, error), error);
  }
}

function readMetadata(text: string): BundledNodes | undefined {
  const { contact_info: info } = JSON.parse(text);
  const { contact_points: ids, sni_proxy_address: proxy, local_dc: localDataCenter } = info;
  if (!Array.isArray(ids) || ids.length === 0 || typeof proxy !== "string") return undefined;
  return { ids: ids.map(String), localDataCenter, sni: { proxy, ids: {} } };
}

async function explain(service: string, tls: TlsOptions, error: unknown): Promise<string> {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return `did not answer within ${SERVICE_TIMEOUT} ms`;
  }
  const known = { ...tls, names: new Map<string, string>() };
  const seen = await lookAtCertificate(service, known).catch(() => undefined);
  const wrong = seen && describeCertificate(service, known, seen);
  return wrong ?? describeAlert(error, known) ?? "cannot be reached";
}
