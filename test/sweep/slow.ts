import { defineStrategy, type Lab, range, type Sweep, threads } from "../../src/index";
import { year } from "../api/labs";

/** How many runs `slowSweep` has. */
export const slowRuns = 400;

/** Runs a sweep whose runs take ten milliseconds each, in two threads. */
export function slowSweep(lab: Lab, signal?: AbortSignal): Promise<Sweep> {
  const slow = defineStrategy({
    name: "slow",
    params: { size: 1 },
    onStart() {
      const end = Date.now() + 10;
      while (Date.now() < end);
    },
    onBars({ params, buy }) {
      buy("AAPL", params.size);
    },
  });
  const sizes = { size: range(1, slowRuns) };
  const options = { name: "slow", symbols: ["AAPL"], metrics: ["finalEquity" as const], rank: "finalEquity" as const };
  return lab.sweep(year, slow, { ...options, grid: sizes, on: threads({ count: 2 }), signal });
}
