import assert from "node:assert/strict";
import fc from "fast-check";
import type { Journal } from "../../../src/core/journal/journal";
import { withoutDust } from "../../../src/core/lots";
import { noCommission } from "../../../src/core/models/commission";
import { noSlippage } from "../../../src/core/models/slippage";
import { doubtCodes } from "../../../src/core/orders/doubts";
import type { Fill } from "../../../src/core/orders/fill";
import { timesInForce } from "../../../src/core/orders/time-in-force";
import { orderTypeNames } from "../../../src/core/orders/types/order-types";
import { writeEvent } from "../../../src/run/fingerprint/v2";
import { audited } from "../../support/audit";
import { cases } from "../../support/cases";
import { type Ask, type OrderStream, orderStreams } from "../../support/order-streams";
import type { Played } from "../../support/play";

const names = ["A", "B", "C"];

/** Everything the events decided, as the fingerprint has it. */
function decided(journal: Journal, until = Number.POSITIVE_INFINITY): unknown[] {
  const written: unknown[] = [];
  const write = (value: unknown) => void written.push(value);
  const words = (_code: number, ...all: string[]) => void written.push(...all);
  const numbers = (...all: number[]) => void written.push(...all);
  const into = { number: write, numbers, word: write, encoded: write, wordsAgain: () => false, words, text: write };
  for (let at = 0; at < journal.length && journal.at(at).time <= until; at++) writeEvent(journal, at, into);
  return written;
}

/** Targets of several symbols that follow one another are sized together, in the order of the symbols. */
function withOneTarget(asks: readonly Ask[]): Ask[] {
  const first = asks.findIndex(({ kind }) => kind === "target" || kind === "weight");
  return asks.filter(({ kind }, at) => at === first || (kind !== "target" && kind !== "weight"));
}

/** The words of what orders came to. */
function* cameTo({ orders, fills, events }: Pick<Played, "orders" | "fills" | "events">): Generator<string> {
  for (const { type, timeInForce, status, reason } of orders) {
    for (const word of [type, timeInForce]) yield `${word} ${status === "filled"}`;
    if (reason !== undefined) yield reason.split(":")[0];
  }
  for (const { doubtful } of fills) if (doubtful !== undefined) yield doubtful;
  for (const event of events)
    if (event.kind === "orderChanged" || event.kind === "orderChangeDenied") yield event.reason.split(":")[0];
}

function law(few: number, check: (stream: OrderStream) => void) {
  fc.assert(fc.property(orderStreams, check), { numRuns: cases(few), seed: Number(process.env.SEED ?? 15) });
}

describe("orders of every kind in generated streams", () => {
  it("keep to what is held, what was asked, the bars and the volume, and come to everything that an order can come to", () => {
    const seen = new Set<string>();
    law(400, (stream) => {
      const played = audited(stream, names);
      const { orders, fills } = played;
      for (const word of cameTo(played)) seen.add(word);
      for (const order of orders) {
        const own = fills.filter(({ orderId }) => orderId === order.id);
        assert.equal(order.quantity, withoutDust(order.quantity, stream.terms.lotSize as number), order.id);
        const sum = own.reduce((total, { quantity }) => total + quantity, 0);
        assert.ok(Math.abs(sum - order.filledQuantity) < 1e-9, `${order.id}: ${sum}, not ${order.filledQuantity}`);
        assert.equal(order.status === "filled", order.filledQuantity === order.quantity, order.id);
        assert.ok(order.endedAt !== undefined, order.id);
      }
    });
    const words = [...orderTypeNames, ...timesInForce].flatMap((word) => [`${word} true`, `${word} false`]);
    const reasons = [
      "AUCTION_OVER",
      "DAY_OVER",
      "GTD",
      "IOC",
      "FOK",
      "REPLACED",
      "REQUESTED",
      "TOGETHER",
      "END_OF_FEED",
    ];
    const denials = ["EXIT_EXCEEDS_POSITION", "EXIT_ON_WRONG_SIDE", "EXIT_WITHOUT_ENTRY", "SHORTING_NOT_ALLOWED"];
    const changes = ["ENTRY_FILLED", "GROUP_FILLED", "POSITION_REDUCED", "TARGET_CHANGED", "ORDER_ENDED"];
    for (const word of [...words, ...reasons, ...denials, ...changes, ...doubtCodes]) assert.ok(seen.has(word), word);
  });

  it("do the same twice", () => {
    law(50, (stream) => {
      const [one, other] = [audited(stream, names), audited(stream, names)];
      assert.deepEqual(one.events, other.events);
      assert.deepEqual(one.equity, other.equity);
    });
  });

  it("leave the past as it was when the feed is cut", () => {
    law(100, (stream) => {
      const whole = audited(stream, names);
      const steps = whole.engine.steps;
      const cut = 1 + (stream.asks.flat().length % steps);
      const { engine } = audited(stream, names, cut);
      const expected = decided(whole.engine.journal, whole.times[cut]);
      assert.ok(cut === steps || engine.steps === cut);
      assert.deepEqual(decided(engine.journal).slice(0, expected.length), expected);
    });
  });

  it("fill the same whatever the symbols are called", () => {
    law(100, (stream) => {
      const plain = {
        ...stream,
        terms: { ...stream.terms, commission: noCommission, slippage: noSlippage, halts: [], closeAtEnd: false },
        asks: stream.asks.map(withOneTarget),
      };
      const one = audited(plain, names);
      const other = audited(plain, ["Z", "M", "A"]);
      const renamed: Record<string, string> = { Z: "A", M: "B", A: "C" };
      const named = other.fills.map(({ symbol, ...fill }) => ({ ...fill, symbol: renamed[symbol] }));
      const key = ({ id: _, ...fill }: Omit<Fill, "tag">) => fill;
      assert.deepEqual(named.map(key), one.fills.map(key));
    });
  });
});
