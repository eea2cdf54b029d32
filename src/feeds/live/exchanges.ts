import type { LiveBar, LiveTick } from "./message";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message of Binance's kline streams (`btcusdt@kline_1m`), raw or combined: the bar, once its kline is closed. Known
 * at the end of its interval. Other messages are none of its business. Throws for a kline that lacks a field. See
 * developers.binance.com, "WebSocket Streams".
 */
export function binanceKlines(message: unknown): LiveBar | undefined {
  const event = "data" in fieldsOf(message) ? fieldsOf(fieldsOf(message).data) : fieldsOf(message);
  if (event.e !== "kline") return undefined;
  const kline = fieldsOf(event.k);
  if (kline.x === false) return undefined;
  if (kline.x !== true) throw new Error("expected k.x to be true or false");
  const { s, o, h, l, c, v } = kline;
  // It closes a millisecond before the next one opens.
  const time = numberOf("k.T", kline.T) + 1;
  const [open, high, low, close] = [numberOf("k.o", o), numberOf("k.h", h), numberOf("k.l", l), numberOf("k.c", c)];
  return { time, symbol: textOf("k.s", s), open, high, low, close, volume: numberOf("k.v", v) };
}

/**
 * Reads a message of Coinbase Exchange's `matches` channel: the trade. The last trade before a subscription (`last_match`)
 * is left out, as are other messages. Throws for a trade that lacks a field. See docs.cdp.coinbase.com, "WebSocket Channels".
 */
export function coinbaseMatches(message: unknown): LiveTick | undefined {
  const { type, product_id, time, price, size, message: said } = fieldsOf(message);
  if (type === "error") throw new Error(`the exchange refused the subscription: ${String(said)}`);
  if (type !== "match") return undefined;
  return {
    time: textOf("time", time),
    symbol: textOf("product_id", product_id),
    price: numberOf("price", price),
    size: numberOf("size", size),
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

// Exchanges send prices as text, so that no digit is lost.
function numberOf(name: string, value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new Error(`expected ${name} to be a number`);
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`expected ${name} to be text`);
}
