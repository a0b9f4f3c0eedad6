import { WireError } from "./errors.ts";

/**
 * Fails where no answer has come within these milliseconds, if there are any. The request stays on its way, and its
 * stream in use.
 */
export function within<T>(answer: Promise<T>, timeout: number | undefined): Promise<T> {
  if (timeout === undefined) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const message = `The request took longer than its timeout of ${timeout} ms`;
      reject(new WireError("clientTimeout", "lost", message));
    }, timeout);
    const end = () => clearTimeout(timer);
    answer.then(resolve, reject).finally(end);
  });
}
