/** Which rows of a long list are worth drawing. Pure arithmetic; the component measures. */

export interface Span {
  /** First row to draw and the row after the last. */
  start: number;
  end: number;
  /** Height in pixels of the rows left out above and below. */
  above: number;
  below: number;
}

/** The top edge of every row, and as last entry the height of all. */
export function edges(keys: readonly string[], heights: ReadonlyMap<string, number>, estimate: number): Float64Array {
  const tops = new Float64Array(keys.length + 1);
  keys.forEach((key, index) => {
    tops[index + 1] = (tops[index] as number) + (heights.get(key) ?? estimate);
  });
  return tops;
}

/** The rows that touch the strip from `from` to `to`, in pixels from the top of the list. */
export function span(tops: Float64Array, from: number, to: number): Span {
  const count = tops.length - 1;
  const total = tops[count] as number;
  const start = Math.min(lastAtOrBefore(tops, from), count);
  let end = Math.min(lastAtOrBefore(tops, to) + 1, count);
  if (to < 0) end = start;
  return { start, end, above: tops[start] as number, below: total - (tops[end] as number) };
}

/** Index of the last edge that is not below the position. */
function lastAtOrBefore(tops: Float64Array, position: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
