/** A count or a rate, without fraction: `58,139`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}
