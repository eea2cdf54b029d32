import { defineStrategy, gbm, type Lab, queue, range, type Sweep, type SweepOptions } from "../../../src/index";

/** The secret that the tests' labs and workers share. */
export const key = "a secret of the tests";

/** Two symbols for some years. */
export const feed = gbm({ A: { price: 100, drift: 0.1 }, B: { price: 50 } }, { bars: 1500, seed: 7 });

/** A strategy whose runs take about five milliseconds, with variables outside. */
const scale = { short: 1 };
const average = (values: ArrayLike<number>, count: number) => {
  let sum = 0;
  for (let at = values.length - count; at < values.length; at++) sum += values[at];
  return (sum / count) * scale.short;
};
export const cross = defineStrategy({
  name: "cross",
  params: { fast: 5, slow: 20 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const { close } = history(bar.symbol);
    if (close.length < params.slow) return;
    orderTargetWeight(bar.symbol, average(close, params.fast) > average(close, params.slow) ? 0.5 : 0);
  },
});

/** 100 pairs of params. */
export const grid = { fast: range(5, 14), slow: range(20, 65, 5) };

/** Sweeps 100 pairs over a queue, unless another grid is given. */
export function sweepOver(
  lab: Lab,
  url: string,
  more: Omit<Partial<SweepOptions<never>>, "grid"> & { grid?: object; patience?: number; verify?: number } = {},
): Promise<Sweep> {
  const { patience, verify, ...options } = more;
  const on = queue(url, { key, ...(patience !== undefined && { patience }), ...(verify !== undefined && { verify }) });
  return lab.sweep(feed, cross, { name: "over a queue", grid, on, ...options } as never);
}

/** The fingerprints of a sweep, in the order of its runs. */
export function fingerprintsOf(sweep: Sweep): (string | undefined)[] {
  return Array.from({ length: sweep.length }, (_, run) => sweep.fingerprint(run));
}
