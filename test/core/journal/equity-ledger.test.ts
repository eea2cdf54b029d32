import assert from "node:assert/strict";
import fc from "fast-check";
import { EquityLedger } from "../../../src/core/journal/equity-ledger";

/** Pushes one point a row, as far as time goes on and equity is left. Returns the row after the last. */
function pushOneByOne(curve: EquityLedger, time: Float64Array, close: Float64Array, cash: number, quantity: number) {
  for (let row = 0; row < time.length; row++) {
    const equity = cash + quantity * close[row];
    if (!(time[row] > curve.lastTime && equity > 0)) return row;
    curve.push(time[row], equity);
  }
  return time.length;
}

function contents({ time, equity, length, peak }: EquityLedger) {
  return { time: time.slice(0, length), equity: equity.slice(0, length), length, peak };
}

describe("an equity curve", () => {
  const gap = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  );
  const price = fc.double({ min: 0, max: 200, noNaN: true });
  const rows = fc.array(fc.tuple(gap, price), { maxLength: 300 });

  it("takes a stretch in which something is held as it takes its points one by one, whatever room it has", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 64 }), (made, quantity, room) => {
        let now = 10;
        const time = Float64Array.from(made, ([step]) => {
          now += step;
          return now;
        });
        const close = Float64Array.from(made, ([, value]) => value);
        const [one, other] = [new EquityLedger(room), new EquityLedger(room)];
        one.push(10, 500);
        other.push(10, 500);
        const end = pushOneByOne(one, time, close, 400, quantity);
        const held = { cash: 400, quantity: Float64Array.of(quantity) };
        let row = 0;
        for (let before = -1; row > before; ) {
          before = row;
          row = other.pushHeld({ time, close }, row, time.length, held, Infinity, Infinity);
        }
        assert.equal(row, end);
        assert.deepEqual(contents(other), contents(one));
      }),
    );
  });
});
