import { inspect } from "node:util";
import { z } from "zod";
import { type Problem, problemsOf } from "../scenario/check/problems.ts";

/** No text of a login may have a zero, which ends it on its way to the server. */
const WHOLE = /^[^\0]+$/;

const PASSWORD = "must be a text, or a function that gives one";

/** What the two parts of a login must be. */
export const LOGIN_SHAPE = {
  username: z.string("must be a name").regex(WHOLE, "must be a name"),
  password: z.union([z.string().regex(WHOLE, PASSWORD), z.function()], PASSWORD),
} as const;

const login = z.strictObject(LOGIN_SHAPE, "must be { username, password }");

/** What stands for a value that no message may show. */
const HIDDEN = { [inspect.custom]: () => "what is not shown here" };

/** What a message may show of an option that can hold a password: of an address, what has none before an `@`. */
export function withoutSecrets(option: unknown): unknown {
  if (typeof option === "string") return option.includes("@") ? HIDDEN : option;
  if (typeof option !== "object" || option === null) return option;
  if (Array.isArray(option)) return option.map(withoutSecrets);
  return Object.fromEntries(
    Object.entries(option).map((
      [key, value],
    ) => [key, key === "password" || key === "tls" ? HIDDEN : withoutSecrets(value)]),
  );
}

/** What is wrong with the login at a Cassandra that is started. */
export function findWrongLogin(option: unknown): Problem[] {
  if (option === undefined) return [];
  const shown = typeof option === "string" ? HIDDEN : withoutSecrets(option);
  return problemsOf(login.safeParse(option).error, shown, ["cassandraLogin"]);
}

/** What a login lacks, at the way to its options. */
export function findHalfLogin(option: unknown, place: string): Problem[] {
  const { username, password } = Object(option) as Record<string, unknown>;
  if ((username === undefined) === (password === undefined)) return [];
  return username === undefined
    ? [{ path: [place, "password"], text: "goes with a username" }]
    : [{ path: [place, "username"], text: "goes with a password" }];
}
