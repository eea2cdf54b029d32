import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import { latencyBars, latencyMs, noLatency } from "../../../src/core/models/latency";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import type { OrderRequest } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { readGolden } from "../../support/golden";
import { play } from "../../support/play";
import type { TermOptions } from "../../support/terms";

interface GoldenCase {
  readonly name: string;
  readonly start: number;
  readonly interval: number;
  readonly bars: readonly Prices[];
  readonly accepted: number;
  readonly order: Omit<OrderRequest, "symbol">;
  readonly options: GoldenOptions;
  readonly expected: {
    readonly fills: readonly { bar: number; price: number; quantity: number; doubtful?: boolean }[];
    readonly status: string;
    readonly reason?: string;
  };
}

interface GoldenOptions {
  readonly latencyBars?: number;
  readonly latencyMs?: number;
  readonly touch?: "touch" | "through";
  readonly price?: "open" | "close";
  readonly volumeLimit?: number;
  readonly slippageBps?: number;
}

interface Golden {
  readonly tolerance: number;
  readonly cases: readonly GoldenCase[];
}

const golden = readGolden<Golden>("fills");
// The golden file knows only the kind of an ending.
const reasons: Readonly<Record<string, string>> = { DAY: "DAY_OVER" };

function termsOf({ interval, options }: GoldenCase): TermOptions {
  const { latencyBars: skipped, latencyMs: delay, touch = "touch", price = "open", volumeLimit = Infinity } = options;
  const latency = skipped !== undefined ? latencyBars(skipped) : delay !== undefined ? latencyMs(delay) : noLatency;
  const slippage = slippageBps(options.slippageBps ?? 0);
  return { interval, latency, slippage, volumeLimit, fill: { touch, price }, shorting: true, initialCapital: 1e9 };
}

describe("the golden fills of one order on one symbol", () => {
  it("use no option that this test does not know", () => {
    const known = ["latencyBars", "latencyMs", "touch", "price", "volumeLimit", "slippageBps"];
    const used = golden.cases.flatMap(({ options }) => Object.keys(options));
    assert.deepEqual(
      used.filter((option) => !known.includes(option)),
      [],
    );
  });

  for (const one of golden.cases) {
    const { order, expected } = one;
    it(`${one.name}: ${order.side} ${order.type} ${JSON.stringify(one.options)}`, () => {
      const rows = bars("A", one.bars, { interval: one.interval, first: one.start + one.interval });
      const script = { [one.accepted]: (desk: Desk) => desk.request({ symbol: "A", ...order }) };
      const { orders, fills } = play(rows, script, termsOf(one));
      const [{ status, reason }] = orders;
      assert.equal(fills.length, expected.fills.length);
      for (const [at, fill] of fills.entries()) {
        const wanted = expected.fills[at];
        assert.equal(fill.time, rows[wanted.bar].time);
        assert.equal(fill.quantity, wanted.quantity);
        assert.ok(Math.abs(fill.price - wanted.price) <= golden.tolerance, `price ${fill.price}, not ${wanted.price}`);
        assert.equal(fill.doubtful !== undefined, wanted.doubtful ?? false);
      }
      assert.equal(status, expected.status);
      assert.equal(reason, expected.reason === undefined ? undefined : (reasons[expected.reason] ?? expected.reason));
    });
  }
});
