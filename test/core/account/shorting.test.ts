import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

const flat = bars("A", [100, 100, 100, 100]);
const held = { 0: (desk: Desk) => desk.place("A", "buy", 10) };

function statuses(sales: (desk: Desk) => void, terms = {}) {
  const { orders } = play(flat, { ...held, 1: sales }, terms);
  return orders.slice(1).map((order) => (order.status === "denied" ? order.reason : order.status));
}

describe("without shorting", () => {
  it("a sale of nothing held is denied", () => {
    const { orders } = play(flat, { 0: (desk) => desk.place("A", "sell", 10) });
    assert.equal(orders[0].reason, "SHORTING_NOT_ALLOWED: quantity=10, available=0");
  });

  it("a sale beyond what is held is denied as a whole", () => {
    assert.deepEqual(
      statuses((desk) => desk.place("A", "sell", 11)),
      ["SHORTING_NOT_ALLOWED: quantity=11, available=10"],
    );
  });

  it("what other working sales would sell is not there to be sold, exits left out", () => {
    assert.deepEqual(
      statuses((desk) => {
        desk.place("A", "sell", 6);
        desk.place("A", "sell", 5, { type: "limit", limitPrice: 120 });
        desk.place("A", "sell", 4, { type: "stop", stopPrice: 80 });
      }),
      ["filled", "SHORTING_NOT_ALLOWED: quantity=5, available=4", "canceled"],
    );
  });

  it("a stop and a limit may cover the same units", () => {
    assert.deepEqual(
      statuses((desk) => {
        desk.place("A", "sell", 6, { type: "limit", limitPrice: 120 });
        desk.place("A", "sell", 5, { type: "stop", stopPrice: 80 });
        desk.place("A", "sell", 4, { type: "stop", stopPrice: 80 });
      }),
      ["canceled", "canceled", "canceled"],
    );
  });

  it("fractions are counted without dust", () => {
    const { orders } = play(
      flat,
      {
        0: (desk) => desk.place("A", "buy", 0.7),
        1: (desk) => {
          desk.place("A", "sell", 0.4, { type: "limit", limitPrice: 120 });
          desk.place("A", "sell", 0.3, { type: "limit", limitPrice: 130 });
          desk.place("A", "sell", 0.1, { type: "limit", limitPrice: 130 });
        },
      },
      { lotSize: 0.1 },
    );
    assert.deepEqual(
      orders.map((order) => order.status),
      ["filled", "canceled", "canceled", "denied"],
    );
  });

  it("a market order for all that is held takes the place of what would sell it", () => {
    assert.deepEqual(
      statuses((desk) => {
        desk.place("A", "sell", 10, { type: "limit", limitPrice: 120 });
        desk.place("A", "sell", 10);
      }),
      ["canceled", "filled"],
    );
  });

  it("a second sale of it all is denied while the first is on its way", () => {
    assert.deepEqual(
      statuses((desk) => {
        desk.place("A", "sell", 10);
        desk.place("A", "sell", 10);
      }),
      ["filled", "SHORTING_NOT_ALLOWED: quantity=10, available=0"],
    );
  });

  it("a purchase that is only working cannot be sold yet", () => {
    const { orders } = play(flat, {
      0: (desk) => {
        desk.place("A", "buy", 10);
        desk.place("A", "sell", 10);
      },
    });
    assert.equal(orders[1].status, "denied");
  });
});

describe("with shorting", () => {
  it("a sale beyond what is held opens a short position", () => {
    const { engine } = play(flat, { ...held, 1: (desk) => desk.place("A", "sell", 30) }, { shorting: true });
    const { quantity, averagePrice, marketValue } = engine.desk.position("A");
    assert.deepEqual([quantity, averagePrice, marketValue], [-20, 100, -2000]);
  });

  it("a short position gains when the price falls", () => {
    const { equity } = play(
      bars("A", [100, 100, 90]),
      { 0: (desk) => desk.place("A", "sell", 50) },
      { shorting: true },
    );
    assert.deepEqual(equity.slice(-2), [10_000, 10_500]);
  });
});
