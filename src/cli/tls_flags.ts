import { lackedPermission, readText } from "../runtime/permissions.ts";
import { findTlsProblems } from "../cluster/tls/check.ts";
import type { TlsOptions } from "../cluster/tls/options.ts";
import { messageOf } from "../errors.ts";
import { visible } from "../result/format.ts";
import { flagOf } from "../scenario/setting_flags.ts";
import type { Flags, FlagValues } from "./flags.ts";

/** The flags of TLS. */
export const TLS_FLAGS = {
  "tls": { kind: "switch", help: "speak TLS; so does each of the next five" },
  "ca": { kind: "text", value: "FILE", help: "authorities to trust, in PEM" },
  "cert": { kind: "text", value: "FILE", help: "the client's certificate, in PEM" },
  "key": { kind: "text", value: "FILE", help: "its private key, in PEM" },
  "server-name": { kind: "text", value: "NAME", help: "what the nodes' certificates say" },
  "insecure": { kind: "switch", help: "accept every certificate" },
} satisfies Flags;

type TlsFlags = FlagValues<typeof TLS_FLAGS>;

/** The names of the flags. */
export const TLS_FLAG_NAMES = Object.keys(TLS_FLAGS) as (keyof TlsFlags)[];

/** The flags whose value is a file. */
const FILES = ["ca", "cert", "key"] as const;

/** The text of the file that a flag names; where it cannot be read, that is a problem. */
export function readNamed(name: string, file: string, problems: string[]): string | undefined {
  try {
    return readText(file);
  } catch (error) {
    const [reason] = (lackedPermission(error)?.problem ?? messageOf(error)).split(": ");
    problems.push(`--${name} cannot be read: "${visible(file)}": ${reason}`);
    return undefined;
  }
}

/** Reads how to speak TLS, and the files that it needs; `undefined` where none of its flags is given. */
export function readTls(flags: TlsFlags, problems: string[]): true | TlsOptions | undefined {
  if (TLS_FLAG_NAMES.every((name) => flags[name] === undefined)) return undefined;
  const unread = new Set<string>();
  const files = FILES.flatMap((name) => {
    const file = flags[name];
    if (file === undefined) return [];
    const text = readNamed(name, file, problems);
    if (text === undefined) unread.add(name);
    return [[name, text ?? ""]];
  });
  const { insecure, "server-name": serverName } = flags;
  const options: TlsOptions = {
    ...Object.fromEntries(files),
    ...serverName !== undefined && { serverName },
    ...insecure !== undefined && { insecure },
  };
  const wrong = findTlsProblems(options, (field) => `--${flagOf(field)}`);
  for (const { field, text } of wrong.filter(({ field }) => !unread.has(field))) {
    problems.push(`--${flagOf(field)} ${text}`);
  }
  return Object.keys(options).length === 0 ? true : options;
}
