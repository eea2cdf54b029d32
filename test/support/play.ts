import type { Desk } from "../../src/core/engine/desk";
import { type EndReason, Engine } from "../../src/core/engine/engine";
import type { StrategyCalls } from "../../src/core/engine/strategy-turn";
import type { SessionEvent } from "../../src/core/journal/events";
import type { Bar, BarColumns } from "../../src/core/market/bar";
import type { Fill } from "../../src/core/orders/fill";
import type { Order } from "../../src/core/orders/order";
import { columnsOf } from "./bars";
import { engineTerms, type TermOptions } from "./terms";

/** What a scripted strategy does, by index of the step. */
export type Script = Readonly<Record<number, (desk: Desk) => unknown>>;

/** Makes the calls of a strategy for an engine. */
export type Bind = (engine: Engine) => StrategyCalls;

/** The results of a run. */
export interface Played {
  readonly engine: Engine;
  readonly orders: Order[];
  readonly fills: Fill[];
  readonly events: SessionEvent[];
  readonly times: number[];
  readonly equity: number[];
}

/** A strategy that follows a script in `onBars`. */
export function scripted(script: Script): Bind {
  return ({ desk }) => {
    let step = 0;
    return { name: "scripted", onBars: () => script[step++]?.(desk) };
  };
}

/** Runs bars through a new engine to the end, with a script or a strategy of the test's own. */
export function play(bars: readonly Bar[], strategy: Script | Bind, options: TermOptions = {}): Played {
  const { engine, columns } = begin(bars, strategy, options);
  const row = engine.process(columns, 0, columns.length, Infinity);
  engine.finish(endOf(engine, row < columns.length));
  return played(engine);
}

/** Like `play`, but awaits what the strategy returns. */
export async function playAsync(bars: readonly Bar[], strategy: Bind, options: TermOptions = {}): Promise<Played> {
  const { engine, columns } = begin(bars, strategy, options);
  await settled(engine);
  let row = 0;
  while (row < columns.length && !engine.stopped) {
    row = engine.process(columns, row, columns.length, Infinity);
    await settled(engine);
  }
  engine.finish(endOf(engine, row < columns.length));
  await settled(engine);
  return played(engine);
}

/** A new engine that has called `onStart`, and the bars as columns. */
export function begin(
  bars: readonly Bar[],
  strategy: Script | Bind,
  options: TermOptions = {},
): { engine: Engine; columns: BarColumns } {
  const symbols = options.symbols ?? [...new Set(bars.map((bar) => bar.symbol))];
  const terms = engineTerms({ ...options, symbols });
  const columns = columnsOf(bars, symbols);
  const engine = new Engine(terms);
  const bind = typeof strategy === "function" ? strategy : scripted(strategy);
  engine.start(bind(engine), columns.time[0] - (terms.interval ?? 0));
  return { engine, columns };
}

/** Reads all results from an engine. */
export function played(engine: Engine): Played {
  const { journal, curve } = engine;
  const events = Array.from({ length: journal.length }, (_, at) => journal.at(at));
  return {
    engine,
    events,
    orders: Array.from({ length: journal.orders.length }, (_, row) => row)
      .sort((one, other) => journal.orders.number(one) - journal.orders.number(other))
      .map((row) => journal.orders.at(row)),
    fills: Array.from({ length: journal.fills.length }, (_, row) => journal.fills.at(row)),
    times: [...curve.time.subarray(0, curve.length)],
    equity: [...curve.equity.subarray(0, curve.length)],
  };
}

/** Fills as `[number of the bar, price, quantity]`, negative for sales; `times` are those of the bars. */
export function summary(
  fills: readonly Fill[],
  bars: readonly Bar[],
): [bar: number, price: number, quantity: number][] {
  const times = [...new Set(bars.map((bar) => bar.time))].sort((a, b) => a - b);
  return fills.map((fill) => [
    times.indexOf(fill.time),
    fill.price,
    fill.side === "buy" ? fill.quantity : -fill.quantity,
  ]);
}

function endOf(engine: Engine, early: boolean): EndReason {
  if (engine.bankrupt) return "BANKRUPT";
  return early ? "STOPPED" : engine.endOfFeed;
}

async function settled(engine: Engine): Promise<void> {
  while (engine.pending !== undefined) {
    await engine.pending;
    engine.resume();
  }
}
