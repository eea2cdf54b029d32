import assert from "node:assert/strict";
import { defineStrategy } from "../../src/index";
import { ended, fingerprintOf } from "../../src/run/headless";
import type { RunPart } from "../../src/run/parts/parts";
import { SessionRun } from "../../src/run/run";
import { prepareSession } from "../../src/session/plan/plan";
import type { AnyStrategy } from "../../src/strategy/strategy";
import { leaveNothing, year } from "../api/labs";
import { crossover, eventful } from "../api/strategies";

const { columns } = year.slice().source;
const options = { symbols: ["AAPL"] } as const;
const times = [...new Set(columns.time)];

async function ran(strategy: AnyStrategy, parts?: readonly RunPart[]): Promise<SessionRun> {
  const { config, material } = prepareSession(year.source, strategy, options);
  const run = new SessionRun(config, { ...material, ...(parts && { parts }) });
  run.checkLookAhead();
  await ended(run);
  return run;
}

describe("a run in parts", () => {
  afterEach(leaveNothing);

  it("of one part from the first bar is the whole run", async () => {
    for (const strategy of [crossover, eventful] as AnyStrategy[]) {
      const whole = await ran(strategy);
      const parts = await ran(strategy, [{ from: times[0], params: {}, isFlat: true }]);
      assert.equal(fingerprintOf(parts), fingerprintOf(whole));
      assert.ok(whole.engine.journal.fills.length > 0);
    }
  });

  it("calls hooks from the first step of a part on, with all bars before it; fills of one before are not told", async () => {
    for (const isAsync of [false, true]) {
      const said: string[] = [];
      const later = () => (isAsync ? new Promise<void>((resolve) => setImmediate(resolve)) : undefined);
      const telling = defineStrategy({
        name: "telling",
        params: { name: "" },
        onStart: ({ params }) => {
          said.push(`${params.name} starts`);
          return later();
        },
        onBar: ({ bar, history, params, position, buy }) => {
          const { length } = history(bar.symbol);
          if (said.at(-1)?.endsWith("starts"))
            said.push(`${params.name} at ${length}, holds ${position(bar.symbol).quantity}`);
          if (length % 50 === 49) buy(bar.symbol, 1);
        },
        onFill: ({ fill, params }) => {
          said.push(`${params.name} ${fill.side} ${fill.quantity}`);
        },
        onStop: ({ params }) => {
          said.push(`${params.name} stops`);
          return later();
        },
      });
      const parts = (isFlat: boolean): RunPart[] => [
        { from: times[90], params: { name: "a" }, isFlat },
        { from: times[120], params: { name: "b" }, isFlat },
        { from: times[160], params: undefined, isFlat: true },
        { from: times[200], params: { name: "c" }, isFlat },
      ];
      const carried = await ran(telling, parts(false));
      const expected = (held: number) => [
        ...[
          "a starts",
          "a at 91, holds 0",
          "a buy 1",
          "a stops",
          `b starts`,
          `b at 121, holds ${held}`,
          "b buy 1",
          "b stops",
        ],
        ...["c starts", "c at 201, holds 0", "c buy 1", "c stops"],
      ];
      assert.deepEqual(said.splice(0), expected(1), `async ${isAsync}`);
      assert.equal(carried.engine.portfolio.position(0).quantity, 1);
      const flat = await ran(telling, parts(true));
      assert.deepEqual(said.splice(0), expected(0));
      const { fills } = flat.engine.journal;
      const closed = Array.from({ length: fills.length }, (_, row) => fills.at(row)).filter(
        ({ side }) => side === "sell",
      );
      assert.deepEqual(
        closed.map(({ time }) => times.indexOf(time)),
        [119, 159],
      );
    }
  });

  it("cancels what works at a seam", async () => {
    const waiting = defineStrategy({
      name: "waiting",
      params: { limit: 1 },
      onStart: () => undefined,
      onBar: ({ bar, openOrders, buy, params }) => {
        if (openOrders().length === 0)
          buy(bar.symbol, 1, { type: "limit", limitPrice: params.limit, timeInForce: "GTC" });
      },
    });
    const parts = [50, 100].map((at) => ({ from: times[at], params: { limit: at / 50 }, isFlat: false }));
    const { engine } = await ran(waiting, parts);
    const { orders } = engine.journal;
    assert.deepEqual(
      Array.from({ length: orders.length }, (_, row) => [orders.at(row).limitPrice, orders.at(row).status]),
      [
        [1, "canceled"],
        [2, "canceled"],
      ],
    );
  });
});
