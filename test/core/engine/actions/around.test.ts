import assert from "node:assert/strict";
import { thirdBehavior } from "../../../../src/core/account/behavior";
import type { Desk } from "../../../../src/core/engine/desk";
import type { CorporateAction } from "../../../../src/core/market/corporate-action";
import { cooldown, slippageSquareRoot, slippageVolumeShare } from "../../../../src/index";
import { knownRules } from "../../../../src/run/rules";
import { engineTerms as termsOfPlan } from "../../../../src/run/terms";
import { bars, type Prices } from "../../../support/bars";
import { play } from "../../../support/play";

const on3rd = (type: CorporateAction["type"], value: number): CorporateAction => {
  return { ex_date: "2024-01-03", symbol: "A", type, value };
};
const buyAndSell = { 0: (desk: Desk) => desk.place("A", "buy", 10), 2: (desk: Desk) => desk.close("A") };

describe("corporate actions and what depends on shares", () => {
  it("are not applied under the rules before the fourth", () => {
    assert.equal(thirdBehavior.appliesActions, false);
    const feed = { actions: [on3rd("split", 2)] };
    const plan = {
      daily: true,
      calendar: { spec: "always", timezone: "UTC" },
      symbols: ["A"],
      params: {},
      options: {},
    };
    for (const { number } of knownRules) {
      const { actions } = termsOfPlan({ ...plan, feed, rules: number } as never);
      assert.equal(actions.length, number < 4 ? 0 : 1, `rules ${number}`);
    }
  });

  it("count in whether a position was closed at a loss", () => {
    const rows: Prices[] = [700, 700, 101, 102, 102, 102];
    const again = { ...buyAndSell, 3: (desk: Desk) => desk.place("A", "buy", 1) };
    const won = play(bars("A", rows), again, { actions: [on3rd("split", 7)], risk: [cooldown(5)] });
    assert.equal(won.orders[2].status, "filled");
    const lost = play(bars("A", [...rows.slice(0, 3), 98, 98, 98]), again, {
      actions: [on3rd("split", 7)],
      risk: [cooldown(5)],
    });
    assert.equal(lost.orders[2].status, "denied");
    const paid = play(bars("A", [700, 700, 690, 695, 695, 695]), again, {
      actions: [on3rd("dividend", 8)],
      risk: [cooldown(5)],
    });
    assert.equal(paid.orders[2].status, "filled");
  });

  it("rescale the volumes and prices that slippage models look back at", () => {
    const before = (at: number): Prices => [700, 700, 700, 700 + (at % 3) * 7, 1000];
    const after: Prices = [100, 100, 100, 101, 7000];
    const split = { ex_date: "2024-01-11", symbol: "A", type: "split" as const, value: 7 };
    const rows = [...Array.from({ length: 10 }, (_, at) => before(at)), after, after, after];
    const whole = rows.map((row, at): Prices => {
      const [open, high, low, close, volume = 0] = row as readonly number[];
      return at < 10 ? [open / 7, high / 7, low / 7, close / 7, volume * 7] : [open, high, low, close, volume];
    });
    const script = { 10: (desk: Desk) => desk.place("A", "buy", 70) };
    for (const slippage of [
      slippageVolumeShare({ impact: 0.1, maximum: 0.5 }),
      slippageSquareRoot({ coefficient: 1 }),
    ]) {
      const traded = play(bars("A", rows), script, { actions: [split], slippage });
      const adjusted = play(bars("A", whole), script, { slippage });
      assert.equal(traded.fills.length, 1);
      assert.ok(traded.fills[0].slippage > 0);
      assert.ok(Math.abs(traded.fills[0].slippage / adjusted.fills[0].slippage - 1) < 1e-9);
    }
  });

  it("are told before fills and bars, also of a symbol that is not held, and end a sleep", () => {
    const told: string[] = [];
    play(
      bars("A", [100, 100, 50, 50]),
      ({ desk }) => ({
        name: "told",
        onBar: (columns, row) => {
          told.push(`bar ${columns.close[row]}`);
          if (row === 1) desk.place("A", "buy", 1);
        },
        onFill: () => void told.push("fill"),
        onCorporateAction: ({ type, value }) => void told.push(`${type} ${value}, last ${desk.position("A").price}`),
      }),
      { actions: [on3rd("split", 2)] },
    );
    assert.deepEqual(told, ["bar 100", "bar 100", "split 2, last 50", "fill", "bar 50", "bar 50"]);
    const asleep = play(
      bars("A", [100, 100, 51, 50, 50]),
      ({ desk }) => ({
        name: "asleep",
        wakes: Float64Array.of(bars("A", [1])[0].time),
        targetWeights: () => desk.place("A", "buy", 10),
      }),
      { actions: [on3rd("split", 2), on3rd("dividend", 1)] },
    );
    assert.deepEqual(asleep.equity.slice(2), [10_000, 10_040, 10_020, 10_020]);
  });

  it("leave a margin call and a liquidation to go on", () => {
    const run = play(
      bars("A", [100, 100, [199, 199, 199, 199], [1990, 1990, 1990, 1990], 1990, 1990]),
      {
        0: (desk) => desk.place("A", "sell", 100),
      },
      {
        shorting: true,
        actions: [{ ...on3rd("split", 0.1), ex_date: "2024-01-04" }],
        maintenance: { long: 0.25, short: 0.3 },
      },
    );
    assert.equal(run.engine.portfolio.quantity[0], 0);
    assert.ok(run.orders.some(({ reason }) => reason === "SPLIT"));
  });
});
