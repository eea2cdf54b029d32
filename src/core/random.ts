import seedrandom from "seedrandom";

/** Returns a generator of uniform numbers from 0 (inclusive) to 1 (exclusive), the same ones for the same seed. */
export function seededRandom(seed: string | number): () => number {
  return seedrandom(String(seed));
}
