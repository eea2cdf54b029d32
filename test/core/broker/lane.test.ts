import assert from "node:assert/strict";
import fc from "fast-check";
import { Lane } from "../../../src/core/broker/lane";
import type { Engine } from "../../../src/core/engine/engine";
import type { Bar } from "../../../src/core/market/bar";
import type { Halt } from "../../../src/core/market/halts";
import { noLatency } from "../../../src/core/models/latency";
import type { TradingState } from "../../../src/core/orders/trading-state";
import { cases } from "../../support/cases";
import { type Ask, barsOf, type OrderStream, orderStreams, request } from "../../support/order-streams";
import { begin, type Played, played } from "../../support/play";

const names = ["A", "B", "C"];
// Long before the first bar. It delays no order, but keeps the lane closed.
const never: Halt = { symbol: "A", from: "1990-01-01", to: "1990-01-02" };

/** What is done between two steps. */
type Between = "nothing" | "look" | "buy" | "sell" | TradingState;

interface Session {
  readonly stream: OrderStream;
  readonly between: readonly Between[];
  /** Whether a symbol has its bars half an interval after those of the others. */
  readonly isShifted: boolean;
}

/** A stream in which most steps ask for one market order, or for a target, at prices that often leave too little cash. */
const sessions: fc.Arbitrary<Session> = fc
  .tuple(orderStreams, fc.array(fc.nat(9), { minLength: 60, maxLength: 60 }), fc.infiniteStream(rarely()))
  .map(([stream, picks, words]) => {
    const asks = stream.asks.map((all, at) =>
      picks[at] < 8 ? all.slice(0, 1).map((ask) => plain(ask, picks[at])) : all,
    );
    const initialCapital = picks[59] < 5 ? 1_000 : stream.terms.initialCapital;
    const terms = { ...stream.terms, initialCapital, halts: [], latency: noLatency, volumeLimit: Infinity };
    return {
      stream: { ...stream, asks, terms },
      isShifted: picks[58] < 5,
      between: stream.asks.map(() => words.next().value as Between),
    };
  });

function rarely(): fc.Arbitrary<Between> {
  const words = ["look", "buy", "sell", "ACTIVE", "ACTIVE", "REDUCING", "HALTED"] as const;
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant<Between>("nothing") },
    { weight: 1, arbitrary: fc.constantFrom(...words) },
  );
}

function plain(ask: Ask, pick: number): Ask {
  if (ask.kind !== "order" || pick > 5) return ask;
  return { ...ask, options: pick === 0 ? { tag: "labeled" } : {}, expires: 0 };
}

/** Plays a session, `halts` added, and counts the orders that took the lane. */
function told(
  { stream, between, isShifted }: Session,
  halts: readonly Halt[],
): Played & { readonly taken: number; readonly cash: number } {
  const symbols = names.slice(0, stream.rows.length);
  let step = 0;
  const bind = (engine: Engine) => ({
    name: "told",
    onBars: () => {
      for (const ask of stream.asks[step++] ?? []) request(ask, engine.desk, names);
    },
  });
  const { take } = Lane.prototype;
  let taken = 0;
  Lane.prototype.take = function (...order) {
    taken++;
    take.apply(this, order);
  };
  try {
    const { engine, columns } = begin(isShifted ? shifted(stream) : barsOf(stream, names), bind, {
      ...stream.terms,
      symbols,
      halts,
    });
    let row = 0;
    for (let at = 0; row < columns.length && !engine.stopped; at++) {
      row = engine.process(columns, row, row + 1, Infinity);
      if (!engine.stopped) interject(engine, between[at % between.length]);
    }
    engine.finish(engine.bankrupt ? "BANKRUPT" : engine.endOfFeed);
    return { ...played(engine), taken, cash: engine.desk.cash };
  } finally {
    Lane.prototype.take = take;
  }
}

function shifted(stream: OrderStream): Bar[] {
  const bars = barsOf(stream, names);
  return bars.map((bar) => (bar.symbol === "B" ? { ...bar, time: bar.time + stream.interval / 2 } : bar));
}

function interject(engine: Engine, what: Between): void {
  if (what === "nothing") return;
  if (what === "look") engine.desk.openOrders();
  else if (what === "buy" || what === "sell") byHand(engine, what);
  else engine.setTradingState(what);
}

function byHand(engine: Engine, side: "buy" | "sell"): void {
  try {
    engine.byHand({ kind: "order", request: { symbol: "A", side, quantity: 2 } });
  } catch (error) {
    // Nothing can be asked for once everything is being closed.
    assert.match(String(error), /everything is being closed/);
  }
}

describe("the lane past the book", () => {
  it("leads to the same orders, fills, events, cash and equity as the book", () => {
    let [taken, left, cut] = [0, 0, 0];
    fc.assert(
      fc.property(sessions, (session) => {
        const one = told(session, []);
        const other = told(session, [never]);
        assert.equal(other.taken, 0);
        taken += one.taken;
        for (const { status, reason = "" } of one.orders) {
          if (status === "expired") left++;
          if (reason.startsWith("INSUFFICIENT_BUYING_POWER: filled=")) cut++;
        }
        const [first, second] = [one, other].map(({ orders, fills, events, times, equity, cash }) => {
          return { orders, fills, events, times, equity, cash };
        });
        assert.deepEqual(first, second);
      }),
      { numRuns: cases(250), seed: Number(process.env.SEED ?? 13) },
    );
    assert.ok(taken > 150, `${taken} orders took the lane`);
    assert.ok(left > 5, `${left} expired`);
    assert.ok(cut > 1, `${cut} were cut`);
  });
});
