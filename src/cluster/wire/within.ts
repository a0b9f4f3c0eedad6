import { failedWrite } from "../failed_write.ts";
import { WireError } from "./errors.ts";

/**
 * Fails where no answer has come within these milliseconds, if there are any. The request stays on its way, and its
 * stream in use.
 */
export function within<T>(
  answer: Promise<T>,
  timeout: number | undefined,
  isWrite: boolean,
): Promise<T> {
  if (timeout === undefined) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const message = `The request took longer than its timeout of ${timeout} ms`;
      const error = new WireError("clientTimeout", "lost", message);
      reject(isWrite ? failedWrite(error) : error);
    }, timeout);
    const end = () => clearTimeout(timer);
    answer.then(resolve, reject).finally(end);
  });
}
