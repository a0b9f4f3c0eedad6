import { findTlsProblems } from "../cluster/tls/check.ts";
import type { TlsOptions } from "../cluster/tls/options.ts";
import { type Problem, showShort } from "../scenario/check/problems.ts";

/** The type of each option. */
const TYPES: Readonly<Record<keyof TlsOptions, "string" | "boolean">> = {
  ca: "string",
  cert: "string",
  key: "string",
  serverName: "string",
  insecure: "boolean",
};

const PATH = ["target", "tls"] as const;

/** Everything that is wrong with how TLS is to be spoken. No value is shown, as it can be a private key. */
export function findWrongTls(tls: unknown): Problem[] {
  if (tls === undefined || tls === true) return [];
  if (typeof tls !== "object" || tls === null) {
    const found = typeof tls === "string" ? "a string" : showShort(tls);
    return [{
      path: PATH,
      text: `must be true or { ${Object.keys(TYPES).join(", ")} }: found ${found}`,
    }];
  }
  const wrong = Object.entries(tls).flatMap(([name, value]) => {
    const path = [...PATH, name];
    if (!Object.hasOwn(TYPES, name)) return [{ path, text: "is no key that cassbench knows" }];
    const type = TYPES[name as keyof TlsOptions];
    return value === undefined || typeof value === type
      ? []
      : [{ path, text: `must be a ${type}: found one of type ${typeof value}` }];
  });
  if (wrong.length > 0) return wrong;
  return findTlsProblems(tls, (field) => `tls.${field}`)
    .map(({ field, text }) => ({ path: [...PATH, field], text }));
}
