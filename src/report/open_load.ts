import type { Result } from "../result/document.ts";

/** Whether operations were sent on a schedule. */
export function isOpenLoad({ cases, environment: { settings } }: Result): boolean {
  if (cases.length > 0) return cases.some(({ schedule }) => schedule !== null);
  return settings.rate !== undefined || settings.stages !== undefined;
}
