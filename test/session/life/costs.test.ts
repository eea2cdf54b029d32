import assert from "node:assert/strict";
import {
  commissionBps,
  commissionFixed,
  commissionPerShare,
  latencyBars,
  latencyMs,
  type SessionOptions,
  slippageFixed,
  slippageSquareRoot,
  slippageVolumeShare,
  spreadBps,
} from "../../../src/index";
import { apart, apple, everythingOf, lab, leaveNothing, newFile, newSession, year } from "../../api/labs";
import { crossover } from "../../api/strategies";

type Costs = Pick<SessionOptions, "commission" | "slippage" | "latency">;

const own: readonly Costs[] = [
  { commission: commissionPerShare(0.005, { minimum: 1, maximumShare: 0.01 }), slippage: spreadBps(4) },
  { commission: commissionBps(2, { minimum: 1, maker: 0.5 }), slippage: slippageFixed(0.02) },
  { commission: commissionFixed(3), slippage: slippageVolumeShare({ impact: 0.1, maximum: 0.5 }) },
  { slippage: slippageSquareRoot({ coefficient: 1 }), latency: latencyBars({ from: 0, to: 4 }) },
  { slippage: slippageSquareRoot({ coefficient: 1, exponent: 0.6 }), latency: latencyMs({ median: 8e7, sigma: 1 }) },
  { latency: latencyMs({ from: 0, to: 4e8 }) },
];

describe("a session with costs", () => {
  afterEach(leaveNothing);

  for (const costs of own) {
    it(`goes on in another process as if it had never stopped: ${JSON.stringify(costs)}`, async () => {
      const file = newFile();
      const opened = await lab(file);
      await (await opened.createSession(year, crossover, { ...apple, ...costs, name: "a" })).step(150);
      await opened.close();
      const again = await apart(file);
      const session = await again.session("a", { strategy: crossover });
      await session.run();
      const whole = await (await lab()).run(year, crossover, { ...apple, ...costs, name: "a" });
      assert.ok(whole.fillRows().length > 2);
      assert.deepEqual(everythingOf(session), everythingOf(whole));
      const free = await (await lab()).run(year, crossover, { ...apple, name: "a" });
      assert.notDeepEqual(session.fillRows(), free.fillRows());
    });
  }

  it("does not depend on the seed where nothing is drawn, and does where something is", async () => {
    const fills = async (options: Costs & { seed: number }) => {
      const session = await newSession(options);
      await session.run();
      return session.fillRows();
    };
    assert.deepEqual(
      await fills({ latency: latencyBars(2), seed: 1 }),
      await fills({ latency: latencyBars(2), seed: 2 }),
    );
    const latency = latencyBars({ from: 0, to: 5 });
    assert.notDeepEqual(await fills({ latency, seed: 1 }), await fills({ latency, seed: 2 }));
  });

  it("takes plain functions, and objects with one method", async () => {
    const asked: string[] = [];
    const session = await newSession({
      commission: (quantity, price, { filledQuantity }) => (filledQuantity === 0 ? 1 + quantity * price * 0.001 : 0),
      slippage: {
        slip(price, side, _quantity, { symbol, days, meanVolume }) {
          if (days > 2) asked.push(`${symbol} ${meanVolume > 0}`);
          return side === "buy" ? price + 0.5 : price - 0.5;
        },
      },
    });
    await session.run();
    assert.ok(session.fillRows().length > 2);
    for (const { commission, slippage, quantity, price } of session.fillRows()) {
      assert.equal(commission, 1 + quantity * price * 0.001);
      assert.ok(Math.abs(slippage - quantity * 0.5) < 1e-9);
    }
    assert.deepEqual([...new Set(asked)], ["AAPL true"]);
  });

  it("is the same session for the same function, another for another, and needs it to go on", async () => {
    const file = newFile();
    const opened = await lab(file);
    const cheap = { commission: (quantity: number) => quantity * 0.01 };
    const dear = { commission: (quantity: number) => quantity * 0.02 };
    const first = await opened.createSession(year, crossover, { ...apple, ...cheap, name: "a" });
    await first.step(100);
    assert.equal((await opened.createSession(year, crossover, { ...apple, ...cheap, name: "a" })).name, "a");
    assert.equal((await opened.createSession(year, crossover, { ...apple, ...dear, name: "a" })).name, "a #2");
    await opened.close();
    const again = await apart(file);
    await assert.rejects(again.session("a", { strategy: crossover }), /"commission" is not one of paperlab's/);
    const session = await again.session("a", { strategy: crossover, ...cheap });
    await session.run();
    const whole = await (await lab()).run(year, crossover, { ...apple, ...cheap, name: "a" });
    assert.deepEqual(everythingOf(session), everythingOf(whole));
  });

  it("says that a model must be called", async () => {
    const message = /Expected slippage to be a model such as slippageBps\(1\): call spreadBps, with its numbers, was a/;
    await assert.rejects(async () => {
      const session = await newSession({ slippage: spreadBps as never });
      await session.run();
    }, message);
  });

  it("fails where a latency of one's own draws nonsense", async () => {
    for (const [more, message] of [
      [
        { moreBars: () => 0.5 },
        /"mine" failed in moreBars at [\d-]+: Expected its answer to be a whole number of at least 0, was 0\.5; asked for order-1, buy 100 AAPL$/,
      ],
      [
        { moreMilliseconds: () => Number.NaN },
        /"mine" failed in moreMilliseconds at [\d-]+: Expected its answer to be a number of at least 0, was NaN; asked for order-1, buy 100 AAPL$/,
      ],
    ] as const) {
      const session = await newSession({ latency: { name: "mine", bars: 0, milliseconds: 0, ...more } });
      await assert.rejects(session.run(), message);
    }
  });
});
