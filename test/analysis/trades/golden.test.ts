import assert from "node:assert/strict";
import { metricsFrom } from "../../../src/analysis/metrics/catalog";
import { profitsOf } from "../../../src/analysis/record/trade-profits";
import { tradeOutcomesOf } from "../../../src/analysis/statistics/trade-outcomes";
import type { Fill } from "../../../src/core/orders/fill";
import type { Trade } from "../../../src/core/orders/trade";
import { readGolden } from "../../support/golden";
import { newLedger } from "../ledgers";
import { materialOf } from "../metrics/material";

type Row = Readonly<Record<string, string>>;
type Stats = Readonly<Record<string, number | null>>;
type Wanted = Readonly<Record<string, number> & Row>;

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly inputs: { readonly fills: readonly Row[] };
    readonly expected: {
      readonly roundTrips: readonly Wanted[];
      readonly openLots: readonly Wanted[];
      readonly stats: Stats;
      readonly cashChange: number;
      readonly totalCommissionAllocated: number;
      readonly byClosingFill: { readonly trades: readonly Wanted[] };
    };
  }[];
}

const golden = readGolden<Golden>("trades");

// One order a fill, so that our rows are the lots of the golden file.
function fillOf({ id, ts, symbol, side, qty, price, commission }: Row): Fill {
  const numbers = { quantity: Number(qty), price: Number(price), commission: Number(commission), slippage: 0 };
  return { id, orderId: id, symbol, side: side as Fill["side"], time: Date.parse(ts), ...numbers };
}

function near(was: number | null, wanted: number | null, name: string): void {
  if (was === null || wanted === null) assert.equal(was, wanted, name);
  else assert.ok(Math.abs(was - wanted) <= 1e-9, `${name}: expected ${wanted}, was ${was}`);
}

function checkTrade(trade: Trade, wanted: Wanted): void {
  assert.equal(trade.symbol, wanted.symbol);
  assert.equal(trade.direction, wanted.direction);
  assert.equal(trade.entryOrderId, wanted.entryFillId);
  assert.equal(trade.exitOrderId, wanted.exitFillId);
  assert.equal(trade.entryTime, Date.parse(wanted.entryTs));
  assert.equal(trade.exitTime, Date.parse(wanted.exitTs));
  near(trade.quantity, wanted.qty, "quantity");
  near(trade.returnOnEntry, wanted.returnOnEntryNotional, "returnOnEntry");
  for (const key of ["entryPrice", "exitPrice", "entryCommission", "exitCommission", "grossPnl", "netPnl"] as const) {
    near(trade[key], wanted[key], key);
  }
}

function checkStats(trades: readonly Trade[], wanted: Stats): void {
  const metrics = metricsFrom({ ...materialOf([]), trades: tradeOutcomesOf(profitsOf(trades)) });
  assert.equal(metrics.trades, wanted.count);
  for (const key of ["winRate", "profitFactor", "expectancy", "averageWin", "averageLoss", "payoffRatio"] as const) {
    near(metrics[key], wanted[key], key);
  }
}

function profitByExit(trades: readonly Trade[]): Map<string, number> {
  const profits = new Map<string, number>();
  for (const { exitOrderId, netPnl } of trades) profits.set(exitOrderId, (profits.get(exitOrderId) ?? 0) + netPnl);
  return profits;
}

describe("the golden round trips", () => {
  for (const { name, inputs, expected } of golden.cases) {
    const ledger = newLedger(inputs.fills.map(fillOf));
    const { trades } = ledger;

    it(`are met by ${name}, row by row`, () => {
      assert.equal(trades.length, expected.roundTrips.length);
      trades.forEach((trade, i) => {
        checkTrade(trade, expected.roundTrips[i]);
      });
      checkStats(trades, expected.stats);
    });

    it(`are met by ${name}, in what stays open`, () => {
      const open = ledger.openLots();
      assert.equal(open.length, expected.openLots.length);
      open.forEach((lot, i) => {
        const wanted = expected.openLots[i];
        assert.deepEqual([lot.symbol, lot.orderId, lot.price], [wanted.symbol, wanted.entryFillId, wanted.price]);
        near(lot.quantity, wanted.qty, "quantity");
        near(lot.commission, wanted.remainingEntryCommission, "commission");
      });
    });

    it(`are met by ${name}, in cash, commissions and profit by closing fill`, () => {
      const cost = ledger.openLots().reduce((sum, lot) => sum + lot.quantity * lot.price + lot.commission, 0);
      const net = trades.reduce((sum, trade) => sum + trade.netPnl, 0);
      const allocated = trades.reduce((sum, trade) => sum + trade.entryCommission + trade.exitCommission, 0);
      near(net - cost, expected.cashChange, "cash change");
      near(allocated, expected.totalCommissionAllocated, "commission");
      const closing = profitByExit(trades);
      for (const row of expected.byClosingFill.trades) near(closing.get(row.exitFillId) ?? null, row.netPnl, "netPnl");
      assert.equal(closing.size, expected.byClosingFill.trades.length);
    });
  }
});
