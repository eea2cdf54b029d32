import assert from "node:assert/strict";
import fc from "fast-check";
import type { Bar } from "../../../../src/core/market/bar";
import { calendarOf } from "../../../../src/core/market/calendar";
import { Liquidity } from "../../../../src/core/market/liquidity/liquidity";
import { columnsOf, day } from "../../../support/bars";

const symbols = ["A", "B"];
const calendar = calendarOf("always");

const someBars = fc
  .array(
    fc.record({
      gap: fc.constantFrom(1, 3_600_000, 7_200_000, day),
      symbol: fc.constantFrom(...symbols),
      close: fc.double({ min: 50, max: 150, noNaN: true }),
      volume: fc.constantFrom(0, 0, 10, 250, 1000),
    }),
    { minLength: 1, maxLength: 150 },
  )
  .map((rows) => {
    let time = 0;
    return rows.map(({ gap, symbol, close, volume }): Bar => {
      time += gap;
      return { symbol, time, open: close, high: close, low: close, close, volume };
    });
  });

describe("how symbols traded lately", () => {
  it("is what a look at all bars before says, at every bar and wherever stretches end", () => {
    fc.assert(
      fc.property(someBars, fc.array(fc.nat(150), { maxLength: 5 }), (rows, cuts) => {
        const columns = columnsOf(rows, symbols);
        const liquidity = new Liquidity(symbols, calendar, undefined);
        liquidity.begin(columns, 0);
        for (const [row, { symbol, time }] of rows.entries()) {
          if (cuts.includes(row)) {
            liquidity.end(row);
            liquidity.begin(columns, row);
          }
          // Some rows are taken only later.
          if (row % 3 === 1) continue;
          liquidity.know(row);
          const { meanVolume, meanDailyVolume, dailyVolatility, days } = liquidity.at(symbols.indexOf(symbol), 1, time);
          alike([meanVolume, meanDailyVolume, dailyVolatility, days], expectedAt(rows.slice(0, row), symbol, time));
        }
      }),
    );
  });

  it("leaves out the bar that fills, if it is known", () => {
    const rows = [10, 20, 90].map((volume, at) => ({ ...bar, time: (at + 1) * day, volume }));
    const liquidity = new Liquidity(["A"], calendar, day);
    liquidity.begin(columnsOf(rows, ["A"]), 0);
    liquidity.end(3);
    assert.equal(liquidity.at(0, 1, 3 * day).meanVolume, 15);
    assert.equal(liquidity.at(0, 1, 3 * day).meanDailyVolume, 15);
    assert.equal(liquidity.at(0, 1).meanVolume, 40);
  });

  it("counts what was filled today by side, and begins again the next day", () => {
    const liquidity = new Liquidity(["A"], calendar, undefined);
    liquidity.fill(0, 1, 5, day + 1);
    liquidity.fill(0, 1, 7, day + 2);
    liquidity.fill(0, -1, 3, day + 3);
    assert.equal(liquidity.at(0, 1, 2 * day).filledToday, 12);
    assert.equal(liquidity.at(0, -1, 2 * day).filledToday, 3);
    assert.equal(liquidity.at(0, 1, 2 * day + 1).filledToday, 0);
    liquidity.fill(0, 1, 2, 2 * day + 1);
    assert.equal(liquidity.at(0, 1, 2 * day + 1).filledToday, 2);
    assert.equal(liquidity.at(0, -1, 2 * day + 1).filledToday, 0);
  });
});

const bar: Bar = { symbol: "A", time: 0, open: 1, high: 1, low: 1, close: 1, volume: 0 };

function alike(values: readonly number[], wanted: readonly number[]): void {
  for (const [at, value] of values.entries())
    assert.ok(Object.is(value, wanted[at]) || Math.abs(value - wanted[at]) < 1e-9 * wanted[at], `${values}, ${wanted}`);
}

// The same, from all bars before: mean volumes of bars and days, the deviation of the days' returns, and their number.
function expectedAt(before: readonly Bar[], symbol: string, time: number): number[] {
  const own = before.filter((one) => one.symbol === symbol);
  const days = new Map<number, { close: number; volume: number }>();
  for (const { time: at, close, volume } of own) {
    const of = calendar.dayOf(at);
    if (of < calendar.dayOf(time)) days.set(of, { close, volume: (days.get(of)?.volume ?? 0) + volume });
  }
  const all = [...days.values()];
  const means = all.map((_, at) => mean(all.slice(Math.max(0, at - 19), at + 1).map(({ volume }) => volume)));
  const returns = all.slice(1).map(({ close }, at) => close / all[at].close - 1);
  const newest = mean(own.slice(-20).map(({ volume }) => volume));
  return [
    newest,
    means.filter((one) => one > 0).at(-1) ?? Number.NaN,
    deviation(returns.slice(-20)),
    Math.min(20, all.length),
  ];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
