// Stands in for jsr:@std/async/pool where JSR cannot be reached: same contract, and a cost per item that grows with the pool as std's does.

const FAILURE = "Cannot complete the mapping as an error was thrown from an item";

/**
 * Maps `array` with at most `poolLimit` calls of `iteratorFn` running at once, and yields the results in the order of the input.
 *
 * Items are started as calls end, whether or not anyone reads the results. After a first rejection no further item is
 * started; those running are awaited and what succeeded is yielded.
 *
 * @param poolLimit How many calls may run at once: a positive integer.
 * @param array What to map.
 * @param iteratorFn Called once per item.
 * @returns The results, in the order of the input.
 * @throws {RangeError} If `poolLimit` is not a positive integer.
 * @throws {AggregateError} While iterating, with every rejection of `iteratorFn` or of `array`.
 */
export function pooledMap<T, R>(
  poolLimit: number,
  array: Iterable<T> | AsyncIterable<T>,
  iteratorFn: (data: T) => Promise<R>,
): AsyncIterableIterator<R> {
  if (!Number.isInteger(poolLimit) || poolLimit < 1) {
    throw new RangeError(
      `Cannot pool as 'poolLimit' must be a positive integer: received ${poolLimit}`,
    );
  }
  let stopped = false;
  const running = new Set<Promise<unknown>>();

  async function settle(item: T): Promise<PromiseSettledResult<R>> {
    const [outcome] = await Promise.allSettled([Promise.try(iteratorFn, item)]);
    stopped ||= outcome.status === "rejected";
    return outcome;
  }

  async function startAll(
    outcomes: ReadableStreamDefaultController<Promise<PromiseSettledResult<R>>>,
  ): Promise<void> {
    for await (const item of array) {
      if (stopped) break;
      const outcome = settle(item);
      outcomes.enqueue(outcome);
      running.add(outcome);
      outcome.then(() => running.delete(outcome));
      if (running.size >= poolLimit) await Promise.race(running);
      // Again, as a source that waits for its next item must not hold the failure back.
      if (stopped) break;
    }
  }

  return inOrder(
    new ReadableStream({
      async start(outcomes) {
        try {
          await startAll(outcomes);
        } catch (reason) {
          outcomes.enqueue(Promise.resolve({ status: "rejected", reason }));
        }
        outcomes.close();
      },
      cancel() {
        stopped = true;
      },
    }),
  );
}

async function* inOrder<R>(
  outcomes: ReadableStream<Promise<PromiseSettledResult<R>>>,
): AsyncGenerator<R, void> {
  const errors: unknown[] = [];
  for await (const next of outcomes) {
    const outcome = await next;
    if (outcome.status === "fulfilled") yield outcome.value;
    else errors.push(outcome.reason);
  }
  if (errors.length > 0) throw new AggregateError(errors, FAILURE);
}
