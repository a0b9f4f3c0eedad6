/** Does what is due and returns the instant at which it is to be called again; `undefined` for never. */
export type DueTask = (now: number) => number | undefined;

/** Tasks, each of which waits for an instant. */
export interface Agenda {
  /** Lets a task wait for an instant of the clock. A task may be in the agenda once. */
  add(due: number, task: DueTask): void;
  /** Runs the tasks that are due by now. Returns the instant of the next one; `undefined` without any. */
  run(now: number): number | undefined;
}

interface Entry {
  due: number;
  /** Keeps tasks of one instant in their order. */
  readonly turn: number;
  readonly task: DueTask;
}

/** Makes an empty agenda: a binary heap, as thousands of connections can wait at once. */
export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let turns = 0;

  function isBefore(a: Entry, b: Entry): boolean {
    return a.due < b.due || (a.due === b.due && a.turn < b.turn);
  }

  function add(due: number, task: DueTask): void {
    const entry = { due, turn: turns++, task };
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  function takeFirst(): Entry {
    const first = heap[0]!, last = heap.pop()!;
    if (heap.length > 0) sink(last);
    return first;
  }

  function sink(entry: Entry): void {
    const { length } = heap;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, entry)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = entry;
  }

  return {
    add,
    run(now) {
      while (heap.length > 0 && heap[0]!.due <= now) {
        const { task } = takeFirst();
        const again = task(now);
        if (again !== undefined) add(again, task);
      }
      return heap[0]?.due;
    },
  };
}
