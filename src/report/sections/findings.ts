import { findingsOf } from "../../result/conclude/findings.ts";
import type { Finding, Result } from "../../result/document.ts";
import { list, paragraph, type Report } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** The findings about all combinations as paragraphs, those about one each as a list, then their advice, once. */
export function findingsSection(result: Result): Report {
  const findings = findingsOf(result);
  const ofAll = findings.filter(({ parameters }) => parameters === undefined);
  const ofOne = findings.flatMap(({ parameters, message }) =>
    parameters === undefined ? [] : [{ parameters, message }]
  );
  const { label } = coordinatesOf(ofOne);
  return [
    ...ofAll.map(({ message }) => paragraph(message)),
    ...list(ofOne.map((finding) => ({ text: `${label(finding)}: ${finding.message}` }))),
    ...adviceOf(findings).map((advice) => paragraph(advice)),
  ];
}

function adviceOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ advice }) => advice ?? []))];
}
