import assert from "node:assert/strict";
import fc from "fast-check";
import type { Engine } from "../../../src/core/engine/engine";
import type { Journal } from "../../../src/core/journal/journal";
import { quantityOf } from "../../../src/core/lots";
import type { Bar } from "../../../src/core/market/bar";
import { writeEvent } from "../../../src/run/fingerprint/v2";
import { cases } from "../../support/cases";
import { begin, type Played, play, playAsync, played, scripted } from "../../support/play";
import { type Scenario, scenarios } from "../../support/scenarios";
import { engineTerms } from "../../support/terms";

const runs = { numRuns: cases(100), seed: 20_240_101 };

function law(check: (scenario: Scenario) => void) {
  fc.assert(fc.property(scenarios, check), runs);
}

function playScenario({ bars, script, terms }: Scenario): Played {
  return play(bars, script, terms);
}

/** Everything the events decided, as the fingerprint has it. */
function decided(journal: Journal, until = Infinity): unknown[] {
  const written: unknown[] = [];
  const write = (value: unknown) => void written.push(value);
  const words = (_code: number, ...all: string[]) => void written.push(...all);
  const numbers = (...all: number[]) => void written.push(...all);
  const into = { number: write, numbers, word: write, encoded: write, wordsAgain: () => false, words, text: write };
  for (let at = 0; at < journal.length && journal.at(at).time <= until; at++) writeEvent(journal, at, into);
  return written;
}

/** Follows cash, positions and marks from fills and bars alone. */
function* accounts({ bars, terms }: Scenario, { fills }: Played) {
  let cash = terms.initialCapital as number;
  const held = new Map<string, number>();
  const marks = new Map<string, number>();
  const times = [...new Set(bars.map((bar) => bar.time))].sort((a, b) => a - b);
  const equityAt = (prices: ReadonlyMap<string, number>) =>
    [...held].reduce((sum, [symbol, quantity]) => sum + quantity * (prices.get(symbol) as number), cash);
  for (const time of times) {
    for (const fill of fills) {
      if (fill.time !== time || fill.tag === "closeAtEnd") continue;
      const signed = fill.side === "buy" ? fill.quantity : -fill.quantity;
      const before = held.get(fill.symbol) ?? 0;
      cash -= signed * fill.price + fill.commission;
      held.set(fill.symbol, before + signed);
      const prices = new Map(marks).set(fill.symbol, fill.price);
      const gross = [...held].reduce(
        (sum, [symbol, quantity]) => sum + Math.abs(quantity * (prices.get(symbol) as number)),
        0,
      );
      yield { kind: "fill" as const, fill, opens: before * signed >= 0, gross, equity: equityAt(prices) };
    }
    for (const bar of bars) if (bar.time === time) marks.set(bar.symbol, bar.close);
    yield { kind: "step" as const, equity: equityAt(marks), held };
  }
}

function near(actual: number, wanted: number) {
  assert.ok(Math.abs(actual - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${actual}, not ${wanted}`);
}

describe("it is a law of the engine that", () => {
  it("the scenarios these laws are tried on do everything", () => {
    const seen = new Set<string>();
    law((scenario) => {
      for (const order of playScenario(scenario).orders) {
        seen.add(`${order.type} ${order.status}`);
        if (order.reason !== undefined) seen.add(order.reason.split(":")[0]);
      }
    });
    for (const type of ["market", "limit", "stop"]) {
      for (const status of ["filled", "canceled", "expired", "denied"])
        assert.ok(seen.has(`${type} ${status}`), `${type} ${status}`);
    }
    const reasons = [
      "NO_PRICE",
      "SHORTING_NOT_ALLOWED",
      "INSUFFICIENT_BUYING_POWER",
      "QUANTITY_BELOW_LOT_SIZE",
      "REPLACED",
      "REQUESTED",
      "DAY_OVER",
      "END_OF_FEED",
    ];
    for (const reason of reasons) assert.ok(seen.has(reason), reason);
    assert.ok(seen.has("market rejected"));
  });

  it("cash and market value are the equity, at every step", () => {
    law((scenario) => {
      const result = playScenario(scenario);
      const steps = [...accounts(scenario, result)].flatMap((one) => (one.kind === "step" ? [one.equity] : []));
      for (const [at, equity] of result.equity.slice(1, 1 + result.engine.steps).entries()) near(equity, steps[at]);
      near(result.equity.at(-1) as number, result.engine.portfolio.equity());
    });
  });

  it("cash is the running sum of the fills, to the last bit", () => {
    law((scenario) => {
      const { fills, engine } = playScenario(scenario);
      let cash = scenario.terms.initialCapital as number;
      for (const { side, quantity, price, commission } of fills) {
        cash -= (side === "buy" ? quantity : -quantity) * price;
        cash -= commission;
      }
      assert.equal(engine.portfolio.cash, cash);
    });
  });

  it("the same feed twice gives the same journal", () => {
    law((scenario) => {
      const [first, second] = [playScenario(scenario), playScenario(scenario)];
      assert.deepEqual(decided(first.engine.journal), decided(second.engine.journal));
      assert.deepEqual(first.events, second.events);
      assert.deepEqual(first.equity, second.equity);
    });
  });

  it("cutting the feed leaves the events of the steps before unchanged", () => {
    law((scenario) => {
      const whole = playScenario(scenario);
      const last = whole.times.at(-1) as number;
      for (const end of whole.times.slice(1).filter((time) => time < last)) {
        const bars = scenario.bars.filter((bar) => bar.time <= end);
        const { engine } = play(bars, scenario.script, { ...scenario.terms, closeAtEnd: false });
        // What the end of the cut feed causes belongs to no step: it comes last.
        const expected = decided(whole.engine.journal, end);
        assert.deepEqual(decided(engine.journal).slice(0, expected.length), expected);
      }
    });
  });

  it("no order fills on the bar that caused it, nor outside the prices of its bar", () => {
    law((scenario) => {
      const { fills, orders } = playScenario(scenario);
      const barOf = new Map<string, Bar>(scenario.bars.map((bar) => [`${bar.symbol} ${bar.time}`, bar]));
      for (const fill of fills) {
        const order = orders.find((one) => one.id === fill.orderId);
        if (fill.tag === "closeAtEnd" || order === undefined) continue;
        assert.ok(fill.time > order.createdAt, "filled on the bar that caused it");
        const bar = barOf.get(`${fill.symbol} ${fill.time}`);
        assert.ok(bar !== undefined, "filled without a bar");
        const direction = fill.side === "buy" ? 1 : -1;
        const found = fill.price - (direction * fill.slippage) / fill.quantity;
        assert.ok(found >= bar.low - 1e-9 && found <= bar.high + 1e-9, `${found} is not in the bar`);
        if (order.limitPrice !== undefined)
          assert.ok(direction * (order.limitPrice - fill.price) >= 0, "worse than the limit");
      }
    });
  });

  it("an opening fill never takes the gross exposure above the equity", () => {
    law((scenario) => {
      for (const one of accounts(scenario, playScenario(scenario))) {
        if (one.kind !== "fill" || !one.opens) continue;
        assert.ok(one.gross <= one.equity + 1e-9 * Math.abs(one.equity), `${one.gross} on ${one.equity}`);
      }
    });
  });

  it("nothing is ever short without shorting, and nothing held is a fraction of a lot", () => {
    law((scenario) => {
      const { lotSize } = engineTerms(scenario.terms);
      const wholeLots = (symbol: string, quantity: number) => {
        const lots = quantity / lotSize(symbol);
        assert.ok(Math.abs(lots - Math.round(lots)) < 1e-6, `${quantity} of ${symbol}`);
      };
      const result = playScenario(scenario);
      for (const { symbol, quantity } of result.engine.portfolio.positions()) {
        assert.equal(quantity, quantityOf(Math.round(quantity / lotSize(symbol)), lotSize(symbol)));
      }
      for (const one of accounts(scenario, result)) {
        if (one.kind === "fill") wholeLots(one.fill.symbol, one.fill.quantity);
        else
          for (const quantity of one.held.values())
            assert.ok(scenario.terms.shorting || quantity >= -1e-9, `${quantity}`);
      }
    });
  });

  it("an order's fills sum to what it says was filled, never more than was asked, and its status says so", () => {
    law((scenario) => {
      const { fills, orders } = playScenario(scenario);
      for (const order of orders) {
        const own = fills.filter((fill) => fill.orderId === order.id);
        near(
          own.reduce((sum, fill) => sum + fill.quantity, 0),
          order.filledQuantity,
        );
        assert.ok(order.filledQuantity <= order.quantity);
        assert.equal(order.status === "filled", order.filledQuantity === order.quantity);
        assert.notEqual(order.status, "working");
        assert.notEqual(order.status, "partiallyFilled");
        assert.ok(order.endedAt !== undefined && order.endedAt >= order.createdAt);
      }
    });
  });

  it("what fills of a symbol on a bar stays within the volume limit", () => {
    law((scenario) => {
      const { volumeLimit = Infinity } = scenario.terms;
      const { fills } = playScenario(scenario);
      for (const bar of scenario.bars) {
        const own = fills.filter(
          (fill) => fill.symbol === bar.symbol && fill.time === bar.time && fill.tag !== "closeAtEnd",
        );
        const taken = own.reduce((sum, fill) => sum + fill.quantity, 0);
        assert.ok(volumeLimit === Infinity || taken <= volumeLimit * bar.volume + 1e-9);
      }
    });
  });

  it("a step at a time gives what the feed in one go gives", () => {
    law((scenario) => {
      const { engine, columns } = begin(scenario.bars, scenario.script, scenario.terms);
      for (let row = 0; row < columns.length && !engine.stopped; ) {
        row = engine.process(columns, row, row + 1, Infinity);
      }
      engine.finish(engine.bankrupt ? "BANKRUPT" : "END_OF_FEED");
      assert.deepEqual(played(engine).events, playScenario(scenario).events);
    });
  });

  it("an async strategy gives the events of the same one synchronous", async () => {
    const later = (scenario: Scenario) => (engine: Engine) => {
      const calls = scripted(scenario.script)(engine);
      return { ...calls, onBars: async (step: readonly Bar[]) => void calls.onBars?.(step) };
    };
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { events } = await playAsync(scenario.bars, later(scenario), scenario.terms);
        assert.deepEqual(events, playScenario(scenario).events);
      }),
      runs,
    );
  });
});
