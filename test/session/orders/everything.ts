import {
  type Bar,
  defineStrategy,
  latencyMs,
  type OrderOptions,
  replay,
  type SessionOptions,
} from "../../../src/index";
import { bars, minute, type Prices, start } from "../../support/bars";

// A walk that is the same everywhere (Park and Miller), in quarters around 100.
function rowsOf(count: number, seed: number): Prices[] {
  let state = seed;
  const draw = (most: number) => {
    state = (state * 16807) % 2147483647;
    return state % (most + 1);
  };
  let last = 400;
  return Array.from({ length: count }, () => {
    const open = last + draw(4) - 2;
    const close = open + draw(8) - 4 + (open < 360 ? 2 : 0) - (open > 440 ? 2 : 0);
    const [high, low] = [Math.max(open, close) + draw(4), Math.min(open, close) - draw(4)];
    last = close;
    return [open / 4, high / 4, low / 4, close / 4, draw(300)] as const;
  });
}

/** Minute bars of two symbols, over a midnight. */
export const minutes: readonly Bar[] = ["X", "Y"].flatMap((symbol, at) =>
  bars(symbol, rowsOf(600, 11 + at), { interval: minute, first: start + 20 * 60 * minute }),
);

/** The same as a feed. */
export const feed = replay(minutes, { calendar: "always" });

/** Options under which orders wait, fill in part and are refused. */
export const thin = {
  initialCapital: 20_000,
  volumeLimit: 0.05,
  shorting: true,
  latency: latencyMs(20_000),
  lotSize: 0.1,
  tickSize: 0.25,
  seed: "orders",
} as const satisfies SessionOptions;

/** Asks for orders of every type and time in force, brackets, groups, replacements and orders together. */
export const everything = defineStrategy({
  name: "everything",
  onBar({ bar: { symbol, close, time }, random, openOrders, position, ...ask }) {
    const pick = Math.floor(random() * 16);
    const near = (most: number) => Math.round((close + (random() - 0.5) * most) * 4) / 4;
    const side = random() < 0.55 ? ("buy" as const) : ("sell" as const);
    const quantity = Math.ceil(random() * 200) / 10;
    const place = (options: OrderOptions) => ask.order({ symbol, side, quantity, ...options });
    const bracket = { takeProfit: { fraction: 0.01 }, stopLoss: { fraction: 0.008 } };
    const [working] = openOrders(symbol).filter(() => random() < 0.3);
    if (pick === 0) place({ timeInForce: "GTC", ...bracket });
    if (pick === 1) place({ type: "limit", limitPrice: near(2), ...bracket });
    if (pick === 2) place({ type: "stop", stopPrice: near(2), timeInForce: "DAY" });
    if (pick === 3) place({ type: "stopLimit", stopPrice: near(2), limitPrice: near(2) });
    if (pick === 4) place({ type: "trailingStop", trailFraction: 0.005 });
    if (pick === 5) place({ type: "trailingStop", trailAmount: 1 });
    if (pick === 6) place({ type: random() < 0.5 ? "marketOnOpen" : "marketOnClose" });
    if (pick === 7) place({ timeInForce: random() < 0.5 ? "IOC" : "FOK" });
    if (pick === 8) place({ type: "limit", limitPrice: near(3), expiresAt: time + 20 * minute });
    if (pick === 9) {
      place({ type: "limit", limitPrice: near(3), ocoGroup: `${symbol} ${time}` });
      place({ type: "stop", stopPrice: near(3), ocoGroup: `${symbol} ${time}` });
    }
    if (pick === 10 && working !== undefined) ask.replace(working.id, { quantity: working.quantity + 1 });
    if (pick === 11 && working?.limitPrice !== undefined) ask.replace(working.id, { limitPrice: near(2) });
    if (pick === 12 && working !== undefined) ask.cancel(working.id);
    // It ended long ago.
    if (pick === 12 && working === undefined) ask.cancel("order-1");
    if (pick === 13)
      ask.together([
        { symbol, side, quantity },
        { symbol, side, quantity, type: "limit", limitPrice: near(2) },
      ]);
    if (pick === 14) ask.orderTarget(symbol, Math.round(random() * 40 - 20) / 10);
    if (pick === 15) {
      const { quantity: held } = position(symbol);
      if (held > 0) ask.sell(symbol, held, { type: "stop", stopPrice: close - 1 });
      if (held > 0) ask.sell(symbol, held / 2, { type: "limit", limitPrice: close + 1 });
    }
  },
});
