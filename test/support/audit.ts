import assert from "node:assert/strict";
import type { Engine } from "../../src/core/engine/engine";
import type { StrategyCalls } from "../../src/core/engine/strategy-turn";
import { withoutDust } from "../../src/core/lots";
import type { Bar } from "../../src/core/market/bar";
import type { Order } from "../../src/core/orders/order";
import { type OrderType, orderTypes } from "../../src/core/orders/types/order-types";
import { barsOf, type OrderStream, request } from "./order-streams";
import { type Played, play } from "./play";

/** What the auditor knows of an order from the events alone. */
interface Known {
  readonly id: string;
  readonly symbol: string;
  readonly sign: number;
  readonly type: OrderType;
  readonly group: string | undefined;
  quantity: number;
  filled: number;
  isOpen: boolean;
  isExit: boolean;
  isOwn: boolean;
}

/** Hears every event the moment it happens, keeps books of its own, and throws where an event breaks a law. */
class Auditor {
  readonly known = new Map<number, Known>();
  readonly held = new Map<string, number>();
  cash: number;
  readonly #stream: OrderStream;
  readonly #bars: ReadonlyMap<string, Bar>;
  readonly #volume = new Map<string, number>();
  #endTime = Number.POSITIVE_INFINITY;

  constructor(engine: Engine, stream: OrderStream, bars: readonly Bar[]) {
    this.#stream = stream;
    this.#bars = new Map(bars.map((bar) => [`${bar.symbol} ${bar.time}`, bar]));
    this.cash = stream.terms.initialCapital as number;
    const { journal } = engine;
    const { accepted, filled, ended, orderChanged } = journal;
    journal.accepted = (row) => {
      this.#accepted(row, journal.orders.at(row));
      accepted.call(journal, row);
    };
    journal.filled = (row, quantity, price, commission, slippage, time, doubt) => {
      this.#filled(row, quantity, price, commission, slippage, time);
      filled.call(journal, row, quantity, price, commission, slippage, time, doubt);
    };
    journal.ended = (kind, row, time, reason, rule) => {
      const order = this.known.get(row);
      if (order !== undefined) {
        assert.ok(order.isOpen, `${order.id} ended twice`);
        order.isOpen = false;
      } else assert.equal(kind, "orderDenied");
      ended.call(journal, kind, row, time, reason, rule);
    };
    journal.orderChanged = (change) => {
      const order = this.known.get(change.row) as Known;
      assert.ok(order.isOpen, `${order.id} changed after it ended`);
      if (change.terms.quantity !== undefined) order.quantity = change.terms.quantity;
      assert.ok(this.#remaining(order) > 0, `${order.id} has nothing left`);
      if (change.reason === "REQUESTED") order.isExit = this.#isExit(order);
      orderChanged.call(journal, change);
    };
  }

  /** What holds after the bars of a step have been matched. */
  checkStep(engine: Engine): void {
    for (const position of engine.desk.positions) this.#near(position.quantity, this.#heldOf(position.symbol));
    assert.equal(engine.desk.cash, this.cash);
    for (const symbol of engine.desk.symbols) {
      const held = this.#heldOf(symbol);
      assert.ok(this.#stream.terms.shorting || held >= 0, `${held} of ${symbol} without shorting`);
      for (const sign of [1, -1])
        for (const kind of ["limit", "stop"]) {
          const covering = this.#working(symbol, sign).filter(
            (order) => order.isExit && orderTypes[order.type].exit === kind,
          );
          const covered = covering.reduce((sum, order) => sum + this.#remaining(order), 0);
          const most = held * sign < 0 ? Math.abs(held) : 0;
          const ids = covering.map(({ id }) => id);
          assert.ok(covered <= most + 1e-9, `${ids} cover ${covered} of ${most} as ${kind}`);
        }
    }
  }

  /** What comes after this belongs to the end. */
  end(engine: Engine): void {
    this.#endTime = engine.time;
  }

  #accepted(row: number, { id, symbol, side, quantity, type, ocoGroup, tag }: Order): void {
    const sign = side === "buy" ? 1 : -1;
    const isOwn = tag === "closeAtEnd" || tag === "liquidation";
    const order: Known = {
      ...{ id, symbol, sign, type, quantity, group: ocoGroup, filled: 0, isOpen: true, isExit: false, isOwn },
    };
    order.isExit = !isOwn && this.#isExit(order);
    this.known.set(row, order);
  }

  // An order of a type that can be an exit is one if it fits into what is held and no other order reduces.
  #isExit(order: Known): boolean {
    if (orderTypes[order.type].exit === undefined) return false;
    const held = this.#heldOf(order.symbol);
    const others = this.#working(order.symbol, order.sign).filter((other) => other !== order && !other.isExit);
    const taken = others.reduce((sum, other) => sum + this.#remaining(other), 0);
    return held * order.sign < 0 && this.#remaining(order) <= Math.abs(held) - taken + 1e-9;
  }

  #filled(row: number, quantity: number, price: number, commission: number, slippage: number, time: number): void {
    const order = this.known.get(row) as Known;
    const { symbol, sign, id } = order;
    assert.ok(order.isOpen, `${id} filled after it ended`);
    assert.ok(quantity <= this.#remaining(order) + 1e-9, `${id} filled more than it asked for`);
    if (order.isExit) assert.ok(quantity <= -sign * this.#heldOf(symbol) + 1e-9, `${id}, an exit, opened`);
    assert.equal(quantity, this.#clean(quantity), `${id} has dust`);
    order.filled = this.#clean(order.filled + quantity);
    if (this.#remaining(order) === 0) order.isOpen = false;
    this.cash -= sign * quantity * price;
    this.cash -= commission;
    this.held.set(symbol, this.#clean(this.#heldOf(symbol) + sign * quantity));
    if (order.isOwn && time === this.#endTime) return;
    const bar = this.#bars.get(`${symbol} ${time}`);
    assert.ok(bar !== undefined, `${id} filled without a bar`);
    const found = price - (sign * slippage) / quantity;
    assert.ok(found >= bar.low - 1e-9 && found <= bar.high + 1e-9, `${id} filled at ${found}, outside its bar`);
    const key = `${symbol} ${time}`;
    const sum = (this.#volume.get(key) ?? 0) + quantity;
    this.#volume.set(key, sum);
    const { volumeLimit = Infinity } = this.#stream.terms;
    assert.ok(sum <= (volumeLimit === Infinity ? Infinity : volumeLimit * bar.volume) + 1e-9, `${sum} of ${key}`);
  }

  #working(symbol: string, sign: number): Known[] {
    return [...this.known.values()].filter((order) => order.isOpen && order.symbol === symbol && order.sign === sign);
  }

  #remaining(order: Known): number {
    return this.#clean(order.quantity - order.filled);
  }

  #heldOf(symbol: string): number {
    return this.held.get(symbol) ?? 0;
  }

  #clean(quantity: number): number {
    return withoutDust(quantity, this.#stream.terms.lotSize as number, 100);
  }

  #near(actual: number, wanted: number): void {
    assert.ok(Math.abs(actual - wanted) < 1e-9, `${actual}, not ${wanted}`);
  }
}

/** Plays a stream with the symbols named so, and an auditor at the events. `until`: the number of steps to feed. */
export function audited(stream: OrderStream, names: readonly string[], until = Number.POSITIVE_INFINITY): Played {
  const all = barsOf(stream, names);
  const times = [...new Set(all.map(({ time }) => time))].sort((one, other) => one - other);
  const bars = all.filter(({ time }) => time <= (times[until - 1] ?? Number.POSITIVE_INFINITY));
  const symbols = [...names.slice(0, stream.rows.length)].sort();
  let auditor: Auditor | undefined;
  const bind = (engine: Engine): StrategyCalls => {
    const own = new Auditor(engine, stream, bars);
    auditor = own;
    let step = 0;
    return {
      name: "audited",
      onBars: () => {
        own.checkStep(engine);
        for (const ask of stream.asks[step++] ?? []) request(ask, engine.desk, names);
      },
      onStop: () => own.end(engine),
    };
  };
  const result = play(bars, bind, { ...stream.terms, symbols });
  auditor?.checkStep(result.engine);
  return result;
}
