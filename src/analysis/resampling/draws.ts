import { log } from "../../core/chance/exact";
import { streamOf } from "../../feeds/chance/streams";

/** How often, with which chance and in how long blocks is resampled. */
export interface DrawOptions {
  /** Number of resamples. */
  readonly draws: number;
  /** The same seed gives the same resamples. */
  readonly seed: string | number;
  /** Mean block length, in returns, 1 or more. */
  readonly blockLength: number;
}

/**
 * Calls `each` with the indices of every resample of `length` returns by the stationary bootstrap: blocks that begin
 * anywhere, go on beyond the end from the beginning, and end with probability `1/blockLength` after each return. The array
 * is the same each time, with other numbers. Take the same indices of all series, so that their dependence is kept.
 * Source: Politis and Romano (1994), The Stationary Bootstrap.
 */
export function stationaryDraws(
  length: number,
  { draws, seed, blockLength }: DrawOptions,
  each: (indices: Int32Array, draw: number) => void,
): void {
  const { uniform, exponential } = streamOf(seed, "stationary");
  const indices = new Int32Array(length);
  // A geometric number is an exponential one, rounded up.
  const scale = blockLength > 1 ? -1 / log(1 - 1 / blockLength) : 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let at = 0; at < length; ) {
      let index = Math.floor(uniform() * length);
      const end = scale === 0 ? at + 1 : Math.min(length, at + Math.max(1, Math.ceil(exponential() * scale)));
      for (; at < end; at++) {
        indices[at] = index++;
        if (index === length) index = 0;
      }
    }
    each(indices, draw);
  }
}

/**
 * Calls `each` with the first indices of the blocks of every resample by the circular block bootstrap: `⌊length/blockLength⌋`
 * blocks, all of one length, a whole number here. The array is the same each time, with other numbers.
 * Source: Politis and Romano (1992), A Circular Block-Resampling Procedure for Stationary Data.
 */
export function circularDraws(
  length: number,
  { draws, seed, blockLength }: DrawOptions,
  each: (starts: Int32Array, draw: number) => void,
): void {
  const { uniform } = streamOf(seed, "circular");
  const starts = new Int32Array(Math.floor(length / blockLength));
  for (let draw = 0; draw < draws; draw++) {
    for (let block = 0; block < starts.length; ) {
      // What is behind the point is uniform too, and has digits enough for another place.
      const place = uniform() * length;
      const first = Math.floor(place);
      starts[block++] = first;
      if (block < starts.length) starts[block++] = Math.floor((place - first) * length);
    }
    each(starts, draw);
  }
}
