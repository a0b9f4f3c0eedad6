/** The thread that serves the dashboard, so that the load's has nothing to do with it. */
import { withFigures } from "../../report/figures/figures.ts";
import { html } from "../../report/html/html.ts";
import { renderHtml } from "../../report/html/page.ts";
import { report } from "../../report/report.ts";
import type { Result } from "../../result/document.ts";
import type { Progress } from "../../run/options.ts";
import { answerCalls } from "../../runtime/channel.ts";
import { followRun } from "../../telemetry/live.ts";
import { messageOf } from "../../errors.ts";
import { createClients } from "./clients.ts";
import { BEFORE, describeNow, type Now, OVER } from "./now.ts";
import { pageOf } from "./page.ts";
import { answerWith } from "./server.ts";

/** What is served, and where. */
interface Start {
  readonly port: number;
  readonly scenario: string;
  readonly token: string;
}

/** After a report that took so long to make, the next is offered not before this many times as long. */
const REST = 100;

/** The milliseconds that open pages get for the last report once the run is over. */
const LAST_READ = 3_000;

const live = followRun();
const clients = createClients();
let server: Deno.HttpServer<Deno.NetAddr> | undefined;
let now: Now = BEFORE;
let told = { case: -1, seconds: 0 };
let result: Result | undefined;
let made: { readonly of: Result; readonly isLast: boolean; readonly text: string } | undefined;
let isOver = false;
let version = 0;
let restsUntil = 0;
let offering: ReturnType<typeof setTimeout> | undefined;

function observe(progress: Progress): void {
  live.observe(progress);
  if (progress.type === "measured") {
    result = progress.result;
    version++;
    offering ??= setTimeout(offer, Math.max(0, restsUntil - performance.now()));
  }
  const next = describeNow(progress, live);
  if (next === undefined) return;
  now = next;
  clients.tell("now", sinceTold(next));
}

/** A page knows the seconds that it was told before. */
function sinceTold(next: Now): Now {
  const { at, seconds } = live.current() ?? { at: { index: -1 }, seconds: [] };
  const isSame = at.index === told.case;
  const known = isSame ? told.seconds : 0;
  const last = seconds.at(-1)?.at ?? 0;
  told = { case: at.index, seconds: last };
  return isSame
    ? { ...next, seconds: next.seconds.filter((second) => second.at > known), isWhole: false }
    : next;
}

function offer(): void {
  offering = undefined;
  clients.tell("report", version);
}

/** The report is made when somebody asks for it, and takes a hundredth of the time at most. */
function reportNow(): string | undefined {
  if (result === undefined) return undefined;
  if (made?.of !== result || made.isLast !== isOver) {
    const from = performance.now();
    made = { of: result, isLast: isOver, text: isOver ? html(result) : interim(result) };
    restsUntil = performance.now() + REST * (performance.now() - from);
  }
  return made.text;
}

/** The report of a run that goes on: it was not stopped, and its document is not to be kept yet. */
function interim(result: Result): string {
  const shown: Result = { ...result, status: "completed" };
  return renderHtml({ title: shown.scenario.name, report: withFigures(report(shown), shown) });
}

const calls = {
  /** Begins to serve. Gives the port, or why it cannot be had. */
  start({ port, scenario, token }: Start): { readonly port: number } | { readonly why: string } {
    const { page, policy } = pageOf(scenario);
    const events = () => {
      const first: [string, unknown][] = [["now", { ...now, isWhole: true }]];
      return clients.add(result === undefined ? first : [...first, ["report", version]]);
    };
    const handle = answerWith(token, { page: () => page, policy, report: reportNow, events });
    try {
      server = Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, handle);
    } catch (error) {
      return { why: messageOf(error) };
    }
    return { port: server.addr.port };
  },

  observe,

  /** Offers the last report to the pages that are open, and ends once they have it. */
  async stop(): Promise<void> {
    clearTimeout(offering);
    isOver = true;
    now = OVER;
    clients.tell("now", OVER);
    clients.tell("end", result === undefined ? null : ++version);
    const until = performance.now() + LAST_READ;
    while (clients.count() > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    clients.close();
    await Promise.race([
      server?.shutdown(),
      new Promise((resolve) => setTimeout(resolve, LAST_READ)),
    ]);
  },
};

/** What this thread can be asked. */
export type DashboardCalls = typeof calls;

answerCalls<DashboardCalls>(calls);
