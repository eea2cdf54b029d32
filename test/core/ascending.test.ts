import assert from "node:assert/strict";
import fc from "fast-check";
import { countBelow, countUntil, firstPlace } from "../../src/core/ascending";

describe("ascending numbers", () => {
  const lists = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 }).map((list) => list.sort((a, b) => a - b));

  it("are counted below a value, and up to it, as a filter counts them", () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: -7, max: 7 }), fc.nat(40), (list, value, most) => {
        const length = Math.min(most, list.length);
        const first = list.slice(0, length);
        assert.equal(countBelow(list, value, length), first.filter((one) => one < value).length);
        assert.equal(countUntil(list, value, length), first.filter((one) => one <= value).length);
        assert.equal(countUntil(list, value), list.filter((one) => one <= value).length);
      }),
    );
  });

  it("are asked as often as they can be halved, and not where there is none", () => {
    let asked = 0;
    const found = firstPlace(10, 1_000_010, (place) => {
      asked++;
      return place >= 777_777;
    });
    assert.equal(found, 777_777);
    assert.ok(asked <= 20);
    assert.equal(
      firstPlace(3, 3, () => assert.fail()),
      3,
    );
    assert.equal(
      firstPlace(3, 5, () => false),
      5,
    );
  });
});
