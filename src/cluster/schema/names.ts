/**
 * What exists under a name that is not there but for upper and lower case. What `wanted` names too is meant besides.
 *
 * @param existing the names of what exists
 * @param wanted all names of that kind that the scenario has
 */
export function findTwin(
  name: string,
  existing: readonly string[],
  wanted: readonly string[],
): string | undefined {
  if (existing.includes(name)) return undefined;
  return existing.find((other) =>
    other.toLowerCase() === name.toLowerCase() && !wanted.includes(other)
  );
}

/** Says of a name that it is there in other letters. */
export function describeTwin(
  kind: "keyspace" | "table" | "column" | "type" | "field" | "index",
  twin: string,
): string {
  return `there is ${kind} "${twin}", which differs in upper and lower case only`;
}

/** What to do about a name that is there in other letters. */
export const TWIN_HINT = "CQL reads a name without quotes as lower case, and cassbench quotes " +
  "every name: write it as the server shows it";
