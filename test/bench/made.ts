// Prints, as JSON, how fast prices are made, and how far their moments are from the truth, in standard errors.
import { gbmSource } from "../../dist/feeds/made/gbm";

const bars = 10_000_000;
const minutes = 365 * 24 * 60;
const [drift, volatility] = [0.3, 0.6];
const options = { bars, interval: "1m", calendar: "always" } as const;

/** Sums of some numbers and of their squares. */
class Moments {
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  /** How many standard errors the mean is from the truth. */
  off(truth: number): number {
    const mean = this.#sum / this.#count;
    const variance = this.#squares / this.#count - mean * mean;
    return Math.abs(mean - truth) / Math.sqrt(variance / this.#count);
  }
}

/** Goes through all bars, with closes alone or with extremes and volumes; returns millions of bars a second, the best of three. */
function speed(extremes: boolean): number {
  const of = extremes ? {} : { volume: 0 };
  const times = Array.from({ length: 3 }, () => {
    const started = performance.now();
    let rows = 0;
    for (const block of gbmSource({ A: of }, { ...options, bars: bars / 5, extremes }).blocks()) rows += block.length;
    return rows / 1000 / (performance.now() - started);
  });
  return Math.max(...times);
}

function moments(): Record<string, number> {
  const feed = gbmSource(
    { A: { drift, volatility }, B: { volatility } },
    { ...options, correlation: 0.5, seed: "moments" },
  );
  const names = ["drift", "variance", "correlation", "Parkinson", "Garman and Klass"] as const;
  const found = Object.fromEntries(names.map((name) => [name, new Moments()]));
  const variance = volatility ** 2 / minutes;
  const mean = drift / minutes - variance / 2;
  for (const { open, high, low, close, length } of feed.blocks()) {
    for (let row = 0; row < length; row += 2) {
      const one = Math.log(close[row] / open[row]) - mean;
      const other = Math.log(close[row + 1] / open[row + 1]) + variance / 2;
      const [c, h, l] = [one + mean, Math.log(high[row] / open[row]), Math.log(low[row] / open[row])];
      found.drift.add(one);
      found.variance.add(one * one);
      found.correlation.add((one * other) / variance);
      // Beside the closes of the same bars.
      found.Parkinson.add((h - l) ** 2 / (4 * Math.LN2) - c * c);
      found["Garman and Klass"].add(0.5 * (h - l) ** 2 - (2 * Math.LN2 - 1) * c * c);
    }
  }
  const truths = { drift: 0, variance, correlation: 0.5, Parkinson: 0, "Garman and Klass": variance };
  return Object.fromEntries(names.map((name) => [name, found[name].off(truths[name])]));
}

console.log(JSON.stringify({ closes: speed(false), bars: speed(true), ...moments() }));
