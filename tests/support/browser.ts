/** A real browser for tests of what the program makes for people to look at. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer-core";
import { testPermitted } from "./needs.ts";

/** Where Chromium is found, in this order. */
const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Milliseconds that the browser may take to start, and a page to load: what else the machine does can be much. */
const PATIENCE = 120_000;

/** How a page is looked at. */
export interface View {
  /** The width of the window in pixels. @default {1440} */
  readonly width?: number;
  /** The height of the window in pixels. @default {900} */
  readonly height?: number;
  /** Whether the reader prefers dark pages. @default {false} */
  readonly dark?: boolean;
  /** Whether the page's scripts run. @default {true} */
  readonly scripts?: boolean;
  /** Whether what the page asks of the network fails. @default {true} for a document, {false} for an address */
  readonly offline?: boolean;
}

/** An open page and what happened on it. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and dialogs that opened. */
  readonly complaints: string[];
  /** The addresses that the page asked for, without its own. */
  readonly requests: string[];
}

/** One browser, for all tests of a file. */
export interface TestBrowser {
  /**
   * Opens a document, as a file that somebody was sent, or the address of a server, and waits until it is loaded.
   *
   * @param what a document that begins with `<!doctype html>`, or an address
   */
  open(what: string, view?: View): Promise<OpenPage>;
}

/** A test whose steps share a browser; it fails where there is none. */
export function testInBrowser(
  name: string,
  fn: (browser: TestBrowser, t: Deno.TestContext) => Promise<void>,
): void {
  testPermitted(name, (t) => withBrowser((browser) => fn(browser, t)));
}

/** Runs a body with a browser that is closed afterwards. */
export async function withBrowser(body: (browser: TestBrowser) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const browser = await launch(join(folder, "profile"));
  try {
    await body({ open: (what, view = {}) => openPage(browser, folder, what, view) });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function launch(profile: string): Promise<Browser> {
  const executablePath = PROGRAMS.find((path) => exists(path));
  if (executablePath === undefined) {
    throw new Error("Cannot open a browser as Chromium is not installed: apt-get install chromium");
  }
  // Reads the environment as it is loaded, which a test process without permissions may not.
  const { default: puppeteer } = await import("puppeteer-core");
  return await puppeteer.launch({
    executablePath,
    userDataDir: profile,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    timeout: PATIENCE,
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function openPage(
  browser: Browser,
  folder: string,
  what: string,
  { width = 1440, height = 900, dark = false, scripts = true, offline }: View,
): Promise<OpenPage> {
  const isDocument = what.startsWith("<!doctype html>");
  const address = isDocument ? await save(folder, what) : what;
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height, hasTouch: width < 600 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
  ]);
  if (offline ?? isDocument) await page.setOfflineMode(true);
  await page.goto(address, { waitUntil: "load", timeout: PATIENCE });
  return { page, complaints, requests, [Symbol.asyncDispose]: () => page.close() };
}

async function save(folder: string, document: string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.html`);
  await Deno.writeTextFile(path, document);
  return pathToFileURL(path).href;
}
