import { type Bar, defineStrategy, replay, type Session, type SessionOptions } from "../../../src/index";

export const bar = (symbol: string, at: number, price: number): Bar => {
  return { symbol, time: Date.UTC(2024, 0, 2 + at), open: price, high: price, low: price, close: price, volume: 1e6 };
};
export const wave = (at: number, of: number) => 100 + at * of + 5 * Math.sin(at * of);
export const bars = (symbol: string, of: number) =>
  Array.from({ length: 60 }, (_, at) => bar(symbol, at, wave(at, of)));
export const daily = { calendar: "always", interval: "1d" } as const;
export const dividend = { ex_date: "2024-01-20", symbol: "SPY", type: "dividend", value: 2 } as const;
export const feed = replay([...bars("SPY", 0.7), ...bars("AGG", 0.1), ...bars("X", 1.3)], {
  ...daily,
  actions: [dividend],
});
export const world = replay([...bars("W", 0.4), ...bars("V", 0.9)], daily);

export const trader = defineStrategy({
  name: "trader",
  onBar({ bar: { symbol }, now, orderTargetWeight }) {
    orderTargetWeight(symbol, Math.floor(now / 86_400_000) % 7 < 4 ? 0.9 : 0);
  },
});

export const own = { symbols: ["X"] } as const satisfies SessionOptions;
export const every = (other: Session) =>
  ({
    "a symbol": "SPY",
    "a symbol of another feed": { feed: world, symbol: "V" },
    weights: { SPY: 0.6, AGG: 0.4 },
    "weights restored every month": { weights: { SPY: 0.6, AGG: 0.3 }, rebalance: "monthly" },
    "weights of another feed": { weights: { W: 0.5, V: 0.5 }, feed: world },
    "a session": other,
    returns: { dates: ["2024-01-03", "2024-01-04", "2024-01-05"], returns: [0.01, -0.02, 0.01] },
  }) as const satisfies Record<string, SessionOptions["benchmark"]>;
