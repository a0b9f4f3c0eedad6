/** The failures of writes that may have happened all the same. */
const unknown = new WeakSet<object>();

/** How far the causes of a failure are followed. */
const MOST_CAUSES = 100;

/** Notes that this is the failure of a write which may have happened all the same. */
export function markUnknown<E>(error: E): E {
  if (typeof error === "object" && error !== null) unknown.add(error);
  return error;
}

/**
 * Whether a failure, or one of those that caused it, is that of a write which may have happened all the same.
 *
 * @param also what else leaves that open
 */
export function isUnknownWrite(
  failure: unknown,
  also: (error: object) => boolean = () => false,
): boolean {
  const all = new Set([failure]);
  for (const error of all) {
    if (typeof error !== "object" || error === null) continue;
    if (unknown.has(error) || also(error)) return true;
    if (all.size > MOST_CAUSES) continue;
    const { cause, errors } = error as { cause?: unknown; errors?: unknown };
    all.add(cause);
    if (Array.isArray(errors)) { for (const one of errors) all.add(one); }
  }
  return false;
}
