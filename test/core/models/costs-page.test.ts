import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { CommissionModel } from "../../../src/core/models/commission";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { commissionFixed } from "../../../src/core/models/commission-fixed";
import { commissionPerShare } from "../../../src/core/models/commission-per-share";
import { commissionMakers, latencyMakers, slippageMakers } from "../../../src/core/models/makers";
import type { SlippageModel } from "../../../src/core/models/slippage";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { slippageFixed } from "../../../src/core/models/slippage-fixed";
import { slippageSquareRoot } from "../../../src/core/models/slippage-square-root";
import { slippageVolumeShare } from "../../../src/core/models/slippage-volume-share";
import { spreadBps } from "../../../src/core/models/spread-bps";
import { charged, market } from "../../support/models";

const page = readFileSync(join(__dirname, "../../../docs/costs.md"), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| `"));

const perShare = commissionPerShare(0.005, { minimum: 1, maximumShare: 0.01 });

/** Examples of the page: the model, and what it says of it. */
const commissions: [model: CommissionModel, quantity: number, text: string, cost: number][] = [
  [commissionBps(5, { minimum: 1 }), 100, "100 units at 50 cost 2.5", 2.5],
  [perShare, 100, "100 units at 50 cost 1", 1],
  [perShare, 1000, "and 1,000 cost 5", 5],
  [commissionFixed(4.95), 100, "100 units at 50 cost 4.95", 4.95],
];
const known = { days: 20, meanVolume: 1000, meanDailyVolume: 10_000, dailyVolatility: 0.02 };
const slippages: [model: SlippageModel, quantity: number, text: string, price: number][] = [
  [slippageBps(10), 1, "100 becomes 100.1", 100.1],
  [slippageFixed(0.02), 1, "100 becomes 100.02", 100.02],
  [spreadBps(10), 1, "100 becomes 100.05", 100.05],
  [slippageVolumeShare({ impact: 0.1, maximum: 0.5 }), 200, "a mean volume of 1,000 move 100 to 100.4", 100.4],
  [slippageSquareRoot({ coefficient: 1 }), 100, "100 units of V = 10,000 move 100 to 100.2", 100.2],
];

function hasExample(model: unknown, text: string): boolean {
  return rows.some((row) => row.includes(`\`${inspect(model)}\``) && row.includes(text));
}

describe("docs/costs.md", () => {
  it("has a row for every model", () => {
    const names = [commissionMakers, slippageMakers, latencyMakers].flatMap((makers) => Object.keys(makers));
    const missing = names.filter((name) => name !== "noLatency" && !rows.some((row) => row.startsWith(`| \`${name}`)));
    assert.deepEqual(missing, []);
  });

  for (const [model, quantity, text, cost] of commissions)
    it(`has a right example: ${inspect(model)}, ${text}`, () => {
      assert.ok(hasExample(model, text));
      assert.ok(Math.abs(model.commission(quantity, 50, charged()) - cost) < 1e-12);
    });

  for (const [model, quantity, text, price] of slippages)
    it(`has a right example: ${inspect(model)}, ${text}`, () => {
      assert.ok(hasExample(model, text));
      assert.ok(Math.abs(model.slip(100, "buy", quantity, market(known)) - price) < 1e-12);
    });
});
