import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type DataFrame, defineStrategy, gbm, replay, type Session } from "../../src/index";
import { apart, apple, cell, everythingOf, lab, leaveNothing, newFile, newSession, tableOf, year } from "./labs";
import { crossover, eventful, failing } from "./strategies";

const columns: Record<string, string[]> = {
  equity: ["time", "date", "equity", "drawdown"],
  returns: ["time", "date", "return", "cumulative"],
  drawdowns: ["peakTime", "peakDate", "troughTime", "troughDate", "recoveryTime", "recoveryDate", "depth", "days"],
  positions: ["symbol", "quantity", "averagePrice", "price", "marketValue", "unrealizedPnl"],
  orders: [
    ...["id", "symbol", "side", "quantity", "type", "limitPrice", "stopPrice", "trailFraction", "trailAmount"],
    ...["takeProfit", "stopLoss", "timeInForce", "expiresAt", "expiresDate", "status", "reason", "filledQuantity"],
    ...["averagePrice", "createdAt", "createdDate", "endedAt", "endedDate", "tag", "ocoGroup"],
  ],
  fills: [
    ...["id", "orderId", "symbol", "side", "quantity", "price", "commission", "slippage", "time", "date"],
    ...["tag", "doubtful"],
  ],
  trades: [
    ...["id", "symbol", "direction", "quantity", "entryOrderId", "exitOrderId", "entryTime", "entryDate", "exitTime"],
    ...["exitDate", "entryPrice", "exitPrice", "entryCommission", "exitCommission", "slippage", "dividends", "borrow"],
    ...["grossPnl", "netPnl", "returnOnEntry", "tag", "days", "bars", "adverseExcursion", "favorableExcursion"],
  ],
  openLots: [
    ...["symbol", "direction", "quantity", "entryOrderId", "entryTime", "entryDate", "entryPrice", "price"],
    ...["marketValue", "entryCommission", "slippage", "dividends", "borrow", "grossPnl", "netPnl", "days", "tag"],
  ],
  roundTrips: [
    ...["id", "symbol", "direction", "quantity", "fills", "entryTime", "entryDate", "exitTime", "exitDate"],
    ...["entryNotional", "commission", "slippage", "dividends", "borrow", "grossPnl", "netPnl", "returnOnEntry"],
    ...["days", "bars", "adverseExcursion", "favorableExcursion", "tag"],
  ],
  monthlyReturns: [
    ...["year", "total", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  ],
  rolling: ["time", "date", "annualVolatility", "sharpe", "sortino", "maxDrawdown"],
  attribution: ["symbol", "pnl"],
  tradeMetrics: [
    ...["trades", "netPnl", "winRate", "profitFactor", "expectancy", "averageWin", "averageLoss", "payoffRatio"],
    ...["sqn", "kelly", "best", "worst", "longestWinStreak", "longestLossStreak", "averageDays", "commission"],
    "slippage",
  ],
  cash: ["number", "time", "date", "kind", "symbol", "amount", "balance", "cause"],
  snapshots: ["time", "date", "cash", "equity", "grossExposure", "netExposure", "drawdown", "positions"],
  events: ["sequence", "time", "date", "kind", "orderId", "fillId", "symbol", "side", "quantity", "price", "text"],
  logs: ["time", "date", "text"],
  records: ["time", "date", "close", "values", "index"],
  metricsFrame: ["metric", "value"],
};

type FrameName =
  | "equity"
  | "fills"
  | "trades"
  | "cash"
  | "orders"
  | "logs"
  | "records"
  | "snapshots"
  | "positions"
  | "events";

const rowTwins = [
  ...(["equityRows", "returnRows", "drawdownRows", "positionRows", "orderRows", "fillRows", "tradeRows"] as const),
  ...([
    "openLotRows",
    "roundTripRows",
    "monthlyReturnRows",
    "rollingRows",
    "attributionRows",
    "tradeMetricRows",
  ] as const),
  ...(["cashRows", "snapshotRows", "eventRows", "logRows", "recordRows"] as const),
];

/** Writes 0 over everything that lets itself be written over, and empties every array. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    spoil(part);
    Reflect.set(value, key, 0);
  }
  Reflect.set(value, "length", 0);
}

describe("the frames of a session", () => {
  let session: Session;

  before(async () => {
    session = await (await lab()).run(...cell("a"));
  });
  after(leaveNothing);

  for (const [name, expected] of Object.entries(columns)) {
    it(`${name}() has one column a field, and the date beside each time`, () => {
      const frame = session[name as "equity"]();
      assert.deepEqual(frame.columns, expected);
      // It is never flat again.
      assert.equal(frame.shape[0] > 0, name !== "roundTrips");
    });
  }

  it("carry the numbers of the rows exactly, and null for what there is not", () => {
    for (const [name, rows] of [
      ["fills", session.fillRows()],
      ["trades", session.tradeRows()],
      ["orders", session.orderRows()],
      ["equity", session.equityRows()],
    ] as const) {
      const frame = tableOf(session[name]());
      assert.equal(frame.rows.length, rows.length);
      for (const [at, row] of rows.entries()) {
        for (const [field, value] of Object.entries(row)) {
          const cell = frame.rows[at][frame.columns.indexOf(field)];
          if (/time$|At$/i.test(field)) assert.equal(Date.parse(cell as string), value);
          else assert.equal(cell, value ?? null, `${name} ${field}`);
        }
      }
    }
  });

  it("write time as an instant that reads back, and the trading day beside it", () => {
    const [first, second] = session.equity().values as string[][];
    assert.deepEqual(first.slice(0, 3), ["2013-05-12T20:00:00.000Z", "2013-05-10", 5000 as unknown as string]);
    assert.deepEqual(second.slice(0, 2), ["2013-05-13T20:00:00.000Z", "2013-05-13"]);
  });

  it("have no date column where bars are not days", async () => {
    const minute = 60_000;
    const start = Date.UTC(2024, 0, 2, 14, 30);
    const bars = Array.from({ length: 90 }, (_, at) => ({
      ...{ symbol: "X", time: start + (at + 1) * minute, volume: 1000 },
      ...{ open: 100, high: 103, low: 98, close: 100 + Math.sin(at / 5) },
    }));
    const intraday = await (await lab()).run(replay(bars), eventful, {});
    for (const name of ["equity", "fills", "trades", "orders", "logs", "records", "snapshots", "events"] as const) {
      const frame = intraday[name]();
      assert.ok(frame.shape[0] > 0, name);
      assert.deepEqual(
        frame.columns,
        columns[name].filter((column) => !/date$/i.test(column)),
        name,
      );
    }
  });

  it("hold what the strategy recorded, with null where it recorded nothing", () => {
    const { rows } = tableOf(session.records());
    assert.equal(rows.length, 265);
    assert.deepEqual(
      rows.slice(0, 3).map((row) => row[4] === null),
      [true, true, false],
    );
    assert.deepEqual(
      session.recordRows().map(({ index }) => index),
      rows.map((row) => row[4]),
    );
    assert.deepEqual(
      session.records().column("values").values,
      rows.map((row) => row[3]),
    );
    assert.deepEqual(session.records().index.slice(0, 2), [0, 1]);
  });

  it("compound returns to the total", () => {
    const total = session.metrics().totalReturn as number;
    for (const period of ["bar", "day", "week", "month", "year"] as const) {
      const rows = session.returnRows(period);
      assert.ok(Math.abs((rows.at(-1)?.cumulative ?? Number.NaN) - total) < 1e-12, period);
    }
    assert.equal(session.returnRows("month").length, 13);
  });

  for (const [place, read] of [
    ["that ran here", () => session],
    ["that was read from a file", () => reread()],
  ] as const) {
    it(`are made anew each time: what is done to one changes nothing of a session ${place}`, async () => {
      const shown = await read();
      const before = JSON.stringify(everythingOf(shown));
      for (const name of Object.keys(columns) as FrameName[]) {
        const frame: DataFrame = shown[name]();
        for (const row of frame.values as unknown[][]) row.fill(0);
      }
      for (const name of rowTwins) spoil(shown[name]());
      assert.equal(JSON.stringify(everythingOf(shown)), before);
    });
  }

  async function reread(): Promise<Session> {
    const path = newFile();
    const made = await lab(path);
    await made.run(...cell("a"));
    await made.close();
    return (await apart(path)).session("a");
  }
});

describe("every frame, row twin, metric and figure", () => {
  afterEach(leaveNothing);

  const idle = defineStrategy({ name: "idle", onBar: () => {} });
  const make: Record<string, () => Promise<Session>> = {
    "has not started": () => newSession({ benchmark: "SPX" }),
    "was stopped before its first bar": async () => {
      const session = await newSession({ benchmark: "SPX" });
      await session.stop();
      return session;
    },
    "has taken one step": async () => {
      const session = await newSession({ benchmark: "SPX" });
      await session.step();
      return session;
    },
    "has done nothing": async () => (await lab()).run(year, idle, apple),
    "is paused": async () => {
      const session = await newSession({ benchmark: "SPX" });
      await session.step(100);
      return session;
    },
    "has failed": async () => {
      const session = await (await lab()).createSession(year, failing, apple);
      await assert.rejects(session.run());
      return session;
    },
    "was read from a file before it started": async () => {
      const path = newFile();
      const first = await lab(path);
      await first.createSession(year, crossover, { ...apple, name: "a", benchmark: "SPX" });
      await first.close();
      return (await apart(path)).session("a");
    },
  };

  for (const [what, makeSession] of Object.entries(make)) {
    it(`is there for a session that ${what}`, async () => {
      const session = await makeSession();
      const everything = everythingOf(session);
      for (const [name, expected] of Object.entries(columns)) {
        const frame = session[name as "equity"]();
        if (name !== "records") assert.deepEqual(frame.columns, expected);
        assert.equal(typeof inspect(frame), "string");
      }
      const numbers = Object.values(everything.metrics as Record<string, number | null>);
      assert.ok(numbers.every((value) => value === null || Number.isFinite(value)));
      assert.equal(typeof inspect(session), "string");
      assert.equal(inspect(session.plotPrice("AAPL")).split("\n")[0].length > 0, true);
      assert.ok(inspect(session.metrics()).includes("Sharpe"));
    });
  }
});

describe("the times of a frame", () => {
  after(leaveNothing);

  it("name their zone where bars are within the day", async () => {
    const opened = await lab();
    const hours = gbm({ AAPL: {} }, { bars: 48, interval: "1h", seed: 1 });
    const within = await opened.run(hours, crossover, { ...apple, name: "hours" });
    assert.match(inspect(within.equity()), /^time \(UTC\) +equity/);
    assert.deepEqual(within.equity().columns[0], "time");
    const daily = await opened.run(year, crossover, { ...apple, name: "days" });
    assert.doesNotMatch(inspect(daily.equity()), /UTC/);
  });
});

describe("records", () => {
  afterEach(leaveNothing);

  it("may be called like any member of a frame", async () => {
    const names = [
      "index",
      "values",
      "columns",
      "size",
      "shape",
      "mean",
      "print",
      "dtypes",
      "constructor",
      "T",
      "plot",
    ];
    const recording = defineStrategy({
      name: "recording",
      params: { names },
      onBar({ params, record, bar }) {
        record(Object.fromEntries(params.names.map((name, at) => [name, bar.close + at])));
      },
    });
    const session = await (await lab()).run(year, recording, apple);
    const frame = session.records();
    assert.deepEqual(frame.columns, ["time", "date", ...names]);
    assert.deepEqual(frame.shape, [265, 2 + names.length]);
    const closes = [...year.bars()].filter(({ symbol }) => symbol === "AAPL").map(({ close }) => close);
    for (const [at, name] of names.entries()) {
      const wanted = closes.map((close) => close + at);
      assert.deepEqual(frame.column(name).values, wanted, name);
      assert.deepEqual(
        session.recordRows().map((row) => row[name]),
        wanted,
        name,
      );
    }
    assert.match(inspect(frame.head(2)), /^date +index +values/);
  });

  it("have no -0, of a session that was read from its file neither", async () => {
    const path = newFile();
    const feed = replay(
      [1, 2, 3].map((at) => ({ time: at * 86_400_000, symbol: "A", open: 1, high: 1, low: 1, close: 1 })),
      { calendar: "always", interval: "1d", allowNegativePrices: true },
    );
    const strategy = defineStrategy({
      name: "zeros",
      onBar({ buy, record }) {
        record({ zero: -0 });
        buy("A", 1, { type: "limit", limitPrice: -0 });
      },
    });
    const run = await (await lab(path)).run(feed, strategy, { name: "a" });
    for (const session of [run, await (await lab(path)).session("a")]) {
      assert.ok(Object.is(session.orders().column("limitPrice").values[0], 0));
      assert.ok(Object.is(session.records().column("zero").values[0], 0));
    }
  });

  for (const name of ["time", "date"]) {
    it(`may not be called ${name}, which is a column already`, async () => {
      const recording = defineStrategy({ name: "recording", onBar: ({ record }) => record({ [name]: 1 }) });
      const session = await (await lab()).createSession(year, recording, apple);
      const message = `Strategy "recording" failed in onBar at 2013-05-13 (AAPL, bar 1): Expected record "${name}" to have another name: records() already has a column of that name`;
      await assert.rejects(session.run(), { message });
    });
  }
});
