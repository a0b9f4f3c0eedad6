import type { Mode } from "../scenario/settings.ts";
import type { Result } from "./document.ts";

type Run = Pick<Result, "cases" | "environment" | "search">;

/** Whether operations were sent on a schedule. */
export function isOpenLoad({ cases, environment: { settings } }: Run): boolean {
  if (cases.length > 0) return cases.some(({ schedule }) => schedule !== null);
  return settings.rate !== undefined || settings.stages !== undefined;
}

/** Whether the modes of a page are compared; a search compares rates instead. */
export function isPage({ environment: { settings }, search }: Run): boolean {
  return settings.mode !== undefined && search === undefined;
}

/** The modes of a page, in their order; empty for other operations. */
export function modesOf({ environment: { settings } }: Run): readonly Mode[] {
  return settings.mode ?? [];
}
