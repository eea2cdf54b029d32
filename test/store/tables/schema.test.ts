import assert from "node:assert/strict";
import { join } from "node:path";
import type { Trade } from "../../../src/core/orders/trade";
import { storedColumnsOf } from "../../../src/store/rows/columns";
import { readRows } from "../../../src/store/rows/rows";
import { openConnection } from "../../../src/store/sqlite/connection";
import { openStore } from "../../../src/store/store";
import { tables } from "../../../src/store/tables/schema";
import { tradeTable } from "../../../src/store/tables/trades";
import { aBatch, aSession, aTrade, makeFolder } from "../samples";
import { aStep, aSweep, aWhole } from "../sweeps/samples";

const points = Float64Array.of(1, 2);
const position = { symbol: "A", quantity: 1, averagePrice: 2, price: 3, marketValue: 3, unrealizedPnl: 1 };
const snapshot = { time: 1, cash: 1, equity: 4, grossExposure: 1, netExposure: 1, drawdown: 0, positions: [position] };
const bars = {
  ...{ length: 2, time: points, symbol: new Uint16Array(2) },
  ...{ open: points, high: points, low: points, close: points, volume: points },
};

const quiet = { time: 0, cash: 5, equity: 5, grossExposure: 0, netExposure: 0, drawdown: 0, positions: [] };

describe("the declared tables", function () {
  const folder = makeFolder(this);
  let file = "";
  let id = 0;

  // Everything that a store takes of a session and a sweep.
  beforeEach(async () => {
    file = join(folder(), "lab.db");
    const store = await openStore(file);
    const beside = { bars: { sha256: "x", columns: bars }, benchmark: { time: points, level: points } };
    ({ id } = await store.insertSession({ ...aSession, config: { feed: { sha256: "x" } } }, beside));
    await store.commit(id, {
      ...aBatch(0, 2),
      trades: [aTrade(1)],
      snapshots: { from: 0, list: [snapshot, { ...quiet, time: 1000 }, { ...quiet, time: 2000 }] },
      positions: [position],
      logs: [{ sequence: 5, time: 1, text: "said" }],
      tradingStates: [{ sequence: 6, time: 1, state: "HALTED", reason: "SET_BY_HAND" }],
      inputs: [{ number: 1, step: 1, time: 1, kind: "close", request: {} }],
      cash: [{ number: 2, time: 1, kind: "interest", amount: 0.1, cause: "interest", sequence: 7 }],
      orderChanges: [{ sequence: 9, order: "order-1", time: 1, quantity: 5, reason: "REQUESTED" }],
      actions: [
        {
          ...{ sequence: 10, time: 1, symbol: "A", type: "split", ex_date: "2024-01-02", value: 2 },
          ...{ quantity: 1, quantityAfter: 2, amount: 0, closeBefore: 10, firstPrice: 5 },
        },
      ],
      marginCalls: [{ sequence: 8, time: 1, equity: 1, required: 2 }],
      records: [{ name: "fast", from: 0, time: points, value: points }],
      days: {
        ...{ length: 2, day: Int32Array.of(1, 2), time: points, equity: points },
        ...{ gross: points, net: points, traded: points },
      },
      metrics: { sharpe: 1 },
      trial: {
        ...{ identity: "i", data: "d", name: "n", strategy: "s", params: {}, options: {}, symbols: ["A"], feed: "f" },
        ...{ n: 0, firstTime: 1, lastTime: 2, ranAt: 3 },
      },
      liveBars: { from: 0, ...bars },
      feedEvents: [{ number: 1, kind: "gap", time: 1, symbol: "A", count: 1, text: "from 0 to 1" }],
    });
    const sweep = await store.sweeps.insert(aSweep);
    await store.sweeps.fold(sweep.id, aWhole, {});
    await store.sweeps.add(sweep.id, aStep, { done: 1 });
    await store.close();
  });

  it("are all filled by what is stored of a session and a sweep", async () => {
    const store = await openStore(file);
    const empty = [];
    for (const { name } of tables) if ((await store.query(`SELECT 1 FROM ${name}`)).rows.length === 0) empty.push(name);
    await store.close();
    assert.deepEqual(empty, []);
  });

  it("are read from a file that lacks a later column or table: there is nothing in it", async () => {
    const { real, text } = storedColumnsOf<Trade & { readonly fee: number; readonly venue: string }>();
    const columns = [...tradeTable.columns, real("fee", "fee"), text("venue", "venue")];
    const connection = await openConnection(file, "readOnly", 0);
    assert.deepEqual(await readRows(connection, { ...tradeTable, columns }, id), [{ ...aTrade(1), fee: Number.NaN }]);
    assert.deepEqual(await readRows(connection, { ...tradeTable, name: "paper_later" }, id), []);
    await connection.close();
  });
});
