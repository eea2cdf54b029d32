import assert from "node:assert/strict";
import fc from "fast-check";
import { consecutiveTargets, type QueuedRequest } from "../../../src/core/orders/requests/queued";

const names = ["A", "B", "C", "D"];

function queued(symbol: string): QueuedRequest {
  if (symbol === "cancel") return { kind: "cancel", id: "order-1" };
  const index = names.indexOf(symbol);
  return { kind: "target", symbol, index, unit: "weight", size: 0.1, isOfAll: false, tag: undefined };
}

describe("the targets that are taken together", () => {
  it("are those from one on up to the first symbol that comes again: any order, also of symbols that there are not", () => {
    const asked = fc.constantFrom(...names, "X", "Y", "cancel");
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 12 }), fc.nat(3), (symbols, start) => {
        const from = Math.min(start, symbols.length - 1);
        let to = from;
        while (to < symbols.length && symbols[to] !== "cancel" && !symbols.slice(from, to).includes(symbols[to])) to++;
        const queue = symbols.map(queued);
        assert.deepEqual(consecutiveTargets(queue, from), queue.slice(from, to));
      }),
      { numRuns: 1000 },
    );
  });
});
