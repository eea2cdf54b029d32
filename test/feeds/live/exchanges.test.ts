import assert from "node:assert/strict";
import { binanceKlines, coinbaseMatches } from "../../../src/index";

/** As the exchange's documentation shows it, with the kline closed. */
const kline = {
  e: "kline",
  E: 1672515782136,
  s: "BNBBTC",
  k: {
    ...{ t: 1672515780000, T: 1672515839999, s: "BNBBTC", i: "1m", f: 100, L: 200 },
    ...{ o: "0.0010", c: "0.0020", h: "0.0025", l: "0.0009", v: "1000", n: 100, x: true },
    ...{ q: "1.0000", V: "500", Q: "0.500", B: "123456" },
  },
};
const bar = {
  time: 1672515840000,
  symbol: "BNBBTC",
  open: 0.001,
  high: 0.0025,
  low: 0.0009,
  close: 0.002,
  volume: 1000,
};

describe("klines of Binance", () => {
  it("are bars once they are closed, from raw and from combined streams", () => {
    assert.deepEqual(binanceKlines(kline), bar);
    assert.deepEqual(binanceKlines({ stream: "bnbbtc@kline_1m", data: kline }), bar);
    assert.equal(binanceKlines({ ...kline, k: { ...kline.k, x: false } }), undefined);
  });

  it("stand beside answers to a subscription, and a notice of the end", () => {
    for (const other of [
      { result: null, id: 1 },
      { result: ["bnbbtc@kline_1m"], id: 3 },
      { e: "serverShutdown", E: 5 },
    ])
      assert.equal(binanceKlines(other), undefined);
  });

  it("are told from nonsense and from refusals", () => {
    for (const [other, message] of [
      ["garbage {{{", "expected the message to be an object"],
      [null, "expected the message to be an object"],
      [[], "expected the message to be an object"],
      [5, "expected the message to be an object"],
      [{}, "expected a kline, was none"],
      [{ data: null }, "expected data to be an object"],
      [{ e: "trade", p: "1" }, 'expected a kline, was "trade"'],
      [{ e: "kline" }, "expected k to be an object"],
      [
        { error: { code: 2, msg: "Invalid request" } },
        "the exchange refused the subscription: Invalid request (code 2)",
      ],
      [{ code: 3, msg: "Invalid JSON", id: 1 }, "the exchange refused the subscription: Invalid JSON (code 3)"],
    ] as const)
      assert.throws(() => binanceKlines(other), { message });
  });

  it("are refused without a field", () => {
    for (const [key, message] of [
      ["o", "expected k.o to be a number"],
      ["T", "expected k.T to be a number"],
      ["s", "expected k.s to be text"],
      ["x", "expected k.x to be true or false"],
    ]) {
      assert.throws(() => binanceKlines({ ...kline, k: { ...kline.k, [key]: undefined } }), { message });
    }
    assert.throws(() => binanceKlines({ ...kline, k: { ...kline.k, v: "" } }), { message: /k\.v/ });
  });
});

/** As the exchange's documentation shows it. */
const match = {
  ...{ type: "match", trade_id: 10, sequence: 50, side: "sell" },
  ...{ maker_order_id: "ac928c66-ca53-498f-9c13-a110027a60e8", taker_order_id: "132fb6ae-456b-4654-b4e0-d681ac05cea1" },
  ...{ time: "2014-11-07T08:19:27.028459Z", product_id: "BTC-USD", size: "5.23512", price: "400.23" },
};

describe("matches of Coinbase", () => {
  it("are trades", () => {
    assert.deepEqual(coinbaseMatches(match), {
      ...{ time: "2014-11-07T08:19:27.028459Z", symbol: "BTC-USD" },
      ...{ price: 400.23, size: 5.23512 },
    });
  });

  it("stand beside answers to a subscription, the trade before it, and heartbeats", () => {
    for (const other of [
      { ...match, type: "last_match" },
      { type: "subscriptions", channels: [] },
      { type: "heartbeat" },
    ])
      assert.equal(coinbaseMatches(other), undefined);
  });

  it("are told from nonsense", () => {
    for (const [other, message] of [
      ["garbage {{{", "expected the message to be an object"],
      [null, "expected the message to be an object"],
      [{}, "expected a match, was none"],
      [{ type: "ticker", price: "5" }, 'expected a match, was "ticker"'],
    ] as const)
      assert.throws(() => coinbaseMatches(other), { message });
  });

  it("are refused without a field, and where the exchange refuses", () => {
    assert.throws(() => coinbaseMatches({ ...match, price: "none" }), { message: "expected price to be a number" });
    assert.throws(() => coinbaseMatches({ ...match, product_id: 5 }), { message: "expected product_id to be text" });
    assert.throws(() => coinbaseMatches({ type: "error", message: "Failed to subscribe", reason: "no such product" }), {
      message: "the exchange refused the subscription: Failed to subscribe, no such product",
    });
    assert.throws(() => coinbaseMatches({ type: "error", message: "no" }), {
      message: /refused the subscription: no$/,
    });
  });
});
