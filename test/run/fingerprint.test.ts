import assert from "node:assert/strict";
import { type Ending, Journal } from "../../src/core/journal/journal";
import type { DoubtCode } from "../../src/core/orders/doubts";
import type { OrderType, Side, TimeInForce } from "../../src/core/orders/order";
import type { OrderPrice } from "../../src/core/orders/types/terms";
import { Fingerprint, fingerprintsOf, isKnownFingerprint } from "../../src/run/fingerprint/fingerprint";

/** Everything two orders can be, one of them filled, the other ended unfilled. */
const decided = {
  number: 1,
  symbol: "AAPL",
  side: "buy" as Side,
  quantity: 10,
  type: "limit" as OrderType,
  limitPrice: 99 as number | undefined,
  stopPrice: 98 as number | undefined,
  timeInForce: "GTC" as TimeInForce,
  tag: "dip" as string | undefined,
  createdAt: 1000,
  filledQuantity: 4,
  price: 98.5,
  commission: 1,
  slippage: 0.25,
  time: 2000,
  doubt: "LIMIT_TOUCHED" as DoubtCode | undefined,
  ending: "orderCanceled" as Ending,
  endedAt: 3000,
  reason: "REQUESTED",
  cash: 10_000,
} satisfies Record<OrderPrice, unknown> & Record<string, unknown>;

type Decided = typeof decided;

const symbols = ["AAPL", "SPX"];
const none = { limitPrice: undefined, stopPrice: undefined, tag: undefined };
const plain = { side: "sell", quantity: 1, type: "market", timeInForce: "DAY", ...none } as const;

/** Makes the journal of a session that decided all of this. */
function journalOf(made: Decided, names = symbols): Journal {
  const journal = new Journal(names, 4);
  const { orders } = journal;
  const place = names.indexOf(made.symbol);
  const first = orders.add(made.number, place, made, made.createdAt);
  journal.accepted(first);
  journal.filled(first, made.filledQuantity, made.price, made.commission, made.slippage, made.time, made.doubt);
  const second = orders.add(7, 0, { ...plain, symbol: names[0] }, 0);
  if (made.ending !== "orderDenied") journal.accepted(second);
  journal.ended(made.ending, second, made.endedAt, made.reason);
  return journal;
}

function fingerprintOf(changes: Partial<Decided> = {}, names = symbols): string {
  const made = { ...decided, ...changes };
  return new Fingerprint(journalOf(made, names)).read(made.cash);
}

const others: { readonly [Field in keyof Decided]: readonly Decided[Field][] } = {
  number: [2],
  symbol: ["SPX", "AAPLE", "ABC", "ABD"],
  side: ["sell"],
  quantity: [11],
  type: ["market", "stop"],
  limitPrice: [99.25, undefined],
  stopPrice: [98.25, undefined],
  timeInForce: ["DAY"],
  tag: ["", "dips", undefined],
  createdAt: [1001],
  filledQuantity: [5],
  price: [98.75],
  commission: [2],
  slippage: [0.5],
  time: [2001],
  doubt: [undefined, "LATENCY_INSIDE_BAR", "STOP_LIMIT_INSIDE_BAR", "EXIT_ON_ENTRY_BAR", "TWO_OF_A_GROUP"],
  ending: ["orderDenied", "orderExpired", "orderRejected"],
  endedAt: [3001],
  reason: ["REPLACED", "REQUESTED: more"],
  cash: [10_000.01, -0],
};

describe("a fingerprint", () => {
  for (const [field, values] of Object.entries(others)) {
    it(`differs with ${field}`, () => {
      const all = [decided[field as keyof Decided], ...values].map((value) => fingerprintOf({ [field]: value }));
      assert.equal(new Set(all).size, all.length);
    });
  }

  it("tells where one word ends and the next begins", () => {
    assert.notEqual(fingerprintOf({ tag: "a", symbol: "b" }), fingerprintOf({ tag: "ab", symbol: "" }));
  });

  it("has symbols by their names, wherever they stand among those of the session", () => {
    assert.equal(
      fingerprintOf({ symbol: "SPX" }, ["AAPL", "SPX"]),
      fingerprintOf({ symbol: "SPX" }, ["AAPL", "MSFT", "SPX"]),
    );
    assert.notEqual(
      fingerprintOf({ symbol: "SPX" }, ["AAPL", "SPX"]),
      fingerprintOf({ symbol: "MSFT" }, ["AAPL", "MSFT"]),
    );
  });

  it("has texts of any length to their end", () => {
    const long = "x".repeat(200_000);
    for (const field of ["symbol", "tag", "reason"] as const) {
      const all = [long, `${long}y`, `${long}z`].map((text) => fingerprintOf({ [field]: text }));
      assert.equal(new Set(all).size, 3);
    }
  });

  it("is the same read at once or after each event, and says nothing of what was only logged", () => {
    const journal = new Journal(symbols, 4);
    const growing = new Fingerprint(journal);
    for (let number = 1; number <= 3000; number++) {
      journal.accepted(journal.orders.add(number, 0, { ...decided, tag: `tag ${number}` }, number));
      journal.logged(number, "a line");
      if (number % 700 === 0) growing.read(number);
    }
    const whole = new Fingerprint(journal);
    assert.equal(growing.read(5), whole.read(5));
    const silent = new Journal(symbols, 4);
    for (let number = 1; number <= 3000; number++)
      silent.accepted(silent.orders.add(number, 0, { ...decided, tag: `tag ${number}` }, number));
    assert.equal(new Fingerprint(silent).read(5), growing.read(5));
  });

  it("says nothing of what ended the session, and of the orders that this canceled", () => {
    const journal = journalOf(decided);
    const before = fingerprintsOf(journal, 5);
    const working = journal.orders.add(8, 0, { ...plain, symbol: "AAPL" }, 4000);
    journal.accepted(working);
    const [present, ...earlier] = fingerprintsOf(journal, 5);
    assert.notEqual(present, before[0]);
    for (const reason of ["END_OF_FEED", "STOPPED"]) {
      const ended = journalOf(decided);
      ended.accepted(ended.orders.add(8, 0, { ...plain, symbol: "AAPL" }, 4000));
      ended.ended("orderCanceled", working, 5000, reason);
      const [same, ...others] = fingerprintsOf(ended, 5);
      assert.equal(same, present);
      assert.ok(others.every((one) => !earlier.includes(one)));
    }
    journal.ended("orderCanceled", working, 5000, "BANKRUPT");
    assert.notEqual(new Fingerprint(journal).read(5), present);
  });

  it("is what it has always been, in every version", () => {
    assert.deepEqual(fingerprintsOf(journalOf(decided), decided.cash), [
      "v3:42f636596d67a22df27d378f8ca59737ce8ab5ea95fe5712cb53b7d3adf9c4da",
      "v2:42f636596d67a22df27d378f8ca59737ce8ab5ea95fe5712cb53b7d3adf9c4da",
      "267b1f533395153acd1b23468456982958b737bc51eaf637144d2e158a121f23",
    ]);
  });

  it("is compared with one of its own version", () => {
    const all = fingerprintsOf(journalOf(decided), 5);
    for (const like of all) assert.equal(new Fingerprint(journalOf(decided), like).read(5), like);
    assert.deepEqual([...all, "", "v4:ab"].map(isKnownFingerprint), [true, true, true, true, false]);
  });
});
