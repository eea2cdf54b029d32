import assert from "node:assert/strict";
import fc from "fast-check";
import golden from "../../../fixtures/independent/schedules.json";
import { dateOf, dayOfDate } from "../../../src/core/days";
import { type Calendar, type CalendarSpec, calendarFrom, calendarOf } from "../../../src/core/market/calendar";
import { Due } from "../../../src/core/schedule/due";
import { longest, type Period, periods } from "../../../src/core/schedule/periods";
import { checkedRule, type RuleOf, shortestRule } from "../../../src/core/schedule/rule";
import { cases } from "../../support/cases";

type Came = readonly [kind: "due" | "late", day: string, at: number];

/** What comes at steps of some times, as the engine asks: the due day, and the step at which or after which it comes. */
function comesAt(calendar: Calendar, rule: RuleOf<never>, times: readonly number[]): Came[] {
  const { due: terms } = checkedRule("rule", rule);
  assert.ok(terms !== undefined);
  const due = new Due(calendar, terms);
  const came: Came[] = [];
  times.forEach((time, at) => {
    const late = time > due.overdue ? due.late(time, times[at - 1]) : undefined;
    if (late !== undefined) came.push(["late", dateOf(late.day), at - 1]);
    const now = due.at(time);
    if (now !== undefined) came.push(["due", dateOf(now.day), at]);
  });
  return came;
}

const utc = (date: string) => Date.parse(date);

function datesOf(years: Readonly<Record<string, string>>): string[] {
  return Object.entries(years).flatMap(([year, days]) =>
    days.split(" ").map((day) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`),
  );
}

describe("due days of the New York Stock Exchange, 2000 to 2024, against exchange_calendars", () => {
  const calendar = calendarOf("XNYS");
  const sessions = datesOf(golden.sessions as Record<string, string>);
  const closes = sessions.map((date) => calendar.endOf(dayOfDate(date)));

  it("are on the same trading days and half days", () => {
    const open = sessions.filter((date) => calendar.isTradingDay(dayOfDate(date)));
    assert.equal(open.length, 6289);
    const early = datesOf(golden.earlyCloses as Record<string, string>);
    const short = sessions.filter((date) => new Date(calendar.endOf(dayOfDate(date))).getUTCHours() < 20);
    assert.deepEqual(short, early);
  });

  for (const { every, on, days } of golden.rules) {
    it(`number ${on} of every ${every}`, () => {
      const came = comesAt(calendar, { every: every as Period, on }, closes);
      assert.deepEqual(
        came.map(([kind, day, at]) => [kind, day, sessions[at]]),
        datesOf(days as Record<string, string>).map((date) => ["due", date, date]),
      );
    });
  }

  it("of a month whose last weekday is a Good Friday are on the Thursday before", () => {
    const march = comesAt(calendar, { every: "month", on: "last" }, closes).filter(([, day]) => /^2018-03/.test(day));
    assert.deepEqual(
      march.map(([, day]) => day),
      ["2018-03-29"],
    );
    const later = comesAt(calendar, { every: "month", on: "last" }, closes).filter(([, day]) => /^2024-03/.test(day));
    assert.equal(later[0][1], "2024-03-28");
  });

  it("at a time of day are the first step at or after it, and the first step where the exchange closes before it", () => {
    const thanksgiving = ["2024-11-27", "2024-11-29", "2024-12-02"].flatMap((date) => {
      const open = calendar.openOf?.(dayOfDate(date)) as number;
      const length = (calendar.endOf(dayOfDate(date)) - open) / 1_800_000;
      return Array.from({ length }, (_, at) => open + (at + 1) * 1_800_000);
    });
    const local = (at: number) => new Date(thanksgiving[at]).toISOString().slice(5, 16);
    const at = (time: string) =>
      comesAt(calendar, { every: "day", at: time }, thanksgiving).map(([kind, , step]) => `${kind} ${local(step)}`);
    assert.deepEqual(at("10:30"), ["due 11-27T15:30", "due 11-29T15:30", "due 12-02T15:30"]);
    assert.deepEqual(at("10:31"), ["due 11-27T16:00", "due 11-29T16:00", "due 12-02T16:00"]);
    // 2024-11-29 closes at 13:00.
    assert.deepEqual(at("15:00"), ["due 11-27T20:00", "due 11-29T15:00", "due 12-02T20:00"]);
    assert.deepEqual(at("13:00"), ["due 11-27T18:00", "due 11-29T18:00", "due 12-02T18:00"]);
  });
});

describe("due days", () => {
  const always = calendarOf("always");
  const noons = (from: string, to: string) =>
    Array.from({ length: (utc(to) - utc(from)) / 86_400_000 + 1 }, (_, at) => utc(from) + at * 86_400_000 + 43_200_000);

  it("of a market that never closes are calendar days", () => {
    const times = noons("2024-01-30", "2024-03-02");
    const came = comesAt(always, { every: "month", on: 31 }, times);
    assert.deepEqual(came, [["due", "2024-01-31", 1]]);
    assert.deepEqual(
      comesAt(always, { every: "month", on: "last" }, times).map(([, day]) => day),
      ["2024-01-31", "2024-02-29"],
    );
  });

  it("of currencies change at 17:00 in New York, also for a time of day", () => {
    const calendar = calendarOf("FX");
    // Sunday 2024-03-10 18:00 in New York, after its clocks changed, is Monday's.
    const times = ["2024-03-08T20:00Z", "2024-03-10T22:00Z", "2024-03-10T23:00Z", "2024-03-11T14:30Z"].map(utc);
    assert.deepEqual(comesAt(calendar, "weekly", times), [
      ["due", "2024-03-04", 0],
      ["due", "2024-03-11", 1],
    ]);
    assert.deepEqual(comesAt(calendar, { every: "day", at: "18:30" }, times).slice(-1), [["due", "2024-03-11", 2]]);
    assert.deepEqual(comesAt(calendar, { every: "day", at: "10:30" }, times).slice(-1), [["due", "2024-03-11", 3]]);
  });

  it("of a calendar that was found begin after the last trading day, as its Sunday counts to Monday", () => {
    const calendar = calendarFrom({ spec: "weekdays", timezone: "UTC", found: true });
    const times = ["2024-03-01T12:00Z", "2024-03-03T23:00Z", "2024-03-04T12:00Z"].map(utc);
    assert.deepEqual(comesAt(calendar, "weekly", times), [
      ["due", "2024-02-26", 0],
      ["due", "2024-03-04", 1],
    ]);
  });

  it("never come on a bar of a day that is known to be closed", () => {
    const calendar = calendarOf("weekdays");
    const times = ["2024-03-02T12:00Z", "2024-03-03T12:00Z", "2024-03-05T12:00Z"].map(utc);
    assert.deepEqual(comesAt(calendar, "monthly", times), [["due", "2024-03-01", 2]]);
  });

  it("without a bar come at the next one of their period, else with the last one seen", () => {
    const times = ["2024-03-05", "2024-03-27", "2024-04-02", "2024-04-30", "2024-06-03"].map((d) => utc(d) + 60_000);
    assert.deepEqual(comesAt(calendarOf("weekdays"), { every: "month", on: "last" }, times), [
      ["late", "2024-03-29", 1],
      ["due", "2024-04-30", 3],
    ]);
    assert.deepEqual(
      comesAt(calendarOf("weekdays"), "monthly", times).map(([, day, at]) => [day, at]),
      [
        ["2024-03-01", 0],
        ["2024-04-01", 2],
        ["2024-06-03", 4],
      ],
    );
  });

  it("of daylight saving time keep the local time of day", () => {
    const calendar = calendarOf("weekdays", "Europe/Berlin");
    const times = Array.from({ length: 24 * 5 }, (_, at) => utc("2024-03-28T22:30Z") + at * 3_600_000);
    const came = comesAt(calendar, { every: "day", at: "10:30" }, times);
    assert.deepEqual(
      came.map(([, , at]) => new Date(times[at]).toISOString().slice(0, 16)),
      ["2024-03-28T22:30", "2024-03-29T09:30", "2024-04-01T08:30", "2024-04-02T08:30"],
    );
  });
});

describe("due days of any calendar and rule", () => {
  /** The key of a date's period, found by counting dates one by one. */
  function keyOf(every: Period, date: string): string {
    if (every === "day") return date;
    const [year, month] = date.split("-");
    if (every === "month") return `${year}-${month}`;
    if (every === "quarter") return `${year} ${Math.ceil(Number(month) / 3)}`;
    const back = (new Date(date).getUTCDay() + 6) % 7;
    return new Date(utc(date) - back * 86_400_000).toISOString().slice(0, 10);
  }

  function slowly(open: readonly string[], every: Period, on: number, offset: number, seen: readonly string[]): Came[] {
    const groups = new Map<string, string[]>();
    for (const date of open) groups.set(keyOf(every, date), [...(groups.get(keyOf(every, date)) ?? []), date]);
    const came = new Map<string, Came>();
    for (const days of groups.values()) {
      const place = days.at(on > 0 ? on - 1 : on);
      const day = place && open[open.indexOf(place) + offset];
      if (day === undefined || (on > 0 && days.length < on)) continue;
      const bars = seen.filter((date) => keyOf(every, date) === keyOf(every, day));
      const next = bars.find((date) => date >= day);
      if (next !== undefined) came.set(`due ${next}`, ["due", day, seen.indexOf(next)]);
      else if (bars.length > 0 && seen.at(-1) !== bars.at(-1))
        came.set(`late ${bars.at(-1)}`, ["late", day, seen.indexOf(bars.at(-1) as string)]);
    }
    return [...came.values()].sort((a, b) => a[2] - b[2] || (a[0] === "due" ? -1 : 1));
  }

  it("are those of a slow count, whatever days have bars", () => {
    const days = fc.integer({ min: 100, max: 400 }).chain((length) =>
      fc.record({
        open: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }),
        closed: fc.integer({ min: 0, max: 7 }),
        holes: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }),
        hole: fc.integer({ min: 0, max: 9 }),
        first: fc.integer({ min: 10_000, max: 19_000 }),
      }),
    );
    const rules = fc.record({
      every: fc.constantFrom<Period[]>("day", "week", "month", "quarter"),
      on: fc.integer({ min: -7, max: 7 }).filter((on) => on !== 0),
      offset: fc.oneof(fc.constant(0), fc.integer({ min: -12, max: 12 })),
    });
    let lates = 0;
    fc.assert(
      fc.property(days, rules, ({ open, closed, holes, hole, first }, { every, on: place, offset }) => {
        const on = every === "day" ? Math.sign(place) : place;
        const dates = open.flatMap((chance, at) => (chance >= closed ? [dateOf(first + at)] : []));
        fc.pre(dates.length > 0);
        const seen = dates.filter((_, at) => holes[at] >= hole);
        const calendar = calendarOf(dates as CalendarSpec);
        const times = seen.map((date) => utc(date) + 86_400_000);
        const came = comesAt(calendar, { every, on, offset }, times);
        lates += came.filter(([kind]) => kind === "late").length;
        assert.deepEqual(came, slowly(dates, every, on, offset, seen));
      }),
      { numRuns: cases(100), seed: 20_240_101 },
    );
    assert.ok(lates > 20);
  });
});

describe("a rule in the fewest words", () => {
  const calendar = calendarOf("XNYS");
  const days = Array.from({ length: 800 }, (_, at) => dayOfDate("2019-01-01") + at).filter(calendar.isTradingDay);
  const closes = days.map((day) => calendar.endOf(day));

  it("is due when the rule is", () => {
    const on = fc.option(fc.oneof(fc.constantFrom("first", "last"), fc.integer({ min: -9, max: 9 })), {
      nil: undefined,
    });
    const at = fc.option(fc.constantFrom("9:45", "09:45", "16:00"), { nil: undefined });
    const rule = fc
      .record({ every: fc.constantFrom(...periods), on, offset: fc.integer({ min: -2, max: 2 }), at })
      .filter(({ every, on }) => typeof on !== "number" || (on !== 0 && Math.abs(on) <= longest[every]))
      .map((terms) => Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)));
    fc.assert(
      fc.property(rule, (terms) => {
        const short = shortestRule(terms);
        assert.deepEqual(comesAt(calendar, short as never, closes), comesAt(calendar, terms as never, closes));
        assert.deepEqual(shortestRule(short), short);
      }),
      { numRuns: cases(60) },
    );
  });

  it("is the same however the rule is written", () => {
    const shortest = (...rules: unknown[]) => [...new Set(rules.map((rule) => JSON.stringify(shortestRule(rule))))];
    const first = { every: "month", on: "first", offset: 0 };
    assert.deepEqual(shortest("monthly", { every: "month" }, first, { on: 1, every: "month" }), ['"monthly"']);
    assert.deepEqual(shortest("daily", { every: "day", on: -1 }, { every: "day", on: "last" }), ['"daily"']);
    assert.deepEqual(shortest({ at: "9:45", every: "week", on: -1 }, { every: "week", on: "last", at: "09:45" }), [
      '{"every":"week","on":"last","at":"09:45"}',
    ]);
    assert.deepEqual(shortest({ every: "week", when: "function" }, { every: "week", on: 1, when: "function" }), [
      '{"every":"week","when":"function"}',
    ]);
    const alone = { name: "driftOver", absolute: 0.05 };
    assert.deepEqual(shortestRule(alone), alone);
    assert.equal(shortestRule("function"), "function");
  });
});
