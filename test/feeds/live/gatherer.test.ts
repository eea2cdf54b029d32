import assert from "node:assert/strict";
import fc from "fast-check";
import { calendarOf } from "../../../src/core/market/calendar";
import { emptyColumns } from "../../../src/feeds/bars/columns";
import { tradingBetween } from "../../../src/feeds/live/gap";
import { Gatherer } from "../../../src/feeds/live/gatherer";
import type { FeedEvent } from "../../../src/feeds/source/live-source";
import { minute } from "../../support/bars";
import { barOf, newYear } from "./stream";

const symbols = ["A", "B", "C"];
const now = newYear + 1e9;
const nothing = { symbols, columns: emptyColumns(0) };

function gathererOf(coalesces: boolean, interval: number | undefined = minute) {
  return new Gatherer({ symbols, interval, calendar: calendarOf("always"), coalesces, allowsNegative: false }, nothing);
}

const bar = fc.tuple(fc.nat({ max: 30 }), fc.constantFrom(...symbols)).map(([at, symbol]) => barOf(at, symbol));
const strange = fc.oneof(
  fc.anything(),
  bar.map((one) => ({ ...one, symbol: "D" })),
  fc.record({ time: fc.anything(), symbol: fc.anything(), open: fc.anything(), close: fc.anything() }),
  fc.constant(new Proxy({}, { get: () => assert.fail("no") })),
);
const messages = fc.array(fc.oneof({ weight: 4, arbitrary: bar }, strange), { maxLength: 300 });
// How many messages come before what is there is handed out, again and again.
const pauses = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 });

describe("the steps of a live feed", () => {
  for (const coalesces of [false, true])
    it(`are in order, of sound bars, and hold or tell of every message${coalesces ? ", joined too" : ""}`, () => {
      const check = (sent: readonly unknown[], rhythm: readonly number[]) => {
        const gatherer = gathererOf(coalesces);
        const events: FeedEvent[] = [];
        const last = new Map<number, number>();
        let bars = 0;
        let before = -Infinity;
        const handOut = () => {
          const out = gatherer.handOut();
          events.push(...out.events);
          const { length, time, symbol, open, high, low, close } = out.columns;
          for (let row = 0; row < length; row++, bars++) {
            assert.ok(row === 0 ? time[0] > before : time[row] >= time[row - 1]);
            assert.ok(row === 0 || time[row] > time[row - 1] || symbol[row] > symbol[row - 1]);
            assert.ok(time[row] > (last.get(symbol[row]) ?? -Infinity));
            assert.ok(low[row] <= Math.min(open[row], close[row]) && high[row] >= Math.max(open[row], close[row]));
            last.set(symbol[row], time[row]);
          }
          if (length > 0) before = time[length - 1];
        };
        let next = 0;
        for (const [at, message] of sent.entries()) {
          gatherer.take(message, now);
          if (at < next) continue;
          handOut();
          next = at + rhythm[at % rhythm.length];
        }
        gatherer.close();
        handOut();
        const told = events.filter(({ kind }) => kind !== "gap").reduce((sum, { count }) => sum + count, 0);
        assert.equal(bars + told, sent.length);
      };
      fc.assert(fc.property(messages, pauses, check), { numRuns: 300 });
    });

  it("keep what is unread of many events few", () => {
    const gatherer = gathererOf(false);
    for (let at = 0; at < 10_000; at++) gatherer.take({ at }, now);
    const { events } = gatherer.handOut();
    assert.equal(events.length, 64);
    assert.equal(
      events.reduce((sum, { count }) => sum + count, 0),
      10_000,
    );
  });
});

describe("trading time", () => {
  it("is that between two instants in which a calendar is open", () => {
    const at = (day: number, hour: number, minutes = 0) => Date.UTC(2026, 0, day, hour, minutes);
    const between = (spec: "always" | "XNYS" | "weekdays", from: number, to: number) =>
      tradingBetween(calendarOf(spec), from, to) / minute;
    assert.equal(between("always", at(2, 0), at(4, 0)), 2880);
    // From Friday's close at 21:00 UTC to Monday's open at 14:30.
    assert.equal(between("XNYS", at(9, 21), at(12, 14, 30)), 0);
    assert.equal(between("XNYS", at(9, 20, 50), at(12, 14, 35)), 15);
    assert.equal(between("XNYS", at(9, 21), at(13, 14, 30)), 390);
    assert.equal(between("weekdays", at(9, 23, 50), at(12, 0, 5)), 15);
  });
});
