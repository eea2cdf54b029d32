import seedrandom from "seedrandom";
import type { RandomStream } from "../core/random";

/** Begins the random stream of a seed; `1` and `"1"` are the same seed. */
export function seededRandom(seed: string | number): RandomStream {
  return seedrandom(String(seed));
}
