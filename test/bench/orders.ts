// What orders cost, each in this process: a bar on which 100 orders rest, a step of 1,000 orders over 500 symbols, and
// 100,000 orders, sales, cancellations and stops at one bar. Prints JSON.
import type { Desk } from "../../src/core/engine/desk";
import { Engine } from "../../src/core/engine/engine";
import type { BarColumns } from "../../src/core/market/bar";
import { engineTerms, type TermOptions } from "../support/terms";

const minute = 60_000;
const many = 100_000;

/** Flat bars of 100 with a range of 1 to both sides, one of each symbol at a time. */
function flat(steps: number, symbols: number): BarColumns {
  const length = steps * symbols;
  const filled = (value: number) => new Float64Array(length).fill(value);
  return {
    length,
    time: Float64Array.from({ length }, (_, row) => (1 + Math.floor(row / symbols)) * minute),
    symbol: Uint16Array.from({ length }, (_, row) => row % symbols),
    open: filled(100),
    high: filled(101),
    low: filled(99),
    close: filled(100),
    volume: filled(1e9),
  };
}

/** Runs bars with what happens at some steps; returns the milliseconds of the steps from `from` on. */
function time(
  columns: BarColumns,
  script: Record<number, (desk: Desk) => unknown>,
  from: number,
  options: TermOptions,
) {
  const engine = new Engine(engineTerms({ interval: minute, initialCapital: 1e12, ...options }), columns.length);
  let step = 0;
  const onBars = () => script[step++]?.(engine.desk);
  engine.start({ name: "orders", onBars }, 0);
  const symbols = options.symbols?.length ?? 1;
  engine.process(columns, 0, from * symbols, Number.POSITIVE_INFINITY);
  const begun = performance.now();
  engine.process(columns, from * symbols, columns.length, Number.POSITIVE_INFINITY);
  return performance.now() - begun;
}

function each(count: number, act: (at: number) => unknown): void {
  for (let at = 0; at < count; at++) act(at);
}

function resting(orders: number): number {
  const place = (desk: Desk) =>
    each(orders, (at) => desk.place("A", "buy", 1, { type: "limit", limitPrice: 50 + at / 100 }));
  return time(flat(1_000_000, 1), { 0: place }, 1, {});
}

// Trailing stops on bars whose highs tie.
function trailing(orders: number): number {
  const place = (desk: Desk) =>
    each(orders, () => desk.place("A", "sell", 1, { type: "trailingStop", trailFraction: 0.2 }));
  return time(flat(1_000_000, 1), { 0: (desk) => desk.place("A", "buy", orders), 2: place }, 3, {});
}

// A step in which `shown` symbols have bars, of 1,000 orders over 500 symbols, microseconds.
function spread(shown: number): number {
  const symbols = Array.from({ length: 500 }, (_, at) => `S${at}`);
  const first = flat(1, 500);
  const later = flat(4_000_000 / (20 * shown), shown);
  const length = first.length + later.length;
  const join = (one: Float64Array, other: Float64Array) =>
    Float64Array.from({ length }, (_, at) => (at < 500 ? one[at] : other[at - 500]));
  const columns: BarColumns = {
    length,
    time: join(
      first.time,
      later.time.map((at) => at + minute),
    ),
    symbol: Uint16Array.from({ length }, (_, at) => (at < 500 ? first.symbol[at] : later.symbol[at - 500])),
    open: join(first.open, later.open),
    high: join(first.high, later.high),
    low: join(first.low, later.low),
    close: join(first.close, later.close),
    volume: join(first.volume, later.volume),
  };
  const place = (desk: Desk) =>
    each(1000, (at) => desk.place(symbols[at % 500], "buy", 1, { type: "limit", limitPrice: 50 }));
  return (1000 * time(columns, { 0: place }, 1, { symbols })) / (later.length / shown);
}

const bought = (desk: Desk) => desk.place("A", "buy", many);
const works: Record<string, () => number> = {
  resting: () => resting(100),
  "resting none": () => resting(0),
  trailing: () => trailing(100),
  "step of 5": () => spread(5),
  "step of 50": () => spread(50),
  "step of 500": () => spread(500),
  orders: () => time(flat(4, 1), { 1: (desk) => each(many, () => desk.place("A", "buy", 1)) }, 1, {}),
  sales: () => time(flat(5, 1), { 0: bought, 2: (desk) => each(many, () => desk.place("A", "sell", 1)) }, 2, {}),
  cancellations: () => {
    const ids: string[] = [];
    const place = (desk: Desk) =>
      each(many, () => ids.push(desk.place("A", "buy", 1, { type: "limit", limitPrice: 50 })));
    return time(flat(5, 1), { 1: place, 2: (desk) => ids.map((id) => desk.cancel(id)) }, 1, {});
  },
  stops: () => {
    const place = (desk: Desk) => each(many, () => desk.place("A", "buy", 1, { type: "stop", stopPrice: 100.5 }));
    return time(flat(4, 1), { 1: place }, 1, {});
  },
  "stops that are exits": () => {
    const place = (desk: Desk) => each(many, () => desk.place("A", "sell", 1, { type: "stop", stopPrice: 99.5 }));
    return time(flat(5, 1), { 0: bought, 2: place }, 2, {});
  },
  "pairs of exits": () => {
    const place = (desk: Desk) =>
      each(many / 2, () => {
        desk.place("A", "sell", 1, { type: "stop", stopPrice: 99.5 });
        desk.place("A", "sell", 1, { type: "limit", limitPrice: 100.5 });
      });
    return time(flat(5, 1), { 0: (desk) => desk.place("A", "buy", many / 2), 2: place }, 2, {});
  },
  "pairs of a group": () => {
    const place = (desk: Desk) =>
      each(many / 2, (at) => {
        const ocoGroup = `g${at}`;
        desk.place("A", "sell", 1, { type: "stop", stopPrice: 99.5, ocoGroup });
        desk.place("A", "sell", 1, { type: "limit", limitPrice: 100.5, ocoGroup });
      });
    return time(flat(5, 1), { 0: (desk) => desk.place("A", "buy", many / 2), 2: place }, 2, {});
  },
  "one group": () => {
    const place = (desk: Desk) =>
      each(many, () => desk.place("A", "buy", 1, { type: "stop", stopPrice: 100.5, ocoGroup: "g" }));
    return time(flat(4, 1), { 1: place }, 1, {});
  },
  brackets: () => {
    const exits = { takeProfit: { fraction: 0.004 }, stopLoss: { fraction: 0.02 } };
    const place = (desk: Desk) => each(many, () => desk.place("A", "buy", 1, exits));
    return time(flat(5, 1), { 1: place }, 1, {});
  },
  replacements: () => {
    const ids: string[] = [];
    const place = (desk: Desk) =>
      each(many, () => ids.push(desk.place("A", "buy", 2, { type: "limit", limitPrice: 50 })));
    const replace = (desk: Desk) =>
      ids.map((id, at) => desk.replace(id, at % 2 ? { quantity: 1 } : { limitPrice: 51 }));
    return time(flat(5, 1), { 1: place, 2: replace }, 1, {});
  },
};

const [name] = process.argv.slice(2);
const found = Object.entries(works).filter(([work]) => name === undefined || work === name);
console.log(
  JSON.stringify(Object.fromEntries(found.map(([work, run]) => [work, Math.round(run() * 100) / 100])), null, 1),
);
