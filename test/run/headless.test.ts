import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { BarColumns } from "../../src/core/market/bar";
import { commissionBps, defineStrategy } from "../../src/index";
import { runToEnd } from "../../src/run/headless";
import { prepareSession } from "../../src/session/plan/plan";
import { costly, lab, leaveNothing, year } from "../api/labs";
import { crossover, eventful } from "../api/strategies";

const thorough = { ...costly, benchmark: undefined };

function shared(columns: BarColumns): BarColumns {
  const copy = <Column extends Float64Array | Uint16Array>(column: Column): Column => {
    const made = column.constructor as new (buffer: SharedArrayBuffer) => Column;
    const twin = new made(new SharedArrayBuffer(column.length * column.BYTES_PER_ELEMENT));
    twin.set(column);
    return twin;
  };
  const { length, time, symbol, open, high, low, close, volume } = columns;
  return {
    ...{ length, time: copy(time), symbol: copy(symbol), open: copy(open), high: copy(high) },
    ...{ low: copy(low), close: copy(close), volume: copy(volume) },
  };
}

describe("a headless run", () => {
  afterEach(leaveNothing);

  it("does what a session of a lab does", async () => {
    const { config, material } = prepareSession(year.source, eventful, thorough);
    const { endReason, fingerprint, metrics, steps } = await runToEnd(config, material);
    const session = await (await lab()).run(year, eventful, thorough);
    assert.equal(endReason, session.endReason);
    assert.equal(fingerprint, session.fingerprint);
    assert.deepEqual(metrics, { ...session.metrics() });
    assert.equal(steps, session.steps);
    assert.ok(session.fillRows().length > 0);
  });

  it("lives in another thread, on a plan that was sent and bars that are shared", async () => {
    const { config } = prepareSession(year.source, eventful, thorough);
    const [columns] = year.source.blocks(config.symbols);
    const program = `require("tsx/cjs"); require(${JSON.stringify(join(__dirname, "thread.ts"))});`;
    const thread = new Worker(program, { eval: true, execArgv: [] });
    thread.postMessage({ plan: config, columns: shared(columns) });
    const [result] = await once(thread, "message");
    await thread.terminate();
    const session = await (await lab()).run(year, eventful, thorough);
    assert.equal(result.fingerprint, session.fingerprint);
    assert.deepEqual(result.metrics, { ...session.metrics() });
    assert.deepEqual(
      Array.from(result.curve.equity),
      session.equityRows().map(({ equity }) => equity),
    );
  });

  it("awaits an asynchronous strategy", async () => {
    const { onBar, ...rest } = crossover;
    const later = defineStrategy<{ fast: number; slow: number }>({
      ...rest,
      async onBar(context) {
        await undefined;
        onBar?.(context);
      },
    });
    const [ended, same] = await Promise.all(
      [later, crossover].map((strategy) => {
        const { config, material } = prepareSession(year.source, strategy, { symbols: ["AAPL"] });
        return runToEnd(config, material);
      }),
    );
    assert.equal(ended.fingerprint, same.fingerprint);
  });

  it("rejects with what its strategy throws", async () => {
    const failing = defineStrategy({
      name: "failing",
      onBar() {
        throw new Error("no");
      },
    });
    const { config, material } = prepareSession(year.source, failing, { symbols: ["AAPL"] });
    await assert.rejects(runToEnd(config, material), { code: "STRATEGY_FAILED" });
  });

  it("asks for a model of a user's own that its plan only names", async () => {
    const own = { name: "mine", commission: () => 1 };
    const { config, material } = prepareSession(year.source, crossover, { symbols: ["AAPL"], commission: own });
    const { fingerprint } = await runToEnd(config, material);
    await assert.rejects(runToEnd(config, { ...material, models: {} }), { code: "INVALID_OPTION" });
    const { commission: _, ...others } = config.options;
    const free = await runToEnd({ ...config, options: others }, { ...material, models: {} });
    assert.notEqual(free.fingerprint, fingerprint);
    const ours = prepareSession(year.source, crossover, { symbols: ["AAPL"], commission: commissionBps(1) });
    await assert.doesNotReject(runToEnd(ours.config, { ...ours.material, models: {} }));
  });
});
