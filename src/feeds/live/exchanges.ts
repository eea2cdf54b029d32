import { shown } from "../../core/checks";
import type { LiveBar, LiveTick } from "./message";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message of Binance's kline streams (`btcusdt@kline_1m`), raw or combined: the bar, once its kline is closed. Known
 * at the end of its interval. Answers to a subscription and the notice that the server shuts down hold none. Throws for a
 * refused subscription, for a kline that lacks a field, and for anything else. See developers.binance.com, "WebSocket
 * Streams".
 */
export function binanceKlines(message: unknown): LiveBar | undefined {
  const sent = fieldsOf("the message", message);
  const refusal = "error" in sent ? fieldsOf("error", sent.error) : sent;
  if ("code" in refusal && "msg" in refusal) throw refused(`${String(refusal.msg)} (code ${String(refusal.code)})`);
  if ("result" in sent && "id" in sent) return undefined;
  const event = "data" in sent ? fieldsOf("data", sent.data) : sent;
  if (event.e === "serverShutdown") return undefined;
  if (event.e !== "kline") throw new Error(`expected a kline, was ${event.e === undefined ? "none" : shown(event.e)}`);
  const kline = fieldsOf("k", event.k);
  if (kline.x === false) return undefined;
  if (kline.x !== true) throw new Error("expected k.x to be true or false");
  const { s, o, h, l, c, v } = kline;
  // It closes a millisecond before the next one opens.
  const time = numberOf("k.T", kline.T) + 1;
  const [open, high, low, close] = [numberOf("k.o", o), numberOf("k.h", h), numberOf("k.l", l), numberOf("k.c", c)];
  return { time, symbol: textOf("k.s", s), open, high, low, close, volume: numberOf("k.v", v) };
}

// Messages of Coinbase beside the trades: answers to a subscription, its last trade before that, and signs of life.
const besideMatches: readonly unknown[] = ["subscriptions", "last_match", "heartbeat"];

/**
 * Reads a message of Coinbase Exchange's `matches` channel: the trade. The last trade before a subscription (`last_match`)
 * is left out, as are answers to a subscription and heartbeats. Throws for a refused subscription, for a trade that lacks a
 * field, and for anything else. See docs.cdp.coinbase.com, "WebSocket Channels".
 */
export function coinbaseMatches(message: unknown): LiveTick | undefined {
  const { type, product_id, time, price, size, message: said, reason } = fieldsOf("the message", message);
  if (type === "error") throw refused(reason === undefined ? String(said) : `${String(said)}, ${String(reason)}`);
  if (besideMatches.includes(type)) return undefined;
  if (type !== "match") throw new Error(`expected a match, was ${type === undefined ? "none" : shown(type)}`);
  return {
    time: textOf("time", time),
    symbol: textOf("product_id", product_id),
    price: numberOf("price", price),
    size: numberOf("size", size),
  };
}

function refused(why: string): Error {
  return new Error(`the exchange refused the subscription: ${why}`);
}

// What is no object, such as text that is not JSON, is nonsense.
function fieldsOf(name: string, value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`expected ${name} to be an object`);
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
