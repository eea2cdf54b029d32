import assert from "node:assert/strict";
import { firstBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions, OrderRequest, Side } from "../../../src/core/orders/order";
import { checkedLiteral, checkedRequest, exitRequest } from "../../../src/core/orders/requests/checked-request";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

function refused(make: () => unknown, message: RegExp, code = "INVALID_ORDER") {
  assert.throws(make, { name: "PaperLabError", code, message });
}

describe("the request of an exit that comes with an entry", () => {
  it("is what the same order by itself would be, to the order of its fields", () => {
    for (const side of ["buy", "sell"] as const)
      for (const tag of [undefined, "a"]) {
        const entry = checkedRequest("A", side, 10, {
          tag,
          takeProfit: { fraction: 0.5 },
          stopLoss: { fraction: 0.5 },
        });
        const other = side === "buy" ? "sell" : "buy";
        const limit = checkedRequest("A", other, 3, { type: "limit", limitPrice: 12.5, tag, ocoGroup: "g" });
        assert.equal(JSON.stringify(exitRequest("takeProfit", entry, 3, 12.5, "g")), JSON.stringify(limit));
        const stop = checkedRequest(
          "A",
          other,
          3,
          { type: "stop", stopPrice: -2, tag, ocoGroup: "g" },
          undefined,
          true,
        );
        assert.equal(JSON.stringify(exitRequest("stopLoss", entry, 3, -2, "g")), JSON.stringify(stop));
        assert.deepEqual(exitRequest("stopLoss", entry, 3, -2, "g"), stop);
      }
  });
});

describe("a checked request", () => {
  it("has every default filled in", () => {
    assert.deepEqual(checkedRequest("A", "buy", 10), {
      symbol: "A",
      side: "buy",
      quantity: 10,
      type: "market",
      limitPrice: undefined,
      stopPrice: undefined,
      timeInForce: "DAY",
      isDayByDefault: true,
      tag: undefined,
      rare: undefined,
    });
    assert.equal(checkedRequest("A", "sell", 10, { type: "limit", limitPrice: 5 }).timeInForce, "GTC");
    assert.equal(
      checkedRequest("A", "sell", 10, { type: "stop", stopPrice: 5, timeInForce: "DAY" }).timeInForce,
      "DAY",
    );
    assert.deepEqual(checkedRequest("A", "buy", 10, {}), checkedRequest("A", "buy", 10));
  });

  it("needs a positive, finite quantity", () => {
    for (const wrong of [0, -1, Number.NaN, Infinity, "10", undefined, null]) {
      refused(
        () => checkedRequest("A", "buy", wrong as number),
        /^Expected quantity of an order to be a positive number, was /,
      );
    }
  });

  it("needs a side, a symbol, a type and a time in force that exist", () => {
    refused(
      () => checkedRequest("A", "BUY" as Side, 1),
      /^Expected side of an order to be "buy" or "sell", was "BUY"$/,
    );
    refused(() => checkedRequest(5 as unknown as string, "buy", 1), /^Expected symbol of an order to be text, was 5$/);
    refused(
      () => checkedRequest("A", "buy", 1, { type: "stopLimt" as "stop" }),
      /^Expected type of an order to be one of "market", .*, was "stopLimt". Did you mean "stopLimit"\?$/,
    );
    refused(
      () => checkedRequest("A", "buy", 1, { timeInForce: "GTX" as "GTC" }),
      /^Expected timeInForce of an order to be one of "DAY", .*, was "GTX". Did you mean "GTC"\?$/,
    );
    refused(
      () => checkedRequest("A", "buy", 1, { tag: 7 as unknown as string }),
      /^Expected tag of an order to be text, was 7$/,
    );
  });

  it("needs the prices of its type, and no other", () => {
    refused(
      () => checkedRequest("A", "buy", 1, { type: "limit" }),
      /limitPrice of a limit order to be a positive number, was undefined/,
    );
    refused(
      () => checkedRequest("A", "buy", 1, { type: "stop", stopPrice: -1 }),
      /stopPrice of a stop order to be a positive number, was -1/,
    );
    refused(
      () => checkedRequest("A", "buy", 1, { limitPrice: 5 }),
      /limitPrice of a market order to be absent, as only one of type: "limit" or "stopLimit" has one, was 5/,
    );
    refused(
      () => checkedRequest("A", "buy", 1, { type: "limit", limitPrice: 5, stopPrice: 4 }),
      /stopPrice of a limit order to be absent/,
    );
  });

  it("names the near match of a misspelled option", () => {
    refused(
      () => checkedRequest("A", "buy", 1, { type: "limit", limitPrize: 5 } as OrderOptions),
      /^Unknown option "limitPrize" of an order\. Did you mean "limitPrice"\?$/,
      "UNKNOWN_OPTION",
    );
    refused(
      () => checkedRequest("A", "buy", 1, { limit: 90 } as OrderOptions),
      /^Unknown option "limit" of an order\. Did you mean "limitPrice"\?$/,
      "UNKNOWN_OPTION",
    );
  });

  it("takes options as a literal only", () => {
    for (const wrong of ["limit", 5, null]) {
      refused(
        () => checkedRequest("A", "buy", 1, wrong as OrderOptions),
        /^Expected options of an order to be an object, was /,
      );
    }
  });

  it("can be given as one literal", () => {
    const request: OrderRequest = { symbol: "A", side: "sell", quantity: 3, type: "limit", limitPrice: 9, tag: "exit" };
    assert.deepEqual(
      checkedLiteral(request),
      checkedRequest("A", "sell", 3, { type: "limit", limitPrice: 9, tag: "exit" }),
    );
    refused(
      () => checkedLiteral(null as unknown as OrderRequest),
      /^Expected an order to be \{ symbol, side, quantity \}, was null$/,
    );
  });
});

describe("a strategy that asks for nonsense", () => {
  const nonsense: [string, (desk: Desk) => void, RegExp][] = [
    ["a quantity that is not a number", (desk) => desk.place("A", "buy", Number.NaN), /quantity of an order/],
    ["a target that is not a number", (desk) => desk.orderTarget("A", Number.NaN), /quantity of orderTarget/],
    [
      "a target of a symbol that is no text",
      (desk) => desk.orderTarget(5 as unknown as string, 1),
      /symbol of orderTarget/,
    ],
    ["an infinite weight", (desk) => desk.orderTargetWeight("A", Infinity), /weight of orderTargetWeight/],
    [
      "a weight of a symbol that is no text",
      (desk) => desk.orderTargetWeight(undefined as unknown as string, 1),
      /symbol of orderTargetWeight/,
    ],
    [
      "weights with a gap",
      (desk) => desk.rebalanceTo({ A: undefined as unknown as number }),
      /weight of A in rebalanceTo/,
    ],
    [
      "no weights",
      (desk) => desk.rebalanceTo(undefined as unknown as Record<string, number>),
      /weights of rebalanceTo/,
    ],
    ["to close what it does not know", (desk) => desk.close("B"), /Unknown symbol "B"/],
    [
      "the position of a symbol it does not know",
      (desk) => desk.position("AA"),
      /Unknown symbol "AA"\. Did you mean "A"\?/,
    ],
    [
      "to cancel what it never asked for",
      (desk) => desk.cancel("order-9"),
      /Expected id of an order to cancel.*"order-9"/,
    ],
    [
      "to cancel nothing",
      (desk) => desk.cancel(undefined as unknown as string),
      /Expected id of an order to cancel.*undefined/,
    ],
    [
      "to record words",
      (desk) => desk.record({ mood: "good" as unknown as number }),
      /Expected record "mood" to be a number/,
    ],
  ];
  for (const [what, ask, message] of nonsense) {
    it(`asks for ${what}, and is told at the call`, () => {
      let told: unknown;
      play(bars("A", [100]), {
        0: (desk) => {
          try {
            ask(desk);
          } catch (error) {
            told = error;
          }
        },
      });
      assert.match(String((told as Error)?.message), message);
      assert.equal((told as Error).name, "PaperLabError");
    });
  }

  it("is told at the call of a symbol that is not there, with the near match", () => {
    const { orders } = play(bars("AAPL", [100]), {
      0: (desk) => {
        const error = { code: "UNKNOWN_SYMBOL", message: 'Unknown symbol "APPL". Did you mean "AAPL"?' };
        assert.throws(() => desk.place("APPL", "buy", 1), error);
        assert.throws(() => desk.request({ symbol: "APPL", side: "sell", quantity: 1 }), error);
      },
    });
    assert.deepEqual(orders, []);
  });

  it("is denied a symbol that is not there under the first rules", () => {
    const terms = { behavior: firstBehavior };
    const { orders } = play(bars("AAPL", [100]), { 0: (desk) => desk.place("APPL", "buy", 1) }, terms);
    assert.deepEqual([orders[0].symbol, orders[0].reason], ["APPL", "SYMBOL_UNKNOWN: symbol=APPL, near=AAPL"]);
  });

  it("has to name the symbol when there are several", () => {
    play([...bars("A", [100]), ...bars("B", [5])], {
      0: (desk) =>
        assert.throws(() => desk.position(), /Expected symbol to be given, because the session has 2 symbols/),
    });
  });
});
