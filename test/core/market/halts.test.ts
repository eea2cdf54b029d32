import assert from "node:assert/strict";
import * as fc from "fast-check";
import { dateOf } from "../../../src/core/days";
import { type CalendarSpec, calendarOf } from "../../../src/core/market/calendar";
import { haltTest } from "../../../src/core/market/halts";
import { engineTerms as runTerms } from "../../../src/run/terms";
import { bars, day, minute, start } from "../../support/bars";
import { play, summary } from "../../support/play";

describe("while a symbol is halted", () => {
  const feed = [...bars("A", [100, 101, 102, 103, 104]), ...bars("B", [50, 51, 52, 53, 54])];
  const halts = [{ symbol: "A", from: "2024-01-02", to: "2024-01-03" }];

  it("nothing of it fills, and the others go on", () => {
    const { fills } = play(
      feed,
      {
        0: (desk) => {
          desk.place("A", "buy", 10, { timeInForce: "GTC" });
          desk.place("B", "buy", 10);
        },
      },
      { halts },
    );
    assert.deepEqual(summary(fills, feed), [
      [1, 51, 10],
      [3, 103, 10],
    ]);
  });

  it("a stop is not triggered", () => {
    const { fills } = play(
      bars("A", [100, [100, 120, 100, 100], 100, 100, 100]),
      { 0: (desk) => desk.place("A", "buy", 10, { type: "stop", stopPrice: 110 }) },
      { halts },
    );
    assert.deepEqual(fills, []);
  });

  it("a position cannot be closed either", () => {
    const { fills } = play(
      bars("A", [100, 101, 102, 103]),
      { 0: (desk) => desk.place("A", "buy", 10), 1: (desk) => desk.place("A", "sell", 10, { timeInForce: "GTC" }) },
      { halts: [{ symbol: "A", from: "2024-01-03", to: "2024-01-03" }] },
    );
    assert.deepEqual(
      fills.map((fill) => fill.price),
      [101, 103],
    );
  });

  it("between instants, only bars that reach into it are lost", () => {
    const minutes = bars("A", [100, 101, 102, 103, 104], { interval: minute });
    const { fills } = play(
      minutes,
      { 0: (desk) => desk.place("A", "buy", 10) },
      { interval: minute, halts: [{ symbol: "A", from: "2024-01-01T00:01:00Z", to: "2024-01-01T00:02:30Z" }] },
    );
    assert.deepEqual(summary(fills, minutes), [[3, 103, 10]]);
  });

  it("a tick after the halt fills, although the tick before it came before the halt", () => {
    const ticks = bars("A", [100, 101], { interval: 10 * minute });
    const { fills } = play(
      ticks,
      { 0: (desk) => desk.place("A", "buy", 10) },
      { interval: undefined, halts: [{ symbol: "A", from: "2024-01-01T00:12:00Z", to: "2024-01-01T00:15:00Z" }] },
    );
    assert.deepEqual(summary(fills, ticks), [[1, 101, 10]]);
  });
});

describe("halts of bars of a day or longer", () => {
  const date = (at: number) => dateOf(19_723 + at);
  const newYork = calendarOf("XNYS");
  // The trading days of 2024, with half days and changes of the clocks.
  const days = Array.from({ length: 366 }, (_, at) => 19_723 + at).filter((at) => newYork.isTradingDay(at));

  it("given as dates halt the bars of their days, and no other", () => {
    const closes = days.map((at) => newYork.endOf(at));
    const place = fc.nat(days.length - 1);
    fc.assert(
      fc.property(place, fc.nat(9), (first, more) => {
        const last = Math.min(first + more, days.length - 1);
        const halt = { symbol: "A", from: dateOf(days[first]), to: dateOf(days[last]) };
        const halted = haltTest([halt], newYork, day);
        closes.forEach((close, at) => {
          const begin = Math.max(close - day, closes[at - 1] ?? 0);
          assert.equal(halted?.("A", begin, close), at >= first && at <= last, dateOf(days[at]));
        });
      }),
    );
  });

  it("given as instants halt the days in whose hours they are", () => {
    const [tuesday, wednesday, thursday] = [19_724, 19_725, 19_726].map((at) => newYork.endOf(at));
    const haltedBy = (from: string, to: string) => {
      const halted = haltTest([{ symbol: "A", from, to }], newYork, day);
      const closes = [tuesday, wednesday, thursday];
      return closes.map((close) => halted?.("A", close - day, close));
    };
    assert.deepEqual(haltedBy("2024-01-03T00:00Z", "2024-01-04T00:00Z"), [false, true, false]);
    assert.deepEqual(haltedBy("2024-01-03T15:00Z", "2024-01-03T15:05Z"), [false, true, false]);
    assert.deepEqual(haltedBy("2024-01-03T10:00Z", "2024-01-03T14:00Z"), [false, false, false]);
  });

  it("halt the weeks that they reach into", () => {
    const fridays = [19_728, 19_735, 19_742].map((at) => newYork.endOf(at));
    const haltedBy = (on: string) => {
      const halted = haltTest([{ symbol: "A", from: on, to: on }], newYork, 7 * day);
      return fridays.slice(1).map((close, at) => halted?.("A", fridays[at], close));
    };
    assert.deepEqual(["2024-01-05", "2024-01-08", "2024-01-12"].map(haltedBy), [
      [false, false],
      [true, false],
      [true, false],
    ]);
  });

  it("halt both bars that are of a halted day where a market never closes", () => {
    const halted = haltTest([{ symbol: "A", from: date(1), to: date(1) }], calendarOf("always"), day);
    const ends = [0, 1, 2, 3].map((at) => start + at * day + 8 * 60 * minute);
    assert.deepEqual(
      ends.map((end) => halted?.("A", end - day, end)),
      [false, true, true, false],
    );
  });

  it("halt the next day too under rules 3", () => {
    const filled = (rules: number) => {
      const calendar: { spec: CalendarSpec; timezone: string } = { spec: "XNYS", timezone: "UTC" };
      const plan = { symbols: ["A"], interval: day, daily: true, calendar, rules, strategy: { name: "" }, params: {} };
      const halts = [{ symbol: "A", from: "2024-01-03", to: "2024-01-03" }];
      const terms = runTerms({ ...plan, options: { halts } } as unknown as Parameters<typeof runTerms>[0]);
      const close = newYork.endOf(19_726);
      return terms.halted?.("A", close - day, close);
    };
    assert.deepEqual([filled(3), filled(4)], [true, false]);
  });
});

describe("halts", () => {
  const utc = calendarOf("always");

  it("given as dates are whole days, inclusive, in the zone of the calendar", () => {
    for (const zone of ["UTC", "America/New_York", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      const calendar = calendarOf("always", zone);
      const halted = haltTest([{ symbol: "A", from: "2024-01-02", to: "2024-01-02" }], calendar);
      const [first, second, third] = [19_723, 19_724, 19_725].map((date) => calendar.endOf(date));
      assert.deepEqual(
        [halted?.("A", first - day, first), halted?.("A", first, second), halted?.("A", second, third)],
        [false, true, false],
        zone,
      );
    }
  });

  it("hold for their symbol only", () => {
    const halted = haltTest([{ symbol: "A", from: "2024-01-01", to: "2024-01-01" }], utc);
    assert.deepEqual([halted?.("A", start, start + day), halted?.("B", start, start + day)], [true, false]);
  });

  it("are no test at all when there are none", () => {
    assert.equal(haltTest([], utc), undefined);
    assert.equal(haltTest(undefined, utc), undefined);
  });

  it("are refused when misspelled, reversed, without a zone, or not dates", () => {
    const halt = { symbol: "A", from: "2024-01-02", to: "2024-01-03" };
    const wrong: [object, RegExp][] = [
      [{ ...halt, symbl: "A" }, /Unknown option "symbl" of halts\[0\]. Did you mean "symbol"\?/],
      [{ ...halt, to: "2024-01-01" }, /Expected halts\[0\]\.to to be later than its from 2024-01-02, was "2024-01-01"/],
      [{ ...halt, from: "soon" }, /Expected halts\[0\]\.from to be an ISO date or instant.*, was "soon"/],
      [
        { ...halt, from: "2024-01-01T10:00" },
        /Expected halts\[0\]\.from to be an ISO date or instant.*, was "2024-01-01T10:00"/,
      ],
      [{ ...halt, from: "2024-02-30" }, /2024-02-30/],
      [{ ...halt, symbol: 5 }, /Expected halts\[0\]\.symbol to be text, was 5/],
    ];
    for (const [bad, message] of wrong) assert.throws(() => haltTest([bad as typeof halt], utc), message);
  });
});
