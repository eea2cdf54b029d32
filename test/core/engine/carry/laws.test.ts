import assert from "node:assert/strict";
import fc from "fast-check";
import type { CarryTerms } from "../../../../src/core/account/carry/rates";
import { reductionOf, requiredBy } from "../../../../src/core/account/carry/requirement";
import { bars } from "../../../support/bars";
import { cases } from "../../../support/cases";
import { begin, type Played, play, played, scripted } from "../../../support/play";
import { type Scenario, scenarios } from "../../../support/scenarios";
import type { TermOptions } from "../../../support/terms";

const rates = fc.constantFrom(0, 0.01, 0.3, 0.9);
const carry: fc.Arbitrary<CarryTerms> = fc.record({
  borrowRate: fc.oneof(
    rates,
    fc.constant({ A: 0.5, C: 4 }),
    fc.constant((time: number, symbol: string) => ((time / 86_400_000) % 7) * (symbol === "A" ? 0.1 : 0.2)),
  ),
  cashRate: fc.oneof(rates, fc.constant(-0.2)),
  marginRate: rates,
  dayCount: fc.constantFrom(365, 360),
});

/** The scenarios of the engine, with debts, short positions, carry and margin calls. */
const borrowing = fc
  .record({
    scenario: scenarios,
    carry,
    leverage: fc.constantFrom(1, 2, 4),
    margin: fc.constantFrom(0.25, 0.6, 0.9),
  })
  .map(({ scenario, carry, leverage, margin }): Scenario => {
    const terms = { shorting: true, leverage, carry, maintenance: { long: margin, short: margin } };
    return { ...scenario, terms: { ...scenario.terms, ...terms } };
  });

function law(check: (scenario: Scenario) => void) {
  fc.assert(fc.property(borrowing, check), { numRuns: cases(100), seed: 20_240_101 });
}

function run({ bars, script, terms }: Scenario, more: TermOptions = {}): Played {
  return play(bars, script, { ...terms, ...more });
}

function near(actual: number, wanted: number, size = 1) {
  assert.ok(Math.abs(actual - wanted) <= 1e-9 * Math.max(1, size), `${actual}, not ${wanted}`);
}

describe("it is a law of carry and margin that", () => {
  it("the scenarios these laws are tried on have every kind of entry, and margin calls", () => {
    const seen = new Set<string>();
    law((scenario) => {
      const { events, orders } = run(scenario);
      for (const event of events) seen.add(event.kind === "cash" ? event.entry.kind : event.kind);
      for (const { reason, tag } of orders) seen.add(`${tag} ${reason}`);
    });
    for (const kind of ["interest", "marginInterest", "borrow", "marginCall", "liquidation undefined"])
      assert.ok(seen.has(kind), `${kind} of ${[...seen].join()}`);
  });

  it("cash is the running sum of its entries, to the last bit", () => {
    law((scenario) => {
      const { events, engine } = run(scenario);
      let cash = scenario.terms.initialCapital as number;
      for (const event of events) {
        if (event.kind === "cash") cash += event.entry.amount;
        if (event.kind !== "fill") continue;
        const { side, quantity, price, commission } = event.fill;
        cash += -((side === "buy" ? quantity : -quantity) * price);
        cash += -commission;
      }
      assert.equal(engine.portfolio.cash, cash);
    });
  });

  it("equity changes only by prices, commissions and entries, step by step", () => {
    law((scenario) => {
      const { events, equity, times } = run(scenario, { closeAtEnd: false });
      const held = new Map<string, number>();
      const marks = new Map<string, number>();
      for (const [at, time] of times.slice(1).entries()) {
        let change = 0;
        let size = Math.abs(equity[at]);
        const closes = new Map(scenario.bars.filter((bar) => bar.time === time).map((bar) => [bar.symbol, bar.close]));
        for (const [symbol, close] of closes) {
          const quantity = held.get(symbol) ?? 0;
          change += quantity === 0 ? 0 : quantity * (close - (marks.get(symbol) as number));
          size += Math.abs(quantity * close);
        }
        for (const event of events.filter((one) => one.time === time)) {
          if (event.kind === "cash") change += event.entry.amount;
          if (event.kind !== "fill") continue;
          const { symbol, side, quantity, price, commission } = event.fill;
          const signed = side === "buy" ? quantity : -quantity;
          change += signed * ((closes.get(symbol) as number) - price) - commission;
          held.set(symbol, (held.get(symbol) ?? 0) + signed);
          size += quantity * price;
        }
        for (const [symbol, close] of closes) marks.set(symbol, close);
        near(equity[at + 1], equity[at] + change, size);
      }
    });
  });

  it("the same comes of a feed that is taken step by step", () => {
    law((scenario) => {
      const whole = run(scenario, { closeAtEnd: false });
      const { engine, columns } = begin(scenario.bars, scenario.script, { ...scenario.terms, closeAtEnd: false });
      for (let row = 0; row < columns.length && !engine.bankrupt; )
        row = engine.process(columns, row, row + 1, Infinity);
      engine.finish(engine.bankrupt ? "BANKRUPT" : "END_OF_FEED");
      assert.deepEqual(played(engine).events, whole.events);
    });
  });

  it("cutting the feed leaves what happened before unchanged", () => {
    law((scenario) => {
      const { events, times } = run(scenario, { closeAtEnd: false });
      const end = times[Math.ceil(times.length / 2)];
      const rows = scenario.bars.filter((bar) => bar.time <= end);
      if (rows.length === 0) return;
      const cut = play(rows, scenario.script, { ...scenario.terms, closeAtEnd: false });
      const moved = (all: Played["events"]) =>
        all.filter((event) => event.time <= end && ["cash", "fill", "marginCall"].includes(event.kind));
      assert.deepEqual(moved(cut.events), moved(events));
    });
  });

  it("a strategy that sleeps until it wakes has the same cash and equity as one that does nothing until then", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 60, max: 130 }), { minLength: 4, maxLength: 40 }),
        fc.uniqueArray(fc.nat(39), { maxLength: 6 }),
        carry,
        fc.constantFrom(1, 6, 24),
        (prices, wakes, terms, hours) => {
          const interval = hours * 3_600_000;
          const feed = bars("A", prices, { interval });
          const options = {
            leverage: 2,
            shorting: true,
            interval,
            carry: terms,
            maintenance: { long: 0.3, short: 0.3 },
          };
          const at = wakes.filter((step) => step < prices.length).sort((a, b) => a - b);
          const script = Object.fromEntries(
            at.map((step, place) => [step, (desk: Parameters<typeof ask>[0]) => ask(desk, place)]),
          );
          const awake = play(feed, script, options);
          const asleep = play(
            feed,
            ({ desk }) => {
              let place = 0;
              const times = Float64Array.from(at, (step) => feed[step].time);
              return { name: "sleeper", wakes: times, onBars: () => ask(desk, place++) };
            },
            options,
          );
          assert.deepEqual(asleep.events, awake.events);
          assert.deepEqual(asleep.equity, awake.equity);
        },
      ),
      { numRuns: cases(75), seed: 20_240_101 },
    );
  });

  it("after a call the requirement is met by the next step, if prices stay and nothing costs", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ price: fc.integer({ min: 20, max: 90 }), lot: fc.constantFrom(0.01, 1, 5) }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom(0.25, 0.4),
        (made, margin) => {
          const names = ["A", "B", "C"].slice(0, made.length);
          const feed = made.flatMap(({ price }, at) => bars(names[at], [100, 100, price, price, price, price]));
          const lotSize = Object.fromEntries(made.map(({ lot }, at) => [names[at], lot]));
          const maintenance = { long: margin, short: margin };
          const weights = Object.fromEntries(names.map((name) => [name, 2 / names.length]));
          const { engine, columns } = begin(feed, scripted({ 0: (desk) => desk.rebalanceTo(weights) }), {
            symbols: names,
            leverage: 2,
            maintenance,
            lotSize,
          });
          engine.process(columns, 0, 4 * names.length, Infinity);
          if (engine.portfolio.equity() <= 0) return;
          assert.ok(engine.portfolio.equity() >= requiredBy(engine.portfolio, maintenance) * (1 - 1e-12));
        },
      ),
      { numRuns: cases(75), seed: 20_240_101 },
    );
  });

  it("a reduction is whole lots, at least the share, at most the position, and less than a lot too much", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.constantFrom(1, 0.1, 1e-8, 5),
        (lots, share, lotSize) => {
          const size = lots * lotSize;
          const units = reductionOf(size, share, lotSize);
          assert.ok(units <= size && units >= size * share * (1 - 1e-8) - lotSize * 1e-9);
          assert.ok(units - size * share <= lotSize * (1 + 1e-6));
          near(Math.round(units / lotSize), units / lotSize, lots);
        },
      ),
    );
  });
});

function ask(desk: ReturnType<typeof begin>["engine"]["desk"], place: number): void {
  desk.orderTargetWeight("A", [1.9, -1, 0.5, -1.8, 0, 1.5][place % 6]);
}
