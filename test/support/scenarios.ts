import fc from "fast-check";
import type { Desk } from "../../src/core/engine/desk";
import type { Bar } from "../../src/core/market/bar";
import { commissionBps } from "../../src/core/models/commission-bps";
import { latencyBars, latencyMs, noLatency } from "../../src/core/models/latency";
import { slippageBps } from "../../src/core/models/slippage-bps";
import type { OrderOptions, Side } from "../../src/core/orders/order";
import { bars, day, minute, type Prices } from "./bars";
import type { Script } from "./play";
import type { TermOptions } from "./terms";

/** A feed, what a strategy does on it, and the terms. */
export interface Scenario {
  readonly bars: readonly Bar[];
  readonly script: Script;
  readonly terms: TermOptions & { readonly symbols: readonly string[] };
}

type Ask = (desk: Desk) => unknown;

const symbols = ["A", "B", "C"];
const tick = 0.25;

// Price changes in ticks: from the last close to the open, from the open to the close, and from there to the high and
// low.
const move = fc.tuple(
  fc.integer({ min: -12, max: 12 }),
  fc.integer({ min: -12, max: 12 }),
  fc.nat(8),
  fc.nat(8),
  fc.nat(300),
);
// Now and then a symbol has no bar.
const walk = (length: number) =>
  fc.array(fc.option(move, { freq: 8, nil: undefined }), { minLength: length, maxLength: length });

/** Random feeds of up to three symbols, strategies that request anything, and terms of every kind. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    length: fc.integer({ min: 2, max: 14 }),
    count: fc.integer({ min: 1, max: 3 }),
    interval: fc.constantFrom(day, minute),
  })
  .chain(({ length, count, interval }) =>
    fc.record({
      bars: fc
        .array(walk(length), { minLength: count, maxLength: count })
        .map((walks) => walks.flatMap((moves, place) => bars(symbols[place], rowsOf(moves), { interval })))
        .filter((rows) => rows.length > 0),
      script: fc
        .array(fc.array(ask(symbols.slice(0, count)), { maxLength: 4 }), { minLength: length, maxLength: length })
        .map(scriptOf),
      terms: termOptions.map((options) => ({ ...options, interval, symbols: symbols.slice(0, count) })),
    }),
  );

const termOptions: fc.Arbitrary<TermOptions> = fc.record({
  initialCapital: fc.constantFrom(1_000, 10_000),
  commission: fc.constantFrom(commissionBps(0), commissionBps(30), commissionBps(10, { minimum: 2 })),
  slippage: fc.constantFrom(slippageBps(0), slippageBps(20)),
  latency: fc.constantFrom(noLatency, noLatency, latencyBars(1), latencyMs(30_000)),
  volumeLimit: fc.constantFrom(Infinity, 0.1, 1),
  shorting: fc.boolean(),
  onInsufficientCash: fc.constantFrom("reduce" as const, "reject" as const),
  lotSize: fc.constantFrom<TermOptions["lotSize"]>(1, 10, 0.1, { A: 0.001, B: 1 }),
  fill: fc.record({
    touch: fc.constantFrom("touch" as const, "through" as const),
    price: fc.constantFrom("open" as const, "close" as const),
  }),
  closeAtEnd: fc.boolean(),
});

function ask(names: readonly string[]): fc.Arbitrary<Ask> {
  const symbol = fc.constantFrom(...names);
  const weight = fc.constantFrom(-1, -0.5, 0, 0.3, 0.5, 1, 1.5);
  const target = fc.constantFrom(-10, 0, 0.35, 5, 20, 100);
  return fc.oneof(
    fc.tuple(symbol, fc.constantFrom<Side>("buy", "sell"), fc.constantFrom(0.25, 1, 7, 20.5, 90), orderOptions).map(
      ([name, side, quantity, options]): Ask =>
        (desk) =>
          desk.place(name, side, quantity, options),
    ),
    fc.tuple(symbol, target).map(
      ([name, to]): Ask =>
        (desk) =>
          desk.orderTarget(name, to),
    ),
    fc.tuple(symbol, weight).map(
      ([name, to]): Ask =>
        (desk) =>
          desk.orderTargetWeight(name, Math.max(-1, Math.min(1, to))),
    ),
    fc.dictionary(symbol, weight).map(
      (weights): Ask =>
        (desk) =>
          desk.rebalanceTo(atMostAll(weights)),
    ),
    fc.option(symbol, { nil: undefined }).map(
      (name): Ask =>
        (desk) =>
          desk.close(name),
    ),
    fc.nat(3).map(
      (at): Ask =>
        (desk) =>
          desk.openOrders()[at] && desk.cancel(desk.openOrders()[at].id),
    ),
  );
}

const orderOptions: fc.Arbitrary<OrderOptions> = fc
  .record({
    type: fc.constantFrom("market" as const, "limit" as const, "stop" as const),
    price: fc.integer({ min: 340, max: 460 }),
    timeInForce: fc.constantFrom("DAY" as const, "GTC" as const),
  })
  .map(({ type, price, timeInForce }) => {
    if (type === "market") return { timeInForce };
    return { type, timeInForce, [`${type}Price`]: price * tick };
  });

function rowsOf(moves: readonly ([number, number, number, number, number] | undefined)[]): (Prices | undefined)[] {
  let last = 400;
  return moves.map((step) => {
    if (step === undefined) return undefined;
    const open = Math.max(4, last + step[0]);
    const close = Math.max(4, open + step[1]);
    const [high, low] = [Math.max(open, close) + step[2], Math.max(2, Math.min(open, close) - step[3])];
    last = close;
    return [open * tick, high * tick, low * tick, close * tick, step[4]] as const;
  });
}

function scriptOf(asks: readonly (readonly Ask[])[]): Script {
  return Object.fromEntries(asks.map((ofStep, at) => [at, (desk: Desk) => ofStep.map((one) => one(desk))]));
}

/** Weights of more than the equity are an error at the call. */
function atMostAll(weights: Readonly<Record<string, number>>): Record<string, number> {
  const gross = Object.values(weights).reduce((sum, weight) => sum + Math.abs(weight), 0);
  const share = 1 / Math.max(1, gross);
  return Object.fromEntries(Object.entries(weights).map(([symbol, weight]) => [symbol, weight * share]));
}
