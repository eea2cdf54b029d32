import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { Socket } from "node:net";
import {
  type Bar,
  defineSignals,
  defineStrategy,
  type ErrorCode,
  errorCodes,
  gbm,
  openLab,
  optuna,
  PaperLabError,
  param,
  queue,
  range,
  replay,
  type Strategy,
  threads,
} from "../../src/index";
import { openConnection } from "../../src/store/sqlite/connection";
import { storeError } from "../../src/store/sqlite/errors";
import { openStore } from "../../src/store/store";
import { travelingCode } from "../../src/sweep/code/travel";
import { useFolder } from "../feeds/files";
import { errorSections, readPage } from "../house/reading/markdown";
import { inInterruptedCell } from "../support/notebook-cell";
import { without } from "../support/without";
import { apart, lab, leaveNothing, year } from "./labs";
import { crossover } from "./strategies";

const header = "date,open,high,low,close,volume";
const good = "2013-01-04,2,4,1,3,100";
const symbols = ["AAPL"];

/** A strategy that throws at the third bar. */
const failing = defineStrategy({
  name: "sma-cross",
  state: () => ({ bars: 0 }),
  onBar({ state }) {
    if (++state.bars === 3) throw new Error("no more");
  },
});

/** Asks for another order at each run. */
// It orders more from run to run, and nobody can see where it counts them.
function wavering() {
  const quantities = [1, 2][Symbol.iterator]();
  const next = quantities.next.bind(quantities);
  return defineStrategy({
    name: "wavering",
    state: () => ({ quantity: next().value ?? 3 }),
    onBars: ({ buy, state }) => void buy("AAPL", state.quantity),
  });
}

describe("the messages of docs/errors.md", () => {
  const write = useFolder();
  afterEach(leaveNothing);

  /** Does what the error is thrown for, in a folder of its own. */
  const provoked: Record<ErrorCode, () => unknown> = {
    OPTUNA_FAILED: async () => {
      const params = { fast: param.int(5, { min: 2, max: 9 }) };
      const strategy = defineStrategy({ name: "a", params, onBars: () => undefined });
      return (await lab()).sweep(year, strategy, {
        sampler: optuna("tpe", { seed: 1, python: "/opt/none/python" }),
        draws: 2,
      });
    },
    INVALID_OPTION: async () => (await lab()).createSession(year, crossover, { initialCapital: -100 }),
    UNKNOWN_OPTION: async () => (await lab()).createSession(year, crossover, { initialCaptial: 1000 } as object),
    INVALID_STRATEGY: () => defineStrategy({ name: "sma-cross" } as Strategy),
    INVALID_ORDER: () => throwing(defineStrategy({ name: "a", onBars: ({ buy }) => void buy("AAPL", Number.NaN) })),
    INVALID_SIGNALS: async () =>
      (await lab()).run(year, defineSignals({ name: "a", signals: ({ close }) => close.slice(1) })),
    LOOK_AHEAD: async () => {
      const peek = defineSignals({
        name: "peek",
        signals: ({ close }) => close.map((price, at) => (close[at + 1] > price ? 1 : 0)),
      });
      await (await lab()).run(year, peek);
    },
    UNKNOWN_SYMBOL: async () => (await lab()).createSession(year, crossover, { symbols: ["APPL"] }),
    UNKNOWN_SESSION: async () => {
      const opened = await lab();
      await opened.createSession(year, crossover, { name: "baseline" });
      await opened.session("baselin");
    },
    UNKNOWN_COLUMN: () => replay(write("prices.csv", `${header}\n${good}\n`), { columns: { close: "clsoe" } }),
    MISSING_FILE: () => replay("missing.csv"),
    EMPTY_DATA: () => replay(write("prices.csv", "")),
    INVALID_COLUMNS: () => replay(write("prices.csv", `date,open,high,low,final\n${good}\n`)),
    INVALID_DATA: () => replay(write("prices.csv", `${header}\n${good}\n2013-01-05,2,4,1,n/a,100\n`)),
    BARS_OUT_OF_ORDER: () =>
      replay(write("daily.csv", `${header}\n${good}\n2013-01-03,2,4,1,3,100\n2013-01-07,2,4,1,3,100\n`), {
        symbol: "AAPL",
      }),
    REPEATED_BAR: () => replay(write("daily.csv", `${header}\n${good}\n${good}\n`), { symbol: "AAPL" }),
    INVALID_STATE: async () => {
      const session = await (await lab()).run(year, crossover, { symbols, name: "baseline" });
      await session.resume();
    },
    INTERRUPTED: async () => {
      const session = await (await lab()).createSession(year, crossover, { symbols, name: "baseline" });
      await inInterruptedCell(() => session.run());
    },
    STRATEGY_FAILED: async () => (await lab()).run(year, failing, { symbols }),
    RULE_FAILED: async () => {
      const check = () => true as never;
      const strategy = defineStrategy({ name: "a", warmUp: 3, onBar: ({ bar, buy }) => void buy(bar.symbol, 100) });
      await (await lab()).run(year, strategy, { symbols, risk: [{ name: "mine", check }] });
    },
    MODEL_FAILED: async () => {
      const commission = () => Number.NaN;
      const strategy = defineStrategy({ name: "a", warmUp: 3, onBar: ({ bar, buy }) => void buy(bar.symbol, 100) });
      await (await lab()).run(year, strategy, { symbols, commission: { name: "mine", commission } });
    },
    SESSION_EXISTS: async () => {
      const opened = await lab();
      await opened.createSession(year, crossover, { symbols, name: "baseline" });
      await opened.createSession(year, crossover, { symbols, name: "baseline", ifExists: "error" });
    },
    SESSION_IN_USE: async () => {
      const held = await (await lab("held.db")).createSession(year, crossover, { symbols, name: "baseline" });
      await held.step();
      const other = await (await apart("held.db")).session("baseline", { strategy: crossover });
      await other.run();
    },
    RECOVERY_MISMATCH: async () => {
      const strategy = wavering();
      const first = await openLab("mismatch.db");
      await (await first.createSession(year, strategy, { symbols, name: "baseline" })).step(40);
      await first.close();
      await (await (await lab("mismatch.db")).session("baseline", { strategy })).run();
    },
    RULES_CHANGED: async () => {
      const first = await openLab("rules.db");
      await (await first.createSession(year, crossover, { symbols, name: "baseline" })).step(40);
      await first.close();
      const connection = await openConnection("rules.db", "create", 0);
      await connection.run("UPDATE paper_sessions SET config = json_set(config, '$.rules', 11)");
      await connection.close();
      await (await lab("rules.db")).session("baseline", { strategy: crossover });
    },
    LAB_CLOSED: async () => {
      const closed = await openLab("research.db");
      await closed.close();
      await closed.sessions();
    },
    REPORT_FAILED: async () => (await (await lab()).run(year, crossover, { symbols })).report("out/report.html"),
    STORE_LOCKED: async () => {
      const store = await openStore("research.db", { busyTimeout: 30 });
      const other = await openConnection("research.db", "create", 0);
      await other.run("BEGIN IMMEDIATE");
      try {
        await store.insertSession({ state: "CREATED", config: {}, initialCapital: 1, cursor: 0, createdAt: 0 });
      } finally {
        await other.close();
        await store.close();
      }
    },
    // What a file system says; test/store/refusals.test.ts provokes it for real.
    STORE_READ_ONLY: () => refuse("SQLITE_READONLY"),
    STORE_FULL: () => refuse("SQLITE_FULL"),
    STORE_CORRUPT: () => openLab(write("notes.txt", "notes")),
    STORE_NEWER: async () => {
      await (await openStore("research.db")).close();
      const connection = await openConnection("research.db", "create", 0);
      await connection.run("PRAGMA user_version = 99");
      await connection.close();
      await openLab("research.db");
    },
    STORE_FAILED: async () => {
      const opened = await lab("moved.db");
      renameSync("moved.db", "elsewhere.db");
      await opened.createSession(year, crossover, { symbols });
    },
    // Threads of another memory limit are not there yet.
    THREADS_FAILED: () => without("piscina", () => threads({ memoryLimit: 777 }).begin?.()),
    RUN_FAILED: async () => {
      const leaving = defineStrategy({
        name: "leaving",
        params: { code: 3 },
        onStart: ({ params }) => process.exit(params.code),
      });
      const sweep = await (await lab()).sweep(year, leaving, { grid: { code: [3] } });
      const [{ code, message }] = sweep.errorRows();
      throw new PaperLabError(code as ErrorCode, message);
    },
    BUILTIN_CHANGED: async () => {
      const deleting = defineStrategy({
        name: "deleting",
        params: { days: 1 },
        onStop: () => void Reflect.deleteProperty(Array.prototype, "map"),
        onBars() {},
      });
      const sweep = await (await lab()).sweep(year, deleting, { grid: { days: [1] } });
      const [{ code, message }] = sweep.errorRows();
      throw new PaperLabError(code as ErrorCode, message);
    },
    RUN_NOT_REPRODUCIBLE: async () => {
      const clock = defineStrategy({
        name: "clock",
        params: { most: 97 },
        onBars: ({ params, buy }) => void buy("AAPL", 1 + (process.hrtime()[1] % params.most)),
      });
      const sweep = await (await lab()).sweep(year, clock, { name: "clock", symbols, grid: { most: [97] } });
      await sweep.session(0);
    },
    UNKNOWN_SWEEP: async () => {
      const opened = await lab();
      await opened.sweep(year, crossover, { name: "grid", symbols, grid: { fast: [5] } });
      await opened.sweep("gird");
    },
    SWEEP_IN_USE: async () => {
      const held = await lab("held.db");
      const grid = { fast: range(2, 12), slow: range(20, 60) };
      const running = held.sweep(year, crossover, { name: "grid", symbols, grid });
      await new Promise((resolve) => setTimeout(resolve, 300));
      await held.sweep(year, crossover, { name: "grid", symbols, grid }).finally(() => held.close());
      await running;
    },
    INVALID_FORMULA: async () => (await lab()).sessions({ where: "sharpe = 1" }),
    NO_SHARED_WINDOW: async () => {
      const walk = (start: string) => gbm({ A: { price: 100 } }, { start, bars: 30, calendar: "weekdays" });
      const opened = await lab();
      await opened.run(walk("2012-11-20"), crossover, { name: "old" });
      await opened.run(walk("2015-01-02"), crossover, { name: "new" });
      return opened.compare(["old", "new"]);
    },
    NOTHING_SWEPT: async () => (await seeds()).heatmap(),
    NOTHING_RANKED: async () => {
      const idle = defineStrategy({ name: "idle", params: { size: 1 }, onBar() {} });
      return (await (await lab()).sweep(year, idle, { name: "never", grid: { size: [1, 2] } })).best();
    },
    RETURNS_NOT_KEPT: async () => (await seeds()).plotFan(),
    QUEUE_FAILED: async () => {
      const on = queue("redis://127.0.0.1:1", { key: "a secret text" });
      await (await lab()).sweep(year, crossover, { grid: { fast: [5, 6] }, on });
    },
    CANNOT_TRAVEL: () => {
      const socket = new Socket();
      travelingCode({ name: "mine", onBar: () => void socket.end() });
    },
    INVALID_QUERY: async () => (await lab()).query("SELECT * FROM paper_trade"),
  };

  for (const { name, message: example } of errorSections(readPage("docs/errors.md")))
    it(`are what the code says: ${name}`, async () => {
      assert.ok(name in errorCodes);
      const error = await thrownBy(provoked[name as ErrorCode]);
      assert.ok(error instanceof PaperLabError, String(error));
      assert.deepEqual([error.code, sayable(error.message)], [name, example]);
    });

  // The bars of a year, on which the strategy of the page's example throws.
  async function throwing(strategy: Strategy): Promise<void> {
    await (await lab()).run(replay(threeBars), strategy).catch((error) => {
      throw error.cause;
    });
  }

  async function seeds() {
    const made = gbm({ A: { price: 100 } }, { start: "2015-01-02", bars: 30, seed: "made" });
    return (await lab()).sweep(made, crossover, { name: "seeds", seeds: 2 });
  }

  function refuse(reason: string): never {
    throw storeError(Object.assign(new Error(reason), { code: reason }), "research.db");
  }
});

const threeBars: readonly Bar[] = [1, 2, 3].map((time) => ({
  symbol: "AAPL",
  time: time * 60_000,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 0,
}));

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return assert.fail("Expected an error, was none");
}

/** What differs from version to version is not on the page, and neither is a vertical bar, which ends a cell. */
function sayable(message: string): string {
  return message.replace(/knows \d+/, "knows 2");
}
