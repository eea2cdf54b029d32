import assert from "node:assert/strict";
import fc from "fast-check";
import { audited } from "../../support/audit";
import { type OrderStream, orderStreams } from "../../support/order-streams";

const names = ["A", "B", "C"];

function law(numRuns: number, check: (stream: OrderStream) => void) {
  fc.assert(fc.property(orderStreams, check), { numRuns, seed: Number(process.env.SEED ?? 14) });
}

describe("orders of every kind in generated streams", () => {
  it("keep to what is held, what was asked, the bars and the volume", () => {
    law(1000, (stream) => {
      const { orders, fills } = audited(stream, names);
      for (const order of orders) {
        const own = fills.filter(({ orderId }) => orderId === order.id);
        const sum = own.reduce((total, { quantity }) => total + quantity, 0);
        assert.ok(Math.abs(sum - order.filledQuantity) < 1e-9, `${order.id}: ${sum}, not ${order.filledQuantity}`);
        assert.equal(order.status === "filled", order.filledQuantity === order.quantity, order.id);
        assert.ok(order.endedAt !== undefined, order.id);
      }
    });
  });

  it("do the same twice", () => {
    law(250, (stream) => {
      const [one, other] = [audited(stream, names), audited(stream, names)];
      assert.deepEqual(one.events, other.events);
      assert.deepEqual(one.equity, other.equity);
    });
  });
});
