import assert from "node:assert/strict";
import fc from "fast-check";
import { type CorporateAction, defineStrategy, gbm, type OrderOptions, replay } from "../../../src/index";
import { apart, closeAll, everythingOf, lab, leaveNothing, newFile } from "../../api/labs";
import { cases } from "../../support/cases";

const tradingDays = ["2020-02-03", "2020-02-04", "2020-02-14", "2020-03-02", "2020-03-03", "2020-03-31", "2020-04-15"];

const anAction = fc.record({
  ex_date: fc.constantFrom(...tradingDays),
  symbol: fc.constantFrom("A", "B"),
  kind: fc.oneof(
    fc.record({ type: fc.constant("split" as const), value: fc.constantFrom(7, 1.5, 2, 0.1, 0.25) }),
    fc.record({ type: fc.constant("dividend" as const), value: fc.constantFrom(0.002, 0.01) }),
  ),
});
const actionLists = fc
  .uniqueArray(anAction, { maxLength: 6, selector: ({ ex_date, symbol, kind }) => `${ex_date} ${symbol} ${kind.type}` })
  .map((all): CorporateAction[] => all.map(({ kind, ...rest }) => ({ ...rest, ...kind })));

/** Asks for orders of every type, and keeps a price of its own that splits rescale. */
const busy = defineStrategy({
  name: "busy",
  params: { shorting: false },
  state: () => ({ last: {} as Record<string, number>, fall: {} as Record<string, number> }),
  onCorporateAction({ action, state, log }) {
    if (action.type === "split") state.last[action.symbol] /= action.value;
    else state.fall[action.symbol] = action.value;
    log(`${action.symbol} ${action.type} ${action.quantity} ${action.quantityAfter}`);
  },
  onBar({ bar, state, random, history, buy, sell, position, params, log, openOrders }) {
    const { symbol, close } = bar;
    const own = history();
    if (state.last[symbol] !== undefined) {
      assert.ok(Math.abs(own.close[own.length - 2] / state.last[symbol] - 1) < 1e-12);
      const fall = state.fall[symbol] ?? 0;
      if (Math.abs((close + fall) / state.last[symbol] - 1) > 0.5) log("jump");
      state.fall[symbol] = 0;
    }
    state.last[symbol] = close;
    if (openOrders(symbol).length > 6) return;
    const side = random() < 0.5 ? buy : sell;
    const held = position().quantity;
    const quantity = Math.max(1, Math.floor(random() * 30));
    const options: OrderOptions[] = [
      {},
      { type: "limit", limitPrice: close * (0.9 + random() * 0.2) },
      { type: "stop", stopPrice: close * (0.9 + random() * 0.2) },
      { type: "stopLimit", stopPrice: close * 0.97, limitPrice: close * 0.96 },
      { type: "trailingStop", trailFraction: 0.05 },
      { type: "trailingStop", trailAmount: close * 0.04 },
      { takeProfit: { fraction: 0.04 }, stopLoss: { fraction: 0.03 } },
    ];
    const chosen = options[Math.floor(random() * options.length)];
    if (random() < 0.6) side(symbol, quantity, chosen);
    if (held > 0 && random() < 0.3) sell(symbol, Math.ceil(held / 2), { type: "limit", limitPrice: close * 1.02 });
    if (params.shorting && random() < 0.1) sell(symbol, quantity);
  },
});

function feedOf(actions: readonly CorporateAction[], seed: number) {
  const terms = { start: "2020-01-02", bars: 90, interval: "1d", calendar: "XNYS", seed } as const;
  const made = gbm(
    { A: { price: 30_000, volatility: 0.4 }, B: { price: 4_000, volatility: 0.5 } },
    { ...terms, actions },
  );
  return { made, read: replay([...made.bars()], { actions, calendar: "XNYS", interval: "1d" }) };
}

const input = fc.record({
  actions: actionLists,
  seed: fc.integer({ min: 0, max: 1000 }),
  shorting: fc.boolean(),
  closeAtEnd: fc.boolean(),
  cut: fc.integer({ min: 1, max: 85 }),
});

describe("a session with corporate actions: laws", () => {
  afterEach(leaveNothing);

  it("cash is the sum of its entries, positions those of fills and splits, profits those of trades", async () => {
    const opened = await lab();
    await fc.assert(
      fc.asyncProperty(input, async ({ actions, seed, shorting }) => {
        const { made, read } = feedOf(actions, seed);
        const options = { seed, shorting, closeAtEnd: true, initialCapital: 2_000_000, params: { shorting } };
        const session = await opened.run(read, busy, options);
        const held: Record<string, number> = { A: 0, B: 0 };
        for (const event of session.eventRows()) {
          if (event.kind === "fill") {
            const { symbol, side, quantity } = event.fill;
            held[symbol] += side === "buy" ? quantity : -quantity;
          }
          if (event.kind !== "corporateAction") continue;
          const { symbol, type, value, quantity, quantityAfter, amount, firstPrice = 0 } = event.action;
          assert.equal(quantity, held[symbol]);
          const all = type === "split" ? quantity * value : quantity;
          assert.ok(Math.abs(all) - Math.abs(quantityAfter) < 1 && Number.isInteger(quantityAfter));
          const paid = type === "split" ? (all - quantityAfter) * firstPrice : quantity * value;
          assert.ok(Math.abs(amount - paid) < 1e-6, `${amount} ${paid}`);
          held[symbol] = quantityAfter;
        }
        assert.deepEqual(held, { A: 0, B: 0 });
        const rows = session.cashRows();
        const end = session.equityRows().at(-1)?.equity as number;
        assert.equal(rows.at(-1)?.balance, end);
        const profit = session.tradeRows().reduce((sum, { netPnl }) => sum + netPnl, 0);
        assert.ok(Math.abs(2_000_000 + profit - end) < 1e-6, `${profit} ${end - 2_000_000}`);
        assert.equal(session.logRows().filter(({ text }) => text === "jump").length, 0);
        const again = await opened.run(made, busy, options);
        assert.equal(again.fingerprint, session.fingerprint);
      }),
      { numRuns: cases(40) },
    );
  });

  it("a process that ends at any step and goes on in another is as one that never ended", async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ actions, seed, shorting, closeAtEnd, cut }) => {
        const { read } = feedOf(actions, seed);
        const options = { name: "a", seed, shorting, closeAtEnd, params: { shorting } };
        const whole = everythingOf(await (await lab()).run(read, busy, options));
        const file = newFile();
        const first = await (await lab(file)).createSession(read, busy, options);
        await first.step(cut);
        await closeAll();
        const second = await (await apart(file)).createSession(read, busy, options);
        assert.equal(second.steps, cut);
        await second.run();
        assert.deepEqual(everythingOf(second), whole);
        await closeAll();
        assert.deepEqual(everythingOf(await (await apart(file)).session("a")), whole);
      }),
      { numRuns: cases(8) },
    );
  });
});
