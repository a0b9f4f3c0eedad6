/**
 * Runs a test in which the embedded server's thread can fail.
 *
 * @param test gets a function that fails it, as an error that nothing catches in it does
 */
export async function withFailingServer(
  test: (fail: (message: string) => void) => Promise<void>,
): Promise<void> {
  const { Worker } = globalThis;
  let server: Worker | undefined;
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (String(url).endsWith("/embedded/worker.ts")) server = this;
    }
  };
  try {
    await test((message) => void server?.dispatchEvent(new ErrorEvent("error", { message })));
  } finally {
    globalThis.Worker = Worker;
  }
}
