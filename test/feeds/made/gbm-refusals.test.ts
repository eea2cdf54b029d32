import assert from "node:assert/strict";
import { gbm } from "../../../src/index";

describe("gbm, asked for what it cannot make", () => {
  it("refuses what makes no prices, in one sentence", () => {
    const two = { A: {}, B: {} };
    const cases: [make: () => unknown, code: string, message: RegExp][] = [
      [() => gbm({}), "INVALID_OPTION", /^Expected symbols to be at least one symbol/],
      [() => gbm(null as never), "INVALID_OPTION", /^Expected symbols to be an object such as/],
      [() => gbm([{ symbol: "A" }, { symbol: "A" }]), "INVALID_OPTION", /^Expected A once, was there twice$/],
      [() => gbm([{} as never]), "INVALID_OPTION", /^Expected symbols\[0\]\.symbol to be a name/],
      [() => gbm({ A: { vol: 1 } as never }), "UNKNOWN_OPTION", /^Unknown option "vol" of gbm, A\./],
      [() => gbm(two, { seeds: 1 } as never), "UNKNOWN_OPTION", /^Unknown option "seeds" of gbm\. Did you mean "seed"/],
      [() => gbm({ A: { price: 0 } }), "INVALID_OPTION", /^Expected A\.price to be a number above 0/],
      [() => gbm({ A: { volatility: -1 } }), "INVALID_OPTION", /^Expected A\.volatility to be a number from 0/],
      [() => gbm({ A: { volatility: Number.NaN } }), "INVALID_OPTION", /A\.volatility .* was NaN$/],
      [() => gbm({ A: { drift: "8 %" as never } }), "INVALID_OPTION", /A\.drift .* was "8 %"$/],
      [() => gbm({ A: { volume: -1 } }), "INVALID_OPTION", /^Expected A\.volume/],
      [
        () => gbm(two, { bars: 0 }),
        "INVALID_OPTION",
        /^Expected bars to be a whole number of at least 1, or Infinity, was 0$/,
      ],
      [
        () => gbm(two, { start: "0001-01-01", calendar: "XNYS" }),
        "INVALID_OPTION",
        /^Expected start to be a date of 1800-01-01 or later, was "?0001-01-01"?$/,
      ],
      [() => gbm(two, { start: "1799-12-31" }), "INVALID_OPTION", /^Expected start/],
      [() => gbm(two, { bars: 1.5 }), "INVALID_OPTION", /^Expected bars/],
      [() => gbm(two, { seed: {} as never }), "INVALID_OPTION", /^Expected seed to be a text or a finite number/],
      [() => gbm(two, { interval: "1w" }), "INVALID_OPTION", /^Expected interval to be .* at most "1d", was "1w"$/],
      [() => gbm(two, { interval: 0.5 }), "INVALID_OPTION", /^Expected interval/],
      [() => gbm(two, { start: "2020-13-01" }), "INVALID_OPTION", /^Expected start to be a date/],
      [
        () => gbm(two, { calendar: "XNSY" as never }),
        "INVALID_OPTION",
        /^Unknown calendar "XNSY"\. Did you mean "XNYS"/,
      ],
      [
        () => gbm(two, { calendar: ["2019-01-02"] }),
        "INVALID_OPTION",
        /to have days, but it has no trading day from 2020-01-01 on$/,
      ],
      [
        () => gbm(two, { calendar: ["2020-01-02"], bars: 2 }),
        "INVALID_OPTION",
        /^Expected bars to be at most 1, was 2: the calendar list/,
      ],
      [() => gbm(two, { overnight: 2 }), "INVALID_OPTION", /^Expected overnight to be a number from 0 to 1, was 2$/],
      [() => gbm(two, { jumps: {} as never }), "INVALID_OPTION", /^Expected jumps\.perYear/],
      [() => gbm(two, { jumps: 3 as never }), "INVALID_OPTION", /^Expected jumps to be an object such as/],
      [
        () => gbm(two, { correlation: 2 }),
        "INVALID_OPTION",
        /^Expected correlation to be a number from -1 to 1, was 2$/,
      ],
      [() => gbm(two, { correlation: { "A/C": 0.5 } }), "UNKNOWN_SYMBOL", /^Unknown symbol "C" in correlation "A\/C"/],
      [() => gbm(two, { correlation: { AB: 0.5 } }), "INVALID_OPTION", /name pairs such as "A\/B", was "AB"$/],
      [
        () => gbm(two, { correlation: { "A/B": 0.5, "B/A": 0.4 } }),
        "INVALID_OPTION",
        /^Expected one correlation of B\/A, was 0.5 and 0.4$/,
      ],
      [() => gbm(two, { correlation: [[1]] }), "INVALID_OPTION", /a matrix of 2 rows and columns/],
      [
        () =>
          gbm(two, {
            correlation: [
              [1, 0.5],
              [0.4, 1],
            ],
          }),
        "INVALID_OPTION",
        /^Expected correlation\[0\]\[1\] to be that of \[1\]\[0\], 0\.4, was 0\.5$/,
      ],
      [
        () =>
          gbm(two, {
            correlation: [
              [0.9, 0],
              [0, 1],
            ],
          }),
        "INVALID_OPTION",
        /^Expected correlation\[0\]\[0\], of a symbol with itself, to be 1/,
      ],
      [
        () => gbm({ A: {}, B: {}, C: {} }, { correlation: -0.9 }),
        "INVALID_OPTION",
        /positive semi-definite, but that of C cannot hold beside those among A, B/,
      ],
      [
        () => gbm({ A: {}, B: {}, C: {} }, { correlation: { "A/B": 1, "B/C": 0.5 } }),
        "INVALID_OPTION",
        /positive semi-definite/,
      ],
    ];
    for (const [make, code, message] of cases) assert.throws(make, { code, message }, String(message));
    const wild = gbm({ A: { volatility: 50 } }, { bars: 100_000 });
    assert.throws(() => [...wild.bars()], {
      code: "INVALID_DATA",
      message: /^Expected prices to stay between .* A left that range on/,
    });
  });
});
