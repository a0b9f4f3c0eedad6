let last = 0;

/** Takes the time of now for the timestamps that follow, as each of them would take a tenth of a request. */
export function refreshTimestamps(): void {
  last = Math.max(last, Date.now() * 1_000);
}

/** The time of a write in microseconds since 1970, later than every one before it. */
export function nextTimestamp(): number {
  return ++last;
}
