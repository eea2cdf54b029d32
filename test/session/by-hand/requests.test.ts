import assert from "node:assert/strict";
import { defineStrategy, replay, type Session } from "../../../src/index";
import { apple, lab, leaveNothing, newFile, newSession, year } from "../../api/labs";
import { crossover, failing } from "../../api/strategies";
import { bars } from "../../support/bars";

const idle = defineStrategy({ name: "idle", onBar() {} });

/** A session of a strategy that does nothing, after some steps. */
async function idling(steps: number, path?: string): Promise<Session> {
  const session = await (await lab(path)).createSession(year, idle, { ...apple, name: "a" });
  if (steps > 0) await session.step(steps);
  return session;
}

const codeOf = (error: unknown) => (error as { code: string }).code;

describe("an order by hand", () => {
  afterEach(leaveNothing);

  it("is judged at the last close, fills at the next open, and carries a mark", async () => {
    const session = await idling(3);
    const id = await session.buy("AAPL", 10);
    const { status, createdAt, tag } = session.orderRows()[0];
    const { time } = session.equityRows()[3];
    assert.deepEqual([id, status, createdAt, tag], ["order-1", "working", time, "by hand"]);
    await session.step();
    const [fill] = session.fillRows();
    const bar = [...year.bars()].filter(({ symbol }) => symbol === "AAPL")[3];
    assert.deepEqual([fill.price, fill.time, fill.quantity, fill.tag], [bar.open, bar.time, 10, "by hand"]);
    assert.deepEqual(session.inputRows(), [
      {
        ...{ number: 1, step: 3, time, kind: "order", orderId: "order-1" },
        request: { symbol: "AAPL", side: "buy", quantity: 10 },
      },
    ]);
  });

  it("can have everything that a strategy's has, its own tag too", async () => {
    const session = await idling(1);
    const price = 0.1 + 0.2;
    await session.order({ symbol: "AAPL", side: "buy", quantity: 5, type: "limit", limitPrice: price, tag: "mine" });
    await session.sell("AAPL", 1);
    const [limit, sale] = session.orderRows();
    assert.deepEqual([limit.type, limit.limitPrice, limit.timeInForce, limit.tag], ["limit", price, "GTC", "mine"]);
    assert.deepEqual([sale.status, sale.reason?.split(":")[0]], ["denied", "SHORTING_NOT_ALLOWED"]);
    assert.deepEqual(
      (session.inputs().values as unknown[][]).map((row) => row.slice(4)),
      [
        ["order", "order-1", "AAPL", "buy", 5, "type: limit, limitPrice: 0.30000000000000004, tag: mine"],
        ["order", "order-2", "AAPL", "sell", 1, null],
      ],
    );
  });

  it("is seen by the strategy when it fills", async () => {
    const seen: string[] = [];
    const watching = defineStrategy({
      name: "watching",
      onFill: ({ fill }) => void seen.push(`${fill.id} ${fill.tag}`),
      onBar() {},
    });
    const session = await (await lab()).createSession(year, watching, apple);
    await session.step();
    await session.buy("AAPL", 1);
    await session.step();
    assert.deepEqual(seen, ["fill-1 by hand"]);
  });

  it("can be canceled and closed by hand, as a strategy's can, and the reason says so", async () => {
    const session = await (await lab()).createSession(year, crossover, { ...apple, name: "a" });
    await session.until("fill");
    const working = await session.buy("AAPL", 1, { type: "limit", limitPrice: 1 });
    await session.cancel(working);
    await session.close();
    const [canceled, closing] = session.orderRows().slice(-2);
    assert.deepEqual([canceled.status, canceled.reason], ["canceled", "REQUESTED: by=hand"]);
    assert.deepEqual([closing.side, closing.quantity, closing.tag], ["sell", 100, "by hand"]);
    await session.cancel(working);
    assert.deepEqual(
      session.inputRows().map(({ kind }) => kind),
      ["order", "cancel", "close", "cancel"],
    );
    assert.deepEqual(session.inputs().column("orderId").values, [working, working, null, working]);
  });

  it("that makes no sense is refused at the call, with its line, and changes nothing", async () => {
    const session = await idling(2);
    const before = session.fingerprint;
    const calls = {
      "Expected quantity of an order to be a positive number, was NaN": () => session.buy("AAPL", Number.NaN),
      'Unknown symbol "APPL". Did you mean "AAPL"?': () => session.sell("APPL", 1),
      "Expected limitPrice of a limit order to be a positive number, was undefined": () =>
        session.buy("AAPL", 1, { type: "limit" }),
      'Unknown option "symbol" of an order. Known: type, limitPrice, stopPrice, timeInForce, tag': () =>
        session.buy("AAPL", 1, { symbol: "AAPL" } as object),
      "Expected options of an order to be an object, was 5": () => session.buy("AAPL", 1, 5 as never),
      'Unknown symbol "X". The session has AAPL; its option symbols can name others of the feed': () =>
        session.close("X"),
      'Expected id of an order to cancel to be the id of an order of this session, was "order-9"': () =>
        session.cancel("order-9"),
      'Expected state of setTradingState to be one of "ACTIVE", "REDUCING", "HALTED", was "OFF"': () =>
        session.setTradingState("OFF" as never),
      "Expected an order to be { symbol, side, quantity }, was null": () => session.order(null as never),
    };
    for (const [message, call] of Object.entries(calls))
      await assert.rejects(call(), (error: Error) => {
        assert.equal(error.message.slice(0, message.length), message);
        assert.match(error.stack ?? "", /requests\.test\.ts/);
        return true;
      });
    assert.deepEqual([session.inputRows(), session.fingerprint, session.orderRows()], [[], before, []]);
  });
});

describe("the trading state set by hand", () => {
  afterEach(leaveNothing);

  it("stops the strategy's orders until it is set again", async () => {
    const session = await newSession();
    await session.until("fill");
    await session.setTradingState("HALTED");
    assert.equal(session.tradingState, "HALTED");
    await session.until(() => session.orderRows().length > 1);
    const { status, reason } = session.orderRows().at(-1) as { status: string; reason?: string };
    assert.deepEqual([status, reason], ["denied", "TRADING_HALTED"]);
    await session.setTradingState("ACTIVE");
    await session.until("fill");
    assert.deepEqual(
      session.inputRows().map(({ kind, request }) => [kind, request]),
      [
        ["tradingState", { state: "HALTED" }],
        ["tradingState", { state: "ACTIVE" }],
      ],
    );
  });
});

describe("a session that cannot be traded by hand", () => {
  afterEach(leaveNothing);

  const noStep =
    'Session "a" has taken no step yet, so there is no price to trade at by hand. Take one first: await session.step()';

  it("has taken no step: CREATED, or RUNNING before its first bar", async () => {
    const session = await newSession({ name: "a", pace: { updatesPerSecond: 1 } });
    await assert.rejects(session.buy("AAPL", 1), { code: "INVALID_STATE", message: noStep });
    await session.start();
    const message =
      'Session "a" has taken no step yet, and its trading state is set between two steps. Take one first: await session.step()';
    await assert.rejects(session.setTradingState("HALTED"), { code: "INVALID_STATE", message });
  });

  it("is asked for a trading state that there is not, before its first step too", async () => {
    const session = await newSession({ name: "a" });
    await assert.rejects(session.setTradingState("halted" as never), {
      code: "INVALID_OPTION",
      message:
        'Expected state of setTradingState to be one of "ACTIVE", "REDUCING", "HALTED", was "halted". Did you mean "HALTED"?',
    });
  });

  it("has ended", async () => {
    const session = await newSession({ name: "a" });
    await session.run();
    const message = 'Session "a" is COMPLETED and cannot be traded by hand. Create a new one';
    await assert.rejects(session.close(), { code: "INVALID_STATE", message });
    const failed = await (await lab()).createSession(year, failing, { ...apple, name: "b" });
    await assert.rejects(failed.run());
    await assert.rejects(failed.cancel("order-1"), { message: /^Session "b" is FAILED and cannot be traded by hand/ });
  });

  it("was read without its strategy, or is kept by another process, or its lab is closed", async () => {
    const path = newFile();
    const session = await idling(3, path);
    const { apart } = await import("../../api/labs");
    const elsewhere = await apart(path);
    await assert.rejects((await elsewhere.session("a")).buy("AAPL", 1), {
      code: "INVALID_STATE",
      message: /^Session "a" was read from the store and needs its strategy to go on/,
    });
    const other = await elsewhere.session("a", { strategy: idle });
    await assert.rejects(other.buy("AAPL", 1), { code: "SESSION_IN_USE" });
    await assert.rejects(other.buy("AAPL", 1), { code: "SESSION_IN_USE" });
    assert.equal(other.state, "PAUSED");
    await session.buy("AAPL", 1);
    const { closeAll } = await import("../../api/labs");
    await closeAll();
    await assert.rejects(session.buy("AAPL", 1), { code: "LAB_CLOSED" });
  });

  it("is asked by its own strategy, which has orders of its own", async () => {
    const asked: unknown[] = [];
    const selfish = defineStrategy({
      name: "selfish",
      onBar() {
        asked.push(session.buy("AAPL", 1).catch(codeOf));
      },
    });
    const session = await (await lab()).createSession(year, selfish, { ...apple, name: "a" });
    await session.step(2);
    assert.deepEqual(await Promise.all(asked), ["INVALID_STATE", "INVALID_STATE"]);
    assert.equal(session.orderRows().length, 0);
  });

  it("has lost everything", async () => {
    const feed = replay(
      bars("X", [
        [100, 100, 100, 100],
        [100, 100, 100, 100],
        [300, 300, 300, 300],
        [300, 300, 300, 300],
      ]),
    );
    const short = defineStrategy({
      name: "short",
      state: () => ({ bars: 0 }),
      onBar({ sell, state }) {
        if (state.bars++ === 0) sell("X", 1000);
      },
    });
    const session = await (await lab()).createSession(feed, short, { name: "a", shorting: true });
    await session.step(3);
    const message = "The equity fell to zero, and everything is being closed";
    await assert.rejects(session.buy("X", 1), { code: "INVALID_STATE", message });
  });
});
