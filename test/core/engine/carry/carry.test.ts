import assert from "node:assert/strict";
import type { CarryTerms } from "../../../../src/core/account/carry/rates";
import type { SessionEvent } from "../../../../src/core/journal/events";
import { calendarOf } from "../../../../src/core/market/calendar";
import { bars, day, minute, start } from "../../../support/bars";
import { play } from "../../../support/play";

const carry = (terms: Partial<CarryTerms>): CarryTerms => ({
  ...{ borrowRate: 0, cashRate: 0, marginRate: 0, dayCount: 365 },
  ...terms,
});

/** The cash entries among some events: kind, amount, symbol and cause. */
function entries(events: readonly SessionEvent[]) {
  return events.flatMap((event) => {
    if (event.kind !== "cash") return [];
    const { kind, amount, symbol, cause } = event.entry;
    return [[kind, amount, symbol, cause]];
  });
}

/** Daily bars of a symbol at one price on some dates. */
function on(symbol: string, dates: readonly string[], price: number, calendar = calendarOf("always")) {
  return dates.map((date) => {
    const time = calendar.endOf(Date.parse(date) / day);
    return { symbol, time, open: price, high: price, low: price, close: price, volume: 1e6 };
  });
}

describe("carry", () => {
  it("pays interest on free cash for every calendar day that has passed, at the first step of each new day", () => {
    const { events, equity } = play(
      // A Thursday, a Friday, the Monday after it, and a Tuesday.
      on("A", ["2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"], 100),
      {},
      { carry: carry({ cashRate: 0.0365 }) },
    );
    const second = 10_000 + 1;
    const third = second + (second * 0.0365 * 3) / 365;
    assert.deepEqual(entries(events), [
      ["interest", 1, undefined, "interest of 2024-01-04 to 2024-01-05"],
      ["interest", (second * 0.0365 * 3) / 365, undefined, "interest of 2024-01-05 to 2024-01-08"],
      ["interest", (third * 0.0365) / 365, undefined, "interest of 2024-01-08 to 2024-01-09"],
    ]);
    assert.deepEqual(equity.slice(0, 4), [10_000, 10_000, second, third]);
  });

  it("divides by 360 if that is asked for", () => {
    const { events } = play(bars("A", [100, 100]), {}, { carry: carry({ cashRate: 0.036, dayCount: 360 }) });
    assert.deepEqual(entries(events)[0].slice(0, 2), ["interest", 1]);
  });

  it("has short positions pay on their value at the last close, and leaves that value out of free cash", () => {
    const { events, engine } = play(
      bars("A", [100, 100, 120]),
      { 0: (desk) => desk.place("A", "sell", 50) },
      { shorting: true, carry: carry({ borrowRate: 0.073, cashRate: 0.0365 }) },
    );
    // 10,000 of free cash on the first day; then 15,000 of cash less 5,000 short, which cost 7.3 % a year.
    assert.deepEqual(
      entries(events).map(([kind, amount, symbol]) => [kind, amount, symbol]),
      [
        ["interest", 1, undefined],
        ["borrow", (-50 * 100 * 0.073) / 365, "A"],
        ["interest", (10_001 * 0.0365) / 365, undefined],
      ],
    );
    assert.equal(engine.portfolio.cash, 10_001 + 5000 + (-50 * 100 * 0.073) / 365 + (10_001 * 0.0365) / 365);
  });

  it("charges missing cash, apart from what free cash earns", () => {
    const { events } = play(
      bars("A", [100, 100, 100]),
      { 0: (desk) => desk.place("A", "buy", 150) },
      { leverage: 2, carry: carry({ cashRate: 0.0365, marginRate: 0.073 }) },
    );
    const debt = 10_001 - 15_000;
    assert.deepEqual(entries(events), [
      ["interest", 1, undefined, "interest of 2024-01-01 to 2024-01-02"],
      ["marginInterest", (debt * 0.073) / 365, undefined, "margin interest of 2024-01-02 to 2024-01-03"],
    ]);
  });

  it("takes rates by symbol, and nothing of the others", () => {
    const { events } = play(
      [...bars("A", [100, 100, 100]), ...bars("B", [10, 10, 10])],
      {
        0: (desk) => {
          desk.place("A", "sell", 10);
          desk.place("B", "sell", 10);
        },
      },
      { shorting: true, carry: carry({ borrowRate: { B: 0.365 } }) },
    );
    assert.deepEqual(entries(events), [["borrow", -0.1, "B", "borrow of 2024-01-02 to 2024-01-03"]]);
  });

  it("asks a function of time for the end of each day that has passed", () => {
    const asked: string[] = [];
    const { events } = play(
      on("A", ["2024-01-04", "2024-01-05", "2024-01-08"], 100),
      { 0: (desk) => desk.place("A", "sell", 1) },
      {
        shorting: true,
        carry: carry({
          borrowRate(time, symbol) {
            asked.push(`${symbol} ${new Date(time).toISOString().slice(0, 16)}`);
            return asked.length * 0.0365;
          },
        }),
      },
    );
    assert.deepEqual(asked, ["A 2024-01-06T00:00", "A 2024-01-07T00:00", "A 2024-01-08T00:00"]);
    const amount = (-100 * (0.0365 + 2 * 0.0365 + 3 * 0.0365)) / 365;
    assert.deepEqual(entries(events), [["borrow", amount, "A", "borrow of 2024-01-05 to 2024-01-08"]]);
  });

  it("comes once a day on minutes, before the orders of the day's first step", () => {
    const { events } = play(
      bars(
        "A",
        Array.from({ length: 3 * 1440 }, () => 100),
        { interval: minute },
      ),
      { 1438: (desk) => desk.place("A", "buy", 100), 1439: (desk) => desk.place("A", "sell", 40) },
      { interval: minute, carry: carry({ cashRate: 0.0365 }) },
    );
    const kinds = events.map(({ kind, time }) => `${kind} ${(time - start) / minute}`);
    assert.deepEqual(kinds, [
      ...["orderAccepted 1439", "fill 1440", "orderAccepted 1440"],
      ...["fill 1441", "cash 2881"],
    ]);
    assert.deepEqual(entries(events)[0].slice(0, 2), ["interest", (4000 * 0.0365) / 365]);
  });

  it("knows days that begin at 17:00 in New York, and weekends", () => {
    const fx = calendarOf("FX");
    const rows = on("EURUSD", ["2024-03-07", "2024-03-08", "2024-03-11"], 1, fx);
    const terms = { symbols: ["EURUSD"], carry: carry({ cashRate: 0.0365 }) };
    const { events } = play(rows, {}, { ...terms, calendar: "FX" });
    assert.deepEqual(
      entries(events).map(([, , , cause]) => cause),
      ["interest of 2024-03-07 to 2024-03-08", "interest of 2024-03-08 to 2024-03-11"],
    );
  });
});
