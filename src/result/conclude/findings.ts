import type { Finding, Result } from "../document.ts";
import { findClientFindings } from "./client_findings.ts";
import { findModeFindings } from "./mode_findings.ts";
import { findZoneFindings } from "./zone_findings.ts";

/** What a result shows, in words. */
export function findFindings(result: Result): Finding[] {
  return [
    ...findModeFindings(result),
    ...findClientFindings(result),
    ...findZoneFindings(result),
  ];
}

/** The findings of a result; those of a document from before it held them are found now. */
export function findingsOf(result: Result): readonly Finding[] {
  return result.findings ?? findFindings(result);
}
