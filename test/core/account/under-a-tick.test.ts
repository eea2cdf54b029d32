import assert from "node:assert/strict";
import { seventhBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import { bars } from "../../support/bars";
import { play } from "../../support/play";
import type { TermOptions } from "../../support/terms";

describe("a price under a tick", () => {
  const reasons = (terms: TermOptions = {}) => {
    const script = {
      0: (desk: Desk) => {
        desk.place("A", "buy", 1, { type: "limit", limitPrice: 0.004 });
        desk.place("A", "buy", 10);
      },
      1: (desk: Desk) => desk.place("A", "sell", 1, { type: "stop", stopPrice: 0.004 }),
    };
    const { orders } = play(bars("A", [1, 1, 1, 1]), script, { tickSize: 0.01, ...terms });
    return orders.filter(({ type }) => type !== "market").map(({ status, reason }) => `${status}: ${reason}`);
  };

  it("is denied, because it would be 0 in ticks", () => {
    assert.deepEqual(reasons(), [
      "denied: PRICE_NOT_POSITIVE: limitPrice=0.004, tickSize=0.01",
      "denied: PRICE_NOT_POSITIVE: stopPrice=0.004, tickSize=0.01",
    ]);
  });

  it("was 0 under the rules before, and is where prices may be there", () => {
    for (const terms of [{ behavior: seventhBehavior }, { negativePrices: true }])
      for (const reason of reasons(terms)) assert.doesNotMatch(reason, /PRICE_NOT_POSITIVE/);
  });
});
