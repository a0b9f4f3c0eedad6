import type { CallDefaults } from "../../scenario/calls/call_options.ts";
import { type OptionedCall, optionsFor } from "../../scenario/calls/option_rules.ts";
import { type Session, wrapCalls } from "../../scenario/calls/session.ts";

/** Which parameter of each call its options are, from 0. */
export const OPTIONS_AT: Readonly<Record<keyof Session & OptionedCall, number>> = {
  ...{ create: 2, createIfNotExists: 2, find: 2, findAll: 2 },
  ...{ update: 3, delete: 2, batch: 1, execute: 2 },
};

/** Makes a session whose calls have these options where they do not give their own: each call those that it takes. */
export function withDefaults(session: Session, defaults: CallDefaults = {}): Session {
  if (Object.keys(defaults).length === 0) return session;
  return wrapCalls(session, (request, name) => {
    const own = optionsFor(name, defaults);
    const at = OPTIONS_AT[name];
    return (...args) => {
      const given = args[at];
      if (given === undefined) args[at] = own;
      // What is no object is refused where the call is sent.
      else if (typeof given === "object") args[at] = { ...own, ...given };
      return request(...args);
    };
  });
}
