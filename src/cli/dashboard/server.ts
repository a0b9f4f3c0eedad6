import { timingSafeEqual } from "node:crypto";

/** What a dashboard answers with. */
export interface DashboardPages {
  /** The page that shows the run. */
  page(): string;
  /** The policy of the page. */
  readonly policy: string;
  /** The report of what was measured so far; `undefined` while there is nothing. */
  report(): string | undefined;
  /** What the page is told from now on; `undefined` where too many are told already. */
  events(): ReadableStream | undefined;
}

/** Of no other page's business: not to be kept, framed, guessed at, or told on by a link. */
const HEADERS = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The names that this machine has for itself: a page of another name that leads here is somebody else's. */
const OWN_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Answers those who know the token, and who came by a name of this machine and from no other page. So a page of the web
 * reads nothing, also when its name is made to lead here (DNS rebinding).
 */
export function answerWith(token: string, pages: DashboardPages): Deno.ServeHandler {
  return (request) => {
    const { pathname, hostname, host } = addressOf(request);
    const origin = request.headers.get("origin");
    const isOwn = OWN_NAMES.has(hostname) && (origin === null || origin === `http://${host}`);
    if (!isOwn) return refuse(403, "This is for pages of this machine alone");
    const [, given = "", path, ...more] = pathname.split("/");
    if (!isEqual(given, token) || path === undefined || more.length > 0) {
      return refuse(404, "There is nothing here: the whole address is on the terminal of the run");
    }
    if (request.method !== "GET") return refuse(405, "There is nothing to change here");
    return find(path, pages);
  };
}

function find(path: string, { page, policy, report, events }: DashboardPages): Response {
  if (path === "") {
    return answer(page(), "text/html; charset=utf-8", { "content-security-policy": policy });
  }
  if (path === "report") {
    const text = report();
    // As text: a document by itself would not have the policy of the page.
    return text === undefined
      ? refuse(404, "Nothing was measured yet")
      : answer(text, "text/plain; charset=utf-8");
  }
  if (path === "events") {
    const stream = events();
    return stream === undefined
      ? refuse(503, "Too many pages show this run")
      : answer(stream, "text/event-stream");
  }
  return refuse(404, "There is nothing here");
}

/** Where a request thinks it is; what names no host is from nowhere. */
function addressOf(request: Request): Pick<URL, "pathname" | "hostname" | "host"> {
  const host = request.headers.get("host") ?? "";
  const { pathname } = new URL(request.url);
  const address = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  return { pathname, hostname: address?.hostname ?? "", host };
}

function answer(body: BodyInit, type: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { headers: { ...HEADERS, "content-type": type, ...headers } });
}

function refuse(status: number, why: string): Response {
  const headers = { ...HEADERS, "content-type": "text/plain; charset=utf-8" };
  return new Response(`${why}\n`, { status, headers });
}

/** Whether two texts are equal, in a time that does not tell how much of them is. */
function isEqual(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => new TextEncoder().encode(text)) as [
    Uint8Array,
    Uint8Array,
  ];
  return one.length === other.length && timingSafeEqual(one, other);
}
