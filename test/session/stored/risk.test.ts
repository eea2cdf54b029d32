import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  allowedSymbols,
  dailyLossLimit,
  defineStrategy,
  gbm,
  maxDrawdownStop,
  maxOrderQuantity,
  maxOrdersPerDay,
  PaperLabError,
  type RiskRule,
  type SessionOptions,
} from "../../../src/index";
import { apart, apple, everythingOf, lab, leaveNothing, newFile, newSession, tableOf, year } from "../../api/labs";

/** Half hours around the clock, so that a day has 48 steps. */
const feed = gbm({ A: { price: 100, drift: 0, volatility: 0.9 } }, { seed: "risk", interval: "30m", bars: 480 });

/** Buys and sells in turn, so that it asks for something at every bar. */
const restless = defineStrategy({
  name: "restless",
  onBar({ bar, buy, sell, position }) {
    if (position(bar.symbol).quantity === 0) buy(bar.symbol, 900);
    else if (bar.close < 99) sell(bar.symbol, 100);
    else buy(bar.symbol, 1);
  },
});

const options = {
  name: "a",
  risk: [dailyLossLimit(0.02, { action: "liquidate" }), maxOrdersPerDay(40)],
} satisfies SessionOptions;

describe("a session that risk rules stop", () => {
  afterEach(leaveNothing);

  it("shows the same events, denials and card when it is opened again", async () => {
    const file = newFile();
    const opened = await lab(file);
    const session = await opened.run(feed, restless, options);
    const [shown, card] = [everythingOf(session), inspect(session)];
    await opened.close();
    const again = await (await apart(file)).session("a");
    assert.deepEqual(everythingOf(again), shown);
    assert.equal(inspect(again), card);
    const states = again.eventRows().flatMap((event) => (event.kind === "tradingState" ? [event.state] : []));
    assert.ok(states.length > 3 && states.includes("ACTIVE") && states.includes("REDUCING"), states.join());
    assert.match(card, /Stopped +by dailyLossLimit \d+ times, at most \d+\.\d\d % beyond its limit; last at /);
    assert.match(card, /Refused +.*\d+ TRADING_REDUCING/);
    assert.match(card, /\d+ ORDERS_PER_DAY_EXCEED_MAXIMUM \(maxOrdersPerDay\)/);
  });

  it("can be asked by SQL which rule denied what, and when trading stopped", async () => {
    const opened = await lab(newFile());
    const session = await opened.run(feed, restless, options);
    const { values } = await opened.query(
      "SELECT rule, count(*) FROM paper_orders WHERE rule IS NOT NULL GROUP BY rule ORDER BY rule",
    );
    const counts: Record<string, number> = {};
    for (const { rule, count } of session.denialRows()) if (rule) counts[rule] = (counts[rule] ?? 0) + count;
    assert.deepEqual(Object.keys(counts).sort(), ["dailyLossLimit", "maxOrdersPerDay"]);
    assert.deepEqual(values, Object.entries(counts).sort());
    const states = await opened.query("SELECT sequence, state, rule FROM paper_trading_states");
    const told = session
      .eventRows()
      .flatMap((event) => (event.kind === "tradingState" ? [[event.sequence, event.state, event.rule]] : []));
    assert.deepEqual(states.values, told);
  });

  it("goes on in another process from the middle of a day on which it is REDUCING, as if it had never stopped", async () => {
    const whole = await (await lab()).run(feed, restless, options);
    const stop = whole.eventRows().find((event) => event.kind === "tradingState" && event.state === "REDUCING");
    const file = newFile();
    const opened = await lab(file);
    const session = await opened.createSession(feed, restless, options);
    await session.runUntil((stop?.time ?? 0) + 30 * 60_000);
    assert.equal(session.tradingState, "REDUCING");
    await opened.close();
    const other = await apart(file);
    const resumed = await other.session("a", { strategy: restless });
    assert.deepEqual([resumed.state, resumed.tradingState], ["PAUSED", "REDUCING"]);
    await resumed.step(1);
    assert.equal(resumed.tradingState, "REDUCING");
    await resumed.run();
    assert.deepEqual(everythingOf(resumed), everythingOf(whole));
    await other.close();
    assert.deepEqual(everythingOf(await (await apart(file)).session("a")), everythingOf(whole));
  });

  it("decides something else where a rule's limit or action is another", async () => {
    const prints = new Set<string>();
    for (const rule of [
      dailyLossLimit(0.02),
      dailyLossLimit(0.03),
      dailyLossLimit(0.02, { action: "liquidate" }),
      maxDrawdownStop(0.02),
    ])
      prints.add((await (await lab()).run(feed, restless, { risk: [rule] })).fingerprint);
    assert.equal(prints.size, 4);
  });

  it("says in denials() which rule refused what, how often, and when", async () => {
    const mine: RiskRule = { name: "mine", check: () => ({ code: "NOT_TODAY", details: { limit: 0 } }) };
    const session = await newSession({ risk: [mine] });
    await session.run();
    const orders = session.orderRows();
    const [row, ...others] = session.denialRows();
    assert.deepEqual(row, {
      code: "NOT_TODAY",
      what: "order",
      rule: "mine",
      symbol: "AAPL",
      count: orders.length,
      first: orders[0].createdAt,
      last: orders.at(-1)?.createdAt,
      reason: "NOT_TODAY: limit=0",
    });
    assert.deepEqual(others, []);
    assert.ok(orders.length > 1);
    const { columns, rows } = tableOf(session.denials());
    const wanted = ["code", "what", "rule", "symbol", "count", "first", "firstDate", "last", "lastDate", "reason"];
    assert.deepEqual([columns, rows.length], [wanted, 1]);
  });

  it("shows the reasons as text, each with its code", async () => {
    const session = await newSession({ risk: [maxOrdersPerDay(1), maxOrderQuantity(99)] });
    await session.run();
    const text = inspect(session.denials());
    assert.match(text, /maxOrderQuantity +AAPL .* ORDER_QUANTITY_EXCEEDS_MAXIMUM: quantity=\d+,/);
    assert.match(text, /\n(not shown: code, first, last)?$/);
  });
});

describe("changes of working orders that are refused", () => {
  afterEach(leaveNothing);

  // Asks for more at each bar, and once for a change of an order that has ended.
  const greedy = defineStrategy({
    name: "greedy",
    state: () => ({ ended: "" }),
    onBar({ bar, buy, cancel, openOrders, replace, state }) {
      const [first, second] = openOrders();
      if (first === undefined) for (let n = 0; n < 2; n++) buy(bar.symbol, 1, { type: "limit", limitPrice: 1 });
      else if (state.ended === "") {
        state.ended = second.id;
        cancel(second.id);
      } else {
        replace(first.id, { quantity: 1e6 });
        replace(state.ended, { quantity: 2 });
      }
    },
  });
  const mine: RiskRule = {
    name: "mine",
    check: ({ quantity }) => (quantity > 1e5 ? { code: "TOO_MANY" } : undefined),
  };
  const refusedBy = async (risk: RiskRule) => {
    const opened = await lab(newFile());
    const session = await opened.run(gbm({ A: {} }, { bars: 8, seed: 1 }), greedy, {
      name: "a",
      initialCapital: 1e12,
      risk: [risk],
    });
    const rows = session.denialRows();
    const { same } = await opened.verify("a", { strategy: greedy });
    assert.equal(same, true);
    const again = await (await apart(opened.path)).session("a");
    assert.deepEqual([again.denialRows(), inspect(again)], [rows, inspect(session)]);
    return { rows, card: inspect(session), times: session.equityRows().map(({ time }) => time) };
  };

  it("are in denials() and on the card, by reason and rule, live and stored", async () => {
    const { rows, card, times } = await refusedBy(mine);
    const common = { what: "change", symbol: "A", count: 6, first: times[3], last: times[8] } as const;
    assert.deepEqual(rows, [
      { ...common, code: "TOO_MANY", rule: "mine", reason: "TOO_MANY: rule=mine" },
      { ...common, code: "ORDER_ENDED", reason: "ORDER_ENDED: status=canceled" },
    ]);
    assert.match(card, /Not changed +6 TOO_MANY \(mine\), 6 ORDER_ENDED\n/);
  });

  it("say which of paperlab's own rules it was, after its numbers", async () => {
    const [row] = (await refusedBy(maxOrderQuantity(100))).rows;
    assert.deepEqual([row.code, row.rule], ["ORDER_QUANTITY_EXCEEDS_MAXIMUM", "maxOrderQuantity"]);
    assert.equal(row.reason, "ORDER_QUANTITY_EXCEEDS_MAXIMUM: quantity=1000000, maximum=100, rule=maxOrderQuantity");
  });
});

describe("a rule of one's own with afterStep", () => {
  afterEach(leaveNothing);

  const answering = (answer: unknown): RiskRule =>
    ({ name: "mine", check: () => undefined, afterStep: () => answer }) as never as RiskRule;

  it("fails its session where its answer makes no sense", async () => {
    const halt = { action: "HALT", code: "TOO_HOT" };
    const answers: [answer: unknown, part: string, end: string][] = [
      ["STOP", "", '"STOP"'],
      [true, "", "true"],
      [{ action: "HALT" }, "code in ", "undefined"],
      [{ ...halt, action: "HALTT" }, "action in ", '"HALTT". Did you mean "HALT"?'],
      [{ ...halt, until: "week" }, "until in ", 'until the state is set by hand, was "week"'],
      [{ ...halt, until: "dya" }, "until in ", '"dya". Did you mean "day"?'],
      [{ ...halt, details: 5 }, "details in ", "5"],
      [{ ...halt, details: { a: 1, b: [1] } }, "details.b in ", "an array of 1"],
    ];
    for (const [answer, part, end] of answers) {
      const session = await newSession({ risk: [answering(answer)] });
      await assert.rejects(session.run(), (error: unknown) => {
        assert.ok(error instanceof PaperLabError && error.code === "RULE_FAILED");
        const at = 'Risk rule "mine" failed in afterStep of risk[0] at 2013-05-13: ';
        const start = `${at}Expected ${part}its answer to be `;
        assert.ok(error.message.startsWith(start) && error.message.endsWith(end), error.message);
        return true;
      });
      assert.equal(session.state, "FAILED");
    }
  });

  it("stops trading with a reason of its own", async () => {
    const session = await newSession({ risk: [answering({ action: "HALT", code: "TOO_HOT", details: { at: 1 } })] });
    await session.run();
    const [event] = session.eventRows().filter(({ kind }) => kind === "tradingState");
    assert.deepEqual(event, {
      ...{ kind: "tradingState", sequence: 1, state: "REDUCING", reason: "TOO_HOT: at=1", rule: "mine" },
      time: session.equityRows()[1].time,
    });
  });
});

describe("a rule about symbols that its session does not have", () => {
  afterEach(leaveNothing);

  it("is refused when the session is created, with the near match", async () => {
    const opened = await lab();
    await assert.rejects(opened.createSession(year, restless, { ...apple, risk: [allowedSymbols(["APPL"])] }), {
      code: "UNKNOWN_SYMBOL",
      message: 'Unknown symbol "APPL" in allowedSymbols, a rule of this session. Did you mean "AAPL"?',
    });
    // The feed has it, but the session does not.
    await assert.rejects(opened.createSession(year, restless, { ...apple, risk: [allowedSymbols(["SPX"])] }), {
      code: "UNKNOWN_SYMBOL",
    });
  });
});
