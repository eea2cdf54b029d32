import assert from "node:assert/strict";
import { dateBefore, dateOf, dayLength, dayOfDate } from "../../src/core/days";

describe("the date before an instant", () => {
  const midnight = dayOfDate("2024-03-01") * dayLength;

  it("is that of the day which a midnight ends", () => {
    assert.equal(dateBefore(midnight), "2024-02-29");
    assert.equal(dateBefore(midnight + 1), "2024-03-01");
    assert.equal(dateBefore(midnight + dayLength), "2024-03-01");
  });

  it("is told before 1970 as well", () => {
    assert.equal(dateBefore(0), "1969-12-31");
    assert.equal(dateBefore(1 - dayLength), dateOf(-1));
    assert.equal(dateBefore(-dayLength), dateOf(-2));
  });
});
