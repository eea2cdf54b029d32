import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillRowsOf } from "../../../src/analysis/record/fill-rows";
import { flatTrips } from "../../../src/analysis/record/flat-to-flat";
import { partsOfTrades } from "../../../src/analysis/tracking/excursions/parts-of-trades";
import { PriceSpans } from "../../../src/analysis/tracking/excursions/price-spans";
import { excursionsOf } from "../../../src/analysis/tracking/excursions/trade-excursions";
import { tripExcursionsOf } from "../../../src/analysis/tracking/excursions/trip-excursions";
import { rollingMetrics } from "../../../src/analysis/tracking/rolling";
import { tradeStatisticsOf } from "../../../src/analysis/tracking/trade-statistics";
import { roundTrips } from "../../../src/analysis/trades/round-trips";
import { newestForm } from "../../../src/analysis/trades/trade-ledger";
import { calendarOf } from "../../../src/core/market/calendar";
import type { Fill } from "../../../src/core/orders/fill";

const golden = JSON.parse(readFileSync(join(__dirname, "../../../fixtures/independent/tracking.json"), "utf8"));

function near(was: number | null | undefined, wanted: number | null, name: string): void {
  if (wanted === null || was === null || was === undefined) assert.equal(was, wanted, name);
  else assert.ok(Math.abs(was - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${name}: ${was}, not ${wanted}`);
}

describe("trade statistics reckoned elsewhere", () => {
  for (const { name, profits, notionals, expected } of golden.tradeStatistics)
    it(`are met by those of ${name}`, () => {
      const { length } = profits;
      const found = tradeStatisticsOf({
        length,
        netPnl: (at) => profits[at],
        entryNotional: (at) => notionals[at],
      });
      assert.deepEqual(Object.keys(found), Object.keys(expected));
      for (const key of Object.keys(expected)) near(found[key as keyof typeof found], expected[key], key);
    });
});

describe("rolling metrics reckoned elsewhere", () => {
  const day = 86_400_000;
  for (const { window, periodsPerYear, riskFree, levels, market, rows } of golden.rolling)
    it(`are met by windows of ${window} returns, and by windows of as many days`, () => {
      const time = Float64Array.from(levels, (_, at) => at * day);
      const material = {
        sampled: { every: "day" as const, time, levels: Float64Array.from(levels) },
        benchmark: { time, level: Float64Array.from(market) },
        calendar: calendarOf("always"),
        terms: { periodsPerYear, riskFree },
      };
      const keys = ["annualVolatility", "sharpe", "sortino", "maxDrawdown", "totalReturn", "beta"] as const;
      for (const length of [{ returns: window }, { milliseconds: window * day }]) {
        const found = rollingMetrics(material, length, keys);
        assert.deepEqual(found.time, [...time.subarray(window)]);
        for (const [at, row] of rows.entries())
          for (const key of keys) near(found.values[key]?.[at], row[key], `${key} ${at}`);
      }
    });
});

describe("excursions reckoned elsewhere", () => {
  const { bars, trades } = golden.excursions;
  const column = (at: number) => Float64Array.from(bars, (bar: number[]) => bar[at]);
  const time = Float64Array.from(bars, (_, at) => at + 1);
  const prices = { open: column(0), high: column(1), low: column(2), close: column(3) };
  const spans = new PriceSpans({ length: bars.length, time, ...prices }, []);

  function fillsOf({ sign, quantity, entry, exit, entryPrice, exitPrice }: Record<string, number>): Fill[] {
    const fill = (id: number, side: Fill["side"], price: number, at: number): Fill => ({
      ...{ id: `fill-${id}`, orderId: `order-${id}`, symbol: "A", side, quantity, price },
      ...{ commission: 0, slippage: 0, time: time[at] },
    });
    const [first, last] = sign > 0 ? (["buy", "sell"] as const) : (["sell", "buy"] as const);
    return [fill(1, first, entryPrice, entry), fill(2, last, exitPrice, exit)];
  }

  it("are met by trades, and by round trips from flat to flat", () => {
    assert.ok(trades.length > 100);
    for (const trade of trades) {
      const fills = fillsOf(trade);
      const rows = fillRowsOf(fills);
      const own = excursionsOf(
        roundTrips(fills),
        partsOfTrades({ fills: rows, cash: [], actions: [], form: newestForm }),
        rows,
        () => spans,
        () => true,
      );
      const trips = flatTrips(rows, () => 1, [], []);
      for (const [found] of [
        own,
        tripExcursionsOf(
          trips,
          rows,
          [],
          () => spans,
          () => true,
        ),
      ]) {
        assert.equal(found.bars, trade.bars);
        near(found.adverseExcursion, trade.adverse, JSON.stringify(trade));
        near(found.favorableExcursion, trade.favorable, JSON.stringify(trade));
      }
    }
  });
});
