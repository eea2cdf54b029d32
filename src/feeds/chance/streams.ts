import { xor4096 } from "seedrandom";
import { log } from "../../core/chance/exact";
import { normalQuantile } from "../../core/chance/normal";

/** A stream of random numbers: the same for the same seed and names, and independent of all others. */
export interface Stream {
  /** Returns the next number between 0 and 1, never one of them. */
  uniform(): number;
  /** Returns the next standard normal number, by inversion: one uniform number each. */
  normal(): number;
  /** Returns the next exponential number, of mean 1. */
  exponential(): number;
}

/** What seeds a feed. */
export type Seed = string | number;

const cells = 2 ** 52;

/**
 * Opens the stream of a seed for a symbol and a purpose: `streamOf(seed, "AAPL", "close")`. Each has a generator of its own
 * (xor4096), so that a symbol more, or a purpose, changes no other.
 */
export function streamOf(seed: Seed, ...names: readonly string[]): Stream {
  const { double } = xor4096(JSON.stringify([seed, ...names]));
  // The middle of a cell, which is exact, and symmetric about 1/2.
  const uniform = () => (Math.floor(double() * cells) + 0.5) / cells;
  return { uniform, normal: () => normalQuantile(uniform()), exponential: () => -log(uniform()) };
}

/** Returns the seed of a kind of feed, so that two kinds with one seed and symbol have nothing in common. */
export function seedOf(kind: string, seed: Seed): Seed {
  return JSON.stringify([kind, seed]);
}
