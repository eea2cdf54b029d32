import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineSignals, gbm, openLab, replay, type SignalStrategy, type Signals } from "../../../src/index";
import { wantedOf } from "../../../src/strategy/signals/wanted";

const feed = gbm({ A: {}, B: {} }, { bars: 300, seed: 1 });

describe("signals that cannot be", () => {
  const runOf = async (strategy: SignalStrategy<Record<string, never>>) =>
    (await openLab(":memory:")).run(feed, defineSignals(strategy));
  const refused = (given: (length: number) => unknown, message: RegExp) =>
    assert.rejects(runOf({ name: "x", signals: ({ length }) => given(length) as Signals }), {
      code: "INVALID_SIGNALS",
      message,
    });

  it("are not one number a bar", async () => {
    await refused(
      (length) => new Array(length - 1).fill(0),
      /^Expected what signals returned for A to be a list of 300 values, one a bar, was one of 299$/,
    );
    assert.throws(
      () => wantedOf("signals", "A", new Array(1007).fill(0), 1006),
      /a list of 1,006 values, one a bar, was one of 1,007$/,
    );
    await refused(
      () => undefined,
      /to be a list of weights, or an object with weight, quantity or entries, was undefined$/,
    );
    await refused(() => 1, /was 1$/);
    await refused(() => Promise.resolve([]), /to be signals at once, was a promise$/);
    await refused((length) => new Array(length).fill("1"), /to be numbers, one a bar, was "1" at bar 0$/);
    await refused(
      (length) => new Array(length).fill(1 / 0),
      /to be finite numbers, or NaN for no opinion, was Infinity at bar 0$/,
    );
    await refused(
      (length) => ({ weights: new Array(length).fill(0) }),
      /to be an object of weight, quantity, entries, exits, was one with weights\. Did you mean "weight"\?$/,
    );
    await refused((length) => ({ sizes: new Array(length).fill(0) }), /, was one with sizes$/);
    await refused(
      (length) => ({ weight: [1], quantity: new Array(length) }),
      /a weight or a quantity, was one with both$/,
    );
    await refused(() => ({ exits: [] }), /to be an object with entries beside its exits, was one without$/);
    await refused(
      (length) => ({ entries: new Array(length).fill("yes") }),
      /^Expected entries in what signals returned for A to be true or false/,
    );
    await refused(
      (length) => ({ entries: new Array(length).fill(true), quantity: [1] }),
      /^Expected quantity in what signals/,
    );
  });

  it("have a size that is none", async () => {
    const sized = (size: object) => (length: number) => ({ entries: new Array(length).fill(true), ...size });
    const wanted = "to be a number, or a list of numbers, one a bar";
    const sizes = [
      [NaN, "NaN"],
      [Infinity, "Infinity"],
      [null, "null"],
      ["0.5", '"0.5"'],
      [true, "true"],
    ] as const;
    for (const [size, text] of sizes) {
      const message = (unit: string) =>
        new RegExp(`^Expected ${unit} in what signals returned for A ${wanted}, was ${text}$`);
      await refused(sized({ weight: size }), message("weight"));
      await refused(sized({ quantity: size }), message("quantity"));
    }
    const allowed = {
      name: "x",
      lookAhead: "allow",
      signals: ({ length }: { length: number }) => sized({ weight: NaN })(length),
    };
    await assert.rejects(runOf(allowed as never), { code: "INVALID_SIGNALS" });
  });

  it("have a size that is none, and run again all the same where they were stored before", () => {
    const wanted = (size: unknown) => wantedOf("signals", "A", { entries: [true, true], weight: size } as Signals, 2);
    assert.deepEqual([...wanted(NaN).rows], []);
    assert.deepEqual([...wanted(null).values], [1]);
  });

  it("are not what a look at what they are made of leads to", async () => {
    const printing = (given: { readonly close: Float64Array }) =>
      [...given.close].map((_, at) => (at === 0 ? inspect(given).length : 0));
    await runOf({ name: "x", signals: (given) => printing(given).map(() => 0) });
  });

  it("are texts or Maps", async () => {
    const wanted = "to be a list of weights, or an object with weight, quantity or entries";
    await refused(() => "buy", new RegExp(`^Expected what signals returned for A ${wanted}, was "buy"$`));
    await refused(() => new Map(), new RegExp(`${wanted}, was a Map of 0$`));
    await refused(
      (length) => ({ entries: "x".repeat(length) }),
      /to be a list of numbers, one a bar, was "x{56}\.\.\.$/,
    );
    const message =
      "Expected what signalsAll returned to be an object such as { AAPL: weights }, was a Map or its like";
    const signalsAll = () => new Map([["A", []]]) as never;
    await assert.rejects(runOf({ name: "x", signalsAll }), { code: "INVALID_SIGNALS", message });
    await assert.rejects(runOf({ name: "x", lookAhead: "allow", signalsAll }), { code: "INVALID_SIGNALS", message });
  });

  it("are weights beyond the leverage, before the first bar", async () => {
    const strategy: SignalStrategy = {
      name: "x",
      signals: ({ close }) => close.map((_, at) => (at === 250 ? 1.5 : 0.5)),
    };
    const message = "Expected weights of A in signals to be at most 1 in size, the leverage, was 1.5";
    await assert.rejects(runOf(strategy as never), { code: "INVALID_SIGNALS", message });
  });

  it("are of symbols that the session does not have", async () => {
    const strategy: SignalStrategy = { name: "x", signalsAll: ({ symbols: { A } }) => ({ AA: A.close }) };
    const message = 'Unknown symbol "AA" in what signalsAll returned. Did you mean "A"?';
    await assert.rejects(runOf(strategy as never), { code: "UNKNOWN_SYMBOL", message });
    await assert.rejects(runOf({ name: "x", signalsAll: () => [] as never }), { code: "INVALID_SIGNALS" });
  });

  it("come from a function that throws, which leaves the session as it was", async () => {
    const lab = await openLab(":memory:");
    const strategy = defineSignals({
      name: "x",
      signals() {
        throw new Error("no");
      },
    });
    const session = await lab.createSession(feed, strategy);
    await assert.rejects(session.run(), { code: "STRATEGY_FAILED", message: 'Strategy "x" failed in signals: no' });
    assert.equal(session.state, "CREATED");
  });

  it("are of a feed without an end", async () => {
    const endless = gbm({ A: {} }, { bars: Infinity });
    const lab = await openLab(":memory:");
    const strategy = defineSignals({ name: "x", signals: ({ close }) => close });
    const message = /to have an end for whole columns of signals, but it has none/;
    await assert.rejects(lab.createSession(endless, strategy), { code: "INVALID_OPTION", message });
    await assert.rejects(lab.run(endless, strategy), { code: "INVALID_OPTION", message });
  });

  it("have parts that are misspelled, missing or too many", () => {
    const define = (strategy: object) => () => defineSignals(strategy as SignalStrategy);
    const signals = () => [];
    assert.throws(define({ name: "x", signal: signals }), {
      message: 'Unknown part "signal" of a strategy of signals. Did you mean "signals"?',
    });
    assert.throws(define({ name: "x" }), {
      code: "INVALID_STRATEGY",
      message: 'Expected strategy "x" to have signals or signalsAll, had neither',
    });
    assert.throws(define({ name: "x", signals, signalsAll: signals }), { message: /had both$/ });
    assert.throws(define({ name: "x", signals: 1 }), { message: 'Expected signals of "x" to be a function, was 1' });
    assert.throws(define({ name: "", signals }), { code: "INVALID_STRATEGY" });
    assert.throws(define({ name: "x", signals, lookAhead: "no" }), { message: /to be "refuse" or "allow", was "no"$/ });
    assert.throws(define(null as never), { code: "INVALID_STRATEGY" });
  });
});

describe("signals that look ahead", () => {
  const biased: Readonly<Record<string, SignalStrategy["signals"]>> = {
    "a shift the wrong way": ({ close }) => close.map((price, at) => (close[at + 1] > price ? 1 : 0)),
    "a centered average": ({ close, sma }) => {
      const mean = sma(close, 11);
      return close.map((price, at) => (price > mean[at + 5] ? 1 : 0));
    },
    "a normalization over all bars": ({ close }) => {
      const mean = close.reduce((sum, price) => sum + price) / close.length;
      return close.map((price) => (price < mean ? 1 : 0));
    },
    "a rank among all bars": ({ close }) => {
      const sorted = close.slice().sort();
      return close.map((price) => sorted.indexOf(price) / sorted.length);
    },
    "an exit at the highest price": ({ close }) => {
      const top = close.indexOf(Math.max(...close));
      return close.map((_, at) => (at < top ? 1 : 0));
    },
    "entries of the day after next": ({ close }) => ({
      entries: close.map((price, at) => close[at + 2] > price * 1.03),
      exits: close.map((price, at) => close[at + 1] < price * 0.98),
    }),
    "crossings a bar too soon": ({ close, sma }) => {
      const [fast, slow] = [sma(close, 5), sma(close, 20)];
      return close.map((_, at) => (fast[at + 1] > slow[at + 1] ? 1 : 0));
    },
    chance: ({ close }) => close.map(() => (Math.random() > 0.5 ? 1 : 0)),
  };

  for (const [name, signals] of Object.entries(biased))
    it(`are refused with the first bar: ${name}`, async () => {
      const lab = await openLab(":memory:");
      const session = await lab.createSession(feed, defineSignals({ name: "biased", signals }));
      const message =
        /^Expected "biased" not to look ahead, but [AB] at \d{4}-\d\d-\d\d is .+, and .+ without later bars\. lookAhead: "allow" in defineSignals trades it$/;
      await assert.rejects(session.run(), { code: "LOOK_AHEAD", message });
      assert.deepEqual([session.state, session.steps], ["CREATED", 0]);
      const allowed = defineSignals({ name: "biased", signals, lookAhead: "allow" });
      if (name !== "chance") assert.equal((await lab.run(feed, allowed)).state, "COMPLETED");
    });

  it("are refused where they were made before, of all bars", async () => {
    const made = new Array(300).fill(0);
    const message =
      /^Expected signals of "x" to be made of the columns that they are called with, but without the bars after \d{4}-\d\d-\d\d they failed: Expected what signals returned for A to be a list of \d+ values/;
    await assert.rejects(
      async () => (await openLab(":memory:")).run(feed, defineSignals({ name: "x", signals: () => made })),
      { code: "LOOK_AHEAD", message },
    );
  });

  it("are found in one symbol among others, and where another symbol's bars come later", async () => {
    const lab = await openLab(":memory:");
    const pair = defineSignals({
      name: "pair",
      signalsAll: ({ symbols: { A, B } }) => ({ A: A.close.map((_, at) => (B.close[at + 3] > B.close[at] ? 1 : 0)) }),
    });
    await assert.rejects(lab.run(feed, pair), { code: "LOOK_AHEAD", message: /but A at/ });
  });

  it("are not what repeats what is wanted already, or leaves it out", async () => {
    const repeating = defineSignals({
      name: "repeating",
      signals: ({ close }) => close.map((_, at) => (at === 0 || close[at + 1] > close[at] ? 1 : Number.NaN)),
    });
    assert.equal((await (await openLab(":memory:")).run(feed, repeating)).state, "COMPLETED");
  });

  it("are not what is only short of bars, nor what a file of few bars gives", async () => {
    const lab = await openLab(":memory:");
    const few = replay(
      [1, 2, 3].map((day) => ({ symbol: "A", time: day * 86_400_000, open: 1, high: 1, low: 1, close: 1 })),
    );
    const slow = defineSignals({ name: "slow", signals: ({ close, sma }) => sma(close, 200) });
    assert.equal((await lab.run(few, slow)).state, "COMPLETED");
    const one = replay([{ symbol: "A", time: 86_400_000, open: 1, high: 1, low: 1, close: 1 }]);
    assert.equal((await lab.run(one, slow)).state, "COMPLETED");
  });
});
