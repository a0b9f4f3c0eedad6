import { isChange } from "./change.ts";
import type { Model } from "../schema/model.ts";
import type { Session } from "./session.ts";
import { isCounterTable } from "../cql/definitions.ts";

/** Whether a text of CQL only reads, as far as its first word tells. */
export function isRead(cql: string): boolean {
  return /^\s*select\b/i.test(cql);
}

/**
 * Whether the same call can be sent twice without harm, where it does not say so itself: reads; writes of values, as
 * each has the time at which it is sent; not what adds to a value, what depends on a condition, or what nobody knows.
 */
export function isIdempotent(call: keyof Session, args: readonly unknown[]): boolean {
  switch (call) {
    case "find":
    case "findAll":
    case "create":
    case "delete":
      return true;
    case "update": {
      const [model, , changes] = args as [Model, unknown, object];
      return !isCounterTable(model) && !Object.values(Object(changes)).some(isChange);
    }
    case "execute":
      return isRead(String(args[0]));
    default:
      return false;
  }
}
