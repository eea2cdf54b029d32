import seedrandom from "seedrandom";
import type { RandomStream } from "../core/random";

/**
 * Begins the random stream of a seed; `1` and `"1"` are the same seed. `name`: begins another stream of that seed, which
 * has nothing in common with the first.
 */
export function seededRandom(seed: string | number, name?: string): RandomStream {
  return seedrandom(name === undefined ? String(seed) : JSON.stringify([String(seed), name]));
}
