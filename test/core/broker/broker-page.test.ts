import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { doubtCodes } from "../../../src/core/orders/doubts";
import { orderStatuses } from "../../../src/core/orders/order";
import { timesInForce } from "../../../src/core/orders/time-in-force";
import { orderTypeNames } from "../../../src/core/orders/types/order-types";
import {
  commissionPerShare,
  defineStrategy,
  type OrderOptions,
  openLab,
  replay,
  slippageBps,
} from "../../../src/index";

type Place = (symbol: string, quantity: number, options?: OrderOptions) => unknown;

const root = join(__dirname, "../../..");
const page = readFileSync(join(root, "docs/broker.md"), "utf8");

/** The text of every file of a folder and of those within. */
function textOf(folder: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, folder, file), "utf8"))
    .join("");
}

describe("docs/broker.md", () => {
  const lists: Readonly<Record<string, readonly string[]>> = {
    "type of order": orderTypeNames,
    "time in force": timesInForce,
    "status of an order": orderStatuses,
    doubt: doubtCodes,
  };
  for (const [what, words] of Object.entries(lists)) {
    it(`names every ${what}`, () => {
      assert.ok(words.length >= 2);
      assert.deepEqual(
        words.filter((word) => !page.includes(`\`${word}\``)),
        [],
      );
    });
  }

  it("names only reasons that the engine gives", () => {
    const sources = textOf("src/core");
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+|REPLACED|STOPPED|BANKRUPT)`/g)].map(([, code]) => code);
    assert.ok(named.length > 8);
    assert.deepEqual(
      named.filter((code) => !sources.includes(`"${code}`) && !sources.includes(`\`${code}`)),
      [],
    );
  });

  const rowsOf = (prices: readonly (readonly [open: number, close: number])[]) =>
    prices.map(([open, close], at) => {
      const [high, low] = [Math.max(open, close), Math.min(open, close)];
      return { symbol: "A", time: Date.UTC(2024, 0, 2 + at), open, high, low, close, volume: 1e6 };
    });

  const hasAll = (texts: readonly string[]) => {
    for (const text of texts) assert.ok(page.includes(text), text);
  };

  /** Places orders by the number of the bar. */
  const ordering = (orders: (at: number, given: { buy: Place; sell: Place }) => void) =>
    defineStrategy({
      name: "ordering",
      state: () => ({ at: 0 }),
      onBar: ({ state, buy, sell }) => orders(state.at++, { buy, sell }),
    });

  it("computes the costs of its example as a session does", async () => {
    const [, given] = /const options = (\{ commission: .*\});/.exec(page) as RegExpExecArray;
    assert.equal(given, "{ commission: commissionPerShare(0.005, { minimum: 1 }), slippage: slippageBps(2) }");
    const options = { commission: commissionPerShare(0.005, { minimum: 1 }), slippage: slippageBps(2) };
    const trader = ordering((at, { buy, sell }) => {
      if (at === 0) buy("A", 1000);
      if (at === 1) sell("A", 1000);
    });
    const lab = await openLab(":memory:");
    const feed = replay(rowsOf([...[50, 50, 51].map((price) => [price, price] as const)]), { calendar: "always" });
    const session = await lab.run(feed, trader, { ...options, lotSize: 1 });
    const fills = session.fillRows();
    const sums = fills.map(({ price, commission, side }) => price * 1000 + (side === "buy" ? commission : -commission));
    const [bought, sold] = sums.map((sum) => Math.round(sum * 100) / 100);
    assert.deepEqual([bought, sold, Math.round((sold - bought) * 100) / 100], [50_015, 50_984.8, 969.8]);
    hasAll([
      `is ${fills[0].price},`,
      `is ${fills[1].price},`,
      "falls by 50,015",
      "rises by 50,984.80",
      "profit: 969.80",
    ]);
    await lab.close();
  });

  it("computes the margin call of its example as a session does", async () => {
    const lab = await openLab(":memory:");
    const feed = replay(rowsOf([100, 100, 80, 66, 66].map((price) => [price, price] as const)), { calendar: "always" });
    const buyer = ordering((at, { buy }) => void (at === 0 && buy("A", 200)));
    const session = await lab.run(feed, buyer, { initialCapital: 10_000, leverage: 2, lotSize: 1 });
    const calls = session
      .eventRows()
      .flatMap((event) => (event.kind === "marginCall" ? [[event.equity, event.required]] : []));
    assert.deepEqual(calls, [[3200, 3300]]);
    assert.deepEqual(
      session.equityRows().map(({ equity }) => equity),
      [10_000, 10_000, 10_000, 6_000, 3_200, 3_200],
    );
    const [, { quantity, price }] = session.fillRows();
    assert.deepEqual([quantity, price, session.cashRows().at(-1)?.balance], [7, 66, -9538]);
    hasAll(["| 3,200 | 3,300 | a margin call: 7 are", "| −9,538 | 193 × 66 = 12,738 | 3,200 | 3,184.50 |"]);
    await lab.close();
  });

  it("computes the actions of its example as a session does", async () => {
    const lab = await openLab(":memory:");
    const prices = [
      [90, 90],
      [90, 100],
      [50, 51],
      [50, 50],
    ] as const;
    const actions = [
      { ex_date: "2024-01-04", symbol: "A", type: "split" as const, value: 2 },
      { ex_date: "2024-01-05", symbol: "A", type: "dividend" as const, value: 0.5 },
    ];
    const feed = replay(rowsOf(prices), { calendar: "always", actions });
    const holder = ordering((at, { buy, sell }) => {
      if (at === 0) buy("A", 50);
      if (at === 1) sell("A", 50, { type: "stop", stopPrice: 80 });
    });
    const session = await lab.run(feed, holder, { initialCapital: 10_000, lotSize: 1 });
    const [, { quantity, stopPrice }] = session.orderRows();
    assert.deepEqual([quantity, stopPrice], [100, 39.5]);
    const [position] = session.positionRows();
    assert.deepEqual([position.quantity, position.averagePrice], [100, 45]);
    assert.deepEqual(
      session.equityRows().map(({ equity }) => equity),
      [10_000, 10_000, 10_500, 10_600, 10_550],
    );
    assert.equal(session.cashRows().at(-1)?.balance, 5_550);
    hasAll(["| 100 at 40 | 10,600 |", "| 50 | 5,550 | 100, on average at 45 | 100 at 39.50 | 10,550 |"]);
    await lab.close();
  });
});
