import fc from "fast-check";
import type { Desk } from "../../src/core/engine/desk";
import type { Bar } from "../../src/core/market/bar";
import { commissionBps } from "../../src/core/models/commission-bps";
import { latencyBars, latencyMs, noLatency } from "../../src/core/models/latency";
import { slippageBps } from "../../src/core/models/slippage-bps";
import type { OrderChanges, OrderOptions, Side } from "../../src/core/orders/order";
import { PaperLabError } from "../../src/errors";
import { bars, day, minute, type Prices } from "./bars";
import type { TermOptions } from "./terms";

/** An order of a symbol by index. `expires`: milliseconds from now; 0 if it does not. */
interface Wanted {
  readonly index: number;
  readonly side: Side;
  readonly quantity: number;
  readonly options: OrderOptions;
  readonly expires: number;
}

/** One request of a strategy as plain data, so that a failure shows it. */
export type Ask =
  | ({ readonly kind: "order" } & Wanted)
  | { readonly kind: "together"; readonly orders: readonly Wanted[] }
  | { readonly kind: "exits"; readonly index: number; readonly quantity: number; readonly prices: [number, number] }
  | {
      readonly kind: "replace";
      readonly pick: number;
      readonly quantity: number;
      readonly price: number;
      readonly what: number;
    }
  | { readonly kind: "cancel"; readonly pick: number }
  | { readonly kind: "target" | "weight"; readonly index: number; readonly size: number }
  | { readonly kind: "close"; readonly index: number };

/** Makes a request. One that makes no sense, such as a stop loss above a purchase, is an error at the call. */
export function request(ask: Ask, desk: Desk, names: readonly string[]): void {
  try {
    perform(ask, desk, names);
  } catch (error) {
    if (!(error instanceof PaperLabError) || error.code !== "INVALID_ORDER") throw error;
  }
}

function perform(ask: Ask, desk: Desk, names: readonly string[]): void {
  if (ask.kind === "order") desk.request(requestOf(ask, desk, names));
  else if (ask.kind === "together") desk.together(ask.orders.map((one) => requestOf(one, desk, names)));
  else if (ask.kind === "exits") placeExits(ask, desk, names[ask.index]);
  else if (ask.kind === "replace") replace(ask, desk);
  else if (ask.kind === "cancel") desk.openOrders()[ask.pick] && desk.cancel(desk.openOrders()[ask.pick].id);
  else if (ask.kind === "target") desk.orderTarget(names[ask.index], ask.size);
  else if (ask.kind === "weight") desk.orderTargetWeight(names[ask.index], ask.size);
  else desk.close(names[ask.index]);
}

function requestOf({ index, side, quantity, options, expires }: Wanted, desk: Desk, names: readonly string[]) {
  const expiresAt = expires === 0 ? {} : { expiresAt: desk.now + expires };
  return { symbol: names[index], side, quantity, ...options, ...expiresAt };
}

// Two exits for one position, as everybody writes them first.
function placeExits({ quantity, prices }: Ask & { kind: "exits" }, desk: Desk, name: string): void {
  const side = desk.position(name).quantity > 0 ? "sell" : "buy";
  const [low, high] = [...prices].sort((one, other) => (side === "sell" ? one - other : other - one));
  desk.place(name, side, quantity, { type: "limit", limitPrice: high });
  desk.place(name, side, quantity, { type: "stop", stopPrice: low });
}

function replace({ pick, quantity, price, what }: Ask & { kind: "replace" }, desk: Desk): void {
  const order = desk.openOrders()[pick];
  if (order === undefined) return;
  const prices: OrderChanges = {
    ...(order.limitPrice !== undefined && { limitPrice: price }),
    ...(order.stopPrice !== undefined && { stopPrice: price }),
    ...(order.trailAmount !== undefined && { trailAmount: price / 50 }),
  };
  desk.replace(order.id, [{ quantity }, prices, { ...prices, quantity }][what]);
}

/** A feed by index of the symbol, the requests of each step, and the terms. */
export interface OrderStream {
  readonly rows: readonly (readonly (Prices | undefined)[])[];
  readonly interval: number;
  readonly asks: readonly (readonly Ask[])[];
  readonly terms: TermOptions;
}

const tick = 0.25;

// In ticks: from the last close to the open, from there to the close, and from both to the high and the low.
const move = fc.tuple(
  fc.integer({ min: -10, max: 10 }),
  fc.integer({ min: -10, max: 10 }),
  fc.nat(8),
  fc.nat(8),
  fc.constantFrom(0, 5, 40, 200, 1000),
);
// Now and then a symbol has no bar.
const walk = (length: number) =>
  fc.array(fc.option(move, { freq: 10, nil: undefined }), { minLength: length, maxLength: length });

/** Feeds of one to three symbols, requests of every kind, and terms of every kind. */
export const orderStreams: fc.Arbitrary<OrderStream> = fc
  .record({
    length: fc.integer({ min: 3, max: 14 }),
    count: fc.integer({ min: 1, max: 3 }),
    interval: fc.constantFrom(day, minute),
    lotSize: fc.constantFrom(1, 1, 0.1),
  })
  .chain(({ length, count, interval, lotSize }) =>
    fc.record({
      rows: fc.array(walk(length), { minLength: count, maxLength: count }).map((walks) => walks.map(rowsOf)),
      interval: fc.constant(interval),
      asks: fc.array(fc.array(ask(count, lotSize, interval), { maxLength: 4 }), {
        minLength: length,
        maxLength: length,
      }),
      terms: termOptions(interval).map((options) => ({ ...options, interval, lotSize })),
    }),
  )
  .filter(({ rows }) => rows.some((row) => row.some((bar) => bar !== undefined)));

/** The bars of a stream whose symbols have these names. */
export function barsOf({ rows, interval }: OrderStream, names: readonly string[]): Bar[] {
  return rows.flatMap((row, at) => bars(names[at], row, { interval }));
}

function termOptions(interval: number): fc.Arbitrary<TermOptions> {
  const halt = { symbol: "A", from: at(interval, 4), to: at(interval, 6) };
  return fc.record({
    initialCapital: fc.constantFrom(1_000, 10_000, 100_000),
    commission: fc.constantFrom(commissionBps(0), commissionBps(30), commissionBps(10, { minimum: 2 })),
    slippage: fc.constantFrom(slippageBps(0), slippageBps(20)),
    latency: fc.constantFrom(noLatency, noLatency, latencyBars(1), latencyMs(30_000), latencyMs(2 * day)),
    volumeLimit: fc.constantFrom(Infinity, Infinity, 0.1, 1),
    shorting: fc.boolean(),
    leverage: fc.constantFrom(1, 1, 2),
    onInsufficientCash: fc.constantFrom("reduce" as const, "reject" as const),
    tickSize: fc.constantFrom(undefined, tick),
    halts: fc.constantFrom([], [], [halt]),
    fill: fc.record({
      touch: fc.constantFrom("touch" as const, "through" as const),
      price: fc.constantFrom("open" as const, "open" as const, "close" as const),
    }),
    closeAtEnd: fc.boolean(),
  });
}

function at(interval: number, step: number): string {
  return new Date(Date.UTC(2024, 0, 1) + step * interval).toISOString();
}

function ask(count: number, lotSize: number, interval: number): fc.Arbitrary<Ask> {
  const index = fc.nat(count - 1);
  const quantity = quantityOf(lotSize);
  const order = wanted(index, lotSize, interval);
  const pick = fc.nat(5);
  const kind = <Kind extends Ask["kind"]>(word: Kind) => fc.constant(word);
  return fc.oneof<fc.MaybeWeightedArbitrary<Ask>[]>(
    { weight: 7, arbitrary: order.map((one): Ask => ({ kind: "order", ...one })) },
    { weight: 2, arbitrary: fc.record({ kind: kind("exits"), index, quantity, prices: fc.tuple(price, price) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: kind("together"), orders: fc.array(order, { minLength: 1, maxLength: 3 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: kind("replace"), pick, quantity, price, what: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind("cancel"), pick }) },
    { weight: 1, arbitrary: fc.record({ kind: kind("target"), index, size: fc.constantFrom(-10, 0, 5, 20) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind("weight"), index, size: fc.constantFrom(-0.5, 0, 0.25, 0.5, 1) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind("close"), index }) },
  );
}

const price = fc.integer({ min: 370, max: 430 }).map((ticks) => ticks * tick);

function quantityOf(lotSize: number): fc.Arbitrary<number> {
  return lotSize === 1 ? fc.constantFrom(1, 3, 5, 10, 25) : fc.constantFrom(0.1, 0.3, 0.7, 2.5, 10);
}

function wanted(index: fc.Arbitrary<number>, lotSize: number, interval: number): fc.Arbitrary<Wanted> {
  const side = fc.constantFrom<Side>("buy", "buy", "sell");
  return fc
    .tuple(index, side, quantityOf(lotSize), typed(interval), extras)
    .map(([of, to, quantity, [options, expires], extra]) => {
      return { index: of, side: to, quantity, options: { ...options, ...extra }, expires };
    });
}

type Typed = readonly [options: OrderOptions, expires: number];

function typed(interval: number): fc.Arbitrary<Typed> {
  const lasting = fc.constantFrom("DAY", "GTC", "GTD");
  const short = fc.constantFrom("DAY", "GTC", "GTD", "IOC", "FOK");
  const given = (options: OrderOptions, timeInForce: string): Typed => [
    { ...options, timeInForce } as OrderOptions,
    timeInForce === "GTD" ? 2 * interval : 0,
  ];
  return fc.oneof(
    fc.constant<Typed>([{}, 0]),
    short.map((word) => given({}, word)),
    fc.tuple(price, short).map(([limitPrice, word]) => given({ type: "limit", limitPrice }, word)),
    fc.tuple(price, lasting).map(([stopPrice, word]) => given({ type: "stop", stopPrice }, word)),
    fc
      .tuple(price, price, lasting)
      .map(([stopPrice, limitPrice, word]) => given({ type: "stopLimit", stopPrice, limitPrice }, word)),
    lasting.map((word) => given({ type: "trailingStop", trailFraction: 0.02 }, word)),
    lasting.map((word) => given({ type: "trailingStop", trailAmount: 1.5 }, word)),
    fc.constantFrom("marketOnOpen" as const, "marketOnClose" as const).map((type): Typed => [{ type }, 0]),
  );
}

const extras: fc.Arbitrary<OrderOptions> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom("g", "h").map((ocoGroup) => ({ ocoGroup })) },
  { weight: 2, arbitrary: fc.constant({ takeProfit: { fraction: 0.02 }, stopLoss: { fraction: 0.01 } }) },
  { weight: 1, arbitrary: price.map((stopLoss) => ({ stopLoss })) },
  { weight: 1, arbitrary: price.map((takeProfit) => ({ takeProfit })) },
);

function rowsOf(moves: readonly ([number, number, number, number, number] | undefined)[]): (Prices | undefined)[] {
  let last = 400;
  return moves.map((step) => {
    if (step === undefined) return undefined;
    const open = last + step[0];
    const close = open + step[1];
    const [high, low] = [Math.max(open, close) + step[2], Math.min(open, close) - step[3]];
    last = close;
    return [open * tick, high * tick, low * tick, close * tick, step[4]] as const;
  });
}
