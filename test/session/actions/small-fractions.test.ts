import assert from "node:assert/strict";
import { defineStrategy, replay, type Session } from "../../../src/index";
import { knownRules } from "../../../src/run/rules";
import { lab, leaveNothing } from "../../api/labs";
import { bars } from "../../support/bars";

// 7.00000001 become 10.500000015: half of a lot is paid out, which is less than a billionth of the position.
const feed = replay(bars("COIN", [90, 90, 60, 66, 66]), {
  calendar: "always",
  actions: [{ ex_date: "2024-01-04", symbol: "COIN", type: "split", value: 1.5 }],
});

const held = defineStrategy({
  name: "held",
  state: () => ({ steps: 0 }),
  onBar({ buy, close, state }) {
    state.steps++;
    if (state.steps === 1) buy("COIN", 7.00000001);
    if (state.steps === 3) close("COIN");
  },
});

async function traded(): Promise<Session> {
  const session = await (await lab()).run(feed, held, { name: "a" });
  assert.deepEqual(session.positionRows(), []);
  const fraction = session.cashRows().find(({ kind }) => kind === "fraction");
  assert.ok(fraction !== undefined && Math.abs(fraction.amount - 5e-9 * 60) < 1e-12, JSON.stringify(fraction));
  return session;
}

function checkSums(session: Session): void {
  const equity = session.equityRows();
  const change = equity[equity.length - 1].equity - equity[0].equity;
  assert.ok(Math.abs(change - 7 * 9) < 1e-6);
  for (const by of ["symbol", "side", "cost"] as const) {
    const sum = session.attributionRows(by).reduce((total, { pnl }) => total + (pnl as number), 0);
    assert.ok(Math.abs(sum - change) < 1e-6, `${by}: ${sum}, not ${change}`);
  }
}

const sides = ["buy", "sell"] as const;

describe("a fraction that is paid out at a price of zero or below", () => {
  afterEach(leaveNothing);

  for (const [price, side] of [-2, 0].flatMap((price) => sides.map((side) => [price, side] as const)))
    it(`is a trade at that price: ${price}, after an order to ${side}`, async () => {
      const power = replay(bars("P", [90, 90, price, -2, -2]), {
        calendar: "always",
        allowNegativePrices: true,
        actions: [{ ex_date: "2024-01-04", symbol: "P", type: "split", value: 1.5 }],
      });
      const once = defineStrategy({
        name: "once",
        state: () => ({ steps: 0 }),
        onBar({ state, ...desk }) {
          state.steps++;
          if (state.steps === 1) desk[side]("P", 3);
          if (state.steps === 3) desk.close("P");
        },
      });
      const session = await (await lab()).run(power, once, { name: "a", lotSize: 1, shorting: true });
      const fraction = session.tradeRows().find(({ tag }) => tag === "fraction");
      assert.deepEqual([fraction?.quantity, fraction?.exitPrice], [0.5, price], JSON.stringify(session.tradeRows()));
      const equity = session.equityRows();
      const change = equity[equity.length - 1].equity - equity[0].equity;
      const sum = session.attributionRows("symbol").reduce((total, { pnl }) => total + (pnl as number), 0);
      assert.ok(Math.abs(sum - change) < 1e-6, `${sum}, not ${change}`);
    });
});

describe("a fraction of less than a billionth of a position that a split leaves", () => {
  afterEach(leaveNothing);

  it("is a trade of its own, and what is left is none of it", async () => {
    const session = await traded();
    assert.deepEqual(
      session.tradeRows().map(({ quantity, tag }) => [quantity, tag]),
      [
        [5e-9, "fraction"],
        [10.50000001, undefined],
      ],
    );
    assert.deepEqual(session.openLotRows(), []);
    checkSums(session);
  });

  it("leaves no part of the profit out of the attribution under earlier rules either", async () => {
    const later = knownRules.splice(5);
    try {
      checkSums(await traded());
    } finally {
      knownRules.push(...later);
    }
  });
});
