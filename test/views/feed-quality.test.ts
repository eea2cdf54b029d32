import assert from "node:assert/strict";
import { replay } from "../../src/index";

/** The row of a feed that `describe` has, by the names of its columns. */
function described(
  bars: Parameters<typeof replay>[0],
  options?: Parameters<typeof replay>[1],
): Record<string, unknown> {
  const { columns, values } = replay(bars, { symbol: "A", ...options }).describe();
  const [row] = values as unknown[][];
  return Object.fromEntries(columns.map((name, at) => [name, row[at]]));
}

const bar = (time: string, price: number, volume = 1) => ({
  ...{ time, open: price, high: price, low: price, close: price, volume },
});

describe("the description of a feed", () => {
  it("counts trading days without bars by its calendar, and bars without volume", () => {
    const days = ["2024-01-02", "2024-01-04", "2024-01-09", "2024-01-16"];
    const bars = days.map((day, at) => bar(day, 10 + at / 10, at === 1 ? 0 : 1));
    const { missingDays, gaps, zeroVolumes } = described(bars, { calendar: "XNYS" });
    assert.deepEqual([missingDays, gaps, zeroVolumes], [6, null, 1]);
    assert.equal(described(bars.map((one) => ({ ...one, volume: 0 }))).zeroVolumes, null);
  });

  it("counts gaps within days", () => {
    const clocks = ["02T10:00", "02T10:01", "02T10:04", "02T10:05", "03T10:00", "03T10:01"];
    const { missingDays, gaps } = described(clocks.map((at, place) => bar(`2024-01-${at}Z`, 10 + place / 10)));
    assert.deepEqual([missingDays, gaps], [0, 1]);
  });

  it("counts bars at the close before them", () => {
    const prices = [10, 10, 10, 10.1, 10, 10];
    const { stalePrices, longestStale } = described(prices.map((price, at) => bar(`2024-01-0${at + 2}`, price)));
    assert.deepEqual([stalePrices, longestStale], [3, 2]);
  });

  it("names jumps that look like splits, and no others", () => {
    const prices = [700, 101, 80, 800, 530, 660];
    const { splitLike } = described(prices.map((price, at) => bar(`2024-01-0${at + 2}`, price)));
    assert.equal(splitLike, "2024-01-03 7:1, 2024-01-05 1:10, 2024-01-06 3:2");
  });
});
