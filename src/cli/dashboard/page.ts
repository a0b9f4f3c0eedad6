import { BROWSER_CODE, CHART_STYLE } from "../../report/html/browser_code.ts";
import { escapeHtml, tag } from "../../report/html/element.ts";
import { policyOf } from "../../report/html/policy.ts";
import { STYLE } from "../../report/html/style.ts";
import { DASHBOARD_CODE } from "./browser_code.ts";
import { DASHBOARD_STYLE } from "./style.ts";

/** A page, and the policy that it is served with. */
export interface DashboardPage {
  readonly page: string;
  readonly policy: string;
}

/** The page of a run that goes on: what runs now, and below it the report of what was measured. */
export function pageOf(scenario: string): DashboardPage {
  const reports = STYLE + CHART_STYLE;
  const style = reports + DASHBOARD_STYLE;
  const head = [
    tag("meta", { charset: "utf-8" }),
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { name: "color-scheme", content: "light dark" }),
    tag("title", {}, escapeHtml(`${scenario}: running`)),
    `<style>${style}</style>`,
  ];
  const now = tag(
    "div",
    { id: "now", role: "region", "aria-label": "What runs now" },
    tag("p", { id: "title", role: "status" }, "…"),
    tag("progress", { id: "share", max: 1, "aria-label": "How much of it is done" }),
    tag("dl", { id: "figures-now" }),
    tag("div", { id: "charts" }),
  );
  const body = [
    now,
    tag("div", { id: "run" }),
    tag("template", { id: "report-code" }, `<script>${REPORT_CODE}</script>`),
    `<script type="module">${DASHBOARD_CODE}</script>`,
  ];
  const page = [
    "<!doctype html>",
    '<html lang="en">',
    tag("head", {}, "\n", head.join("\n"), "\n"),
    tag("body", { class: "dashboard" }, "\n", body.join("\n"), "\n"),
    "</html>\n",
  ].join("\n");
  // A report's own style is in what the page reads of it.
  const policy = policyOf([style, reports], [REPORT_CODE, DASHBOARD_CODE]);
  return { page, policy: `${policy}; ${MORE}` };
}

/** The report's own code, which runs each time that a report comes, with names of its own. */
const REPORT_CODE = `(() => {${BROWSER_CODE}\n})();`;

/** It asks its own server alone, and stands in no other page. */
const MORE = "connect-src 'self'; frame-ancestors 'none'";
