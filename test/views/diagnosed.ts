import {
  type Bar,
  commissionBps,
  type DiagnosticCode,
  defineStrategy,
  replay,
  type SessionOptions,
  type Strategy,
  type StrategyContext,
} from "../../src/index";
import { lab } from "../api/labs";

/** What a strategy does at a step, by its place. */
export type Step = (context: StrategyContext, at: number) => void;

/** What a scripted session is made of. */
export interface Script {
  readonly prices?: readonly number[];
  readonly others?: readonly number[];
  /** How far the low is below the other prices of a bar. */
  readonly wick?: number;
  readonly step?: Step;
  /** Instead of one that takes the step. */
  readonly strategy?: Strategy;
  readonly options?: SessionOptions;
}

const bar = (symbol: string, at: number, price: number, wick = 0): Bar => {
  return {
    symbol,
    time: Date.UTC(2020, 0, 2 + at),
    open: price,
    high: price,
    low: price - wick,
    close: price,
    volume: 1e6,
  };
};
/** Prices of 100 and 101 in turn. */
export const flat = (length: number) => Array.from({ length }, (_, at) => 100 + (at % 2));
const free = { commission: commissionBps(0.01) } as const;
/** Buys and sells ten shares of X in turn, every second day. */
export const inTurn: Step = ({ position, order }, at) => {
  if (at % 2 === 0) order({ symbol: "X", side: position("X").quantity > 0 ? "sell" : "buy", quantity: 10 });
};

function scripted(step: Step | undefined): Strategy {
  return defineStrategy({
    name: "scripted",
    state: () => ({ at: 0 }),
    onBars: (context) => step?.(context as unknown as StrategyContext, context.state.at++),
  }) as unknown as Strategy;
}

/** Runs a session of X, and of Y where there are prices of others. */
export async function run(
  { prices = flat(400), others, wick, step, strategy = scripted(step), options }: Script,
  path?: string,
) {
  const bars = [
    ...prices.map((price, at) => bar("X", at, price, wick)),
    ...(others ?? []).map((price, at) => bar("Y", at, price)),
  ];
  const feed = replay(bars, { calendar: "always", interval: "1d" });
  return (await lab(path)).run(feed, strategy, { name: "scripted", initialCapital: 10_000, ...free, ...options });
}

/** Buys ten shares of X at the first step. */
export const hold: Step = ({ buy }, at) => {
  if (at === 0) buy("X", 10);
};

/** Returns what a diagnostic says of a session; `undefined` where it says nothing. */
export async function told(script: Script, code: DiagnosticCode): Promise<string | undefined> {
  return (await run(script)).diagnosticRows().find((row) => row.code === code)?.what;
}
