import assert from "node:assert/strict";
import { merge, replay } from "../../src/index";

const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];

/** Bars whose prices are those of a share before the split until the day of the split, and of one after it from there on. */
function bars(symbol: string, closes: readonly number[]) {
  return closes.map((close, at) => ({
    symbol,
    time: days[at],
    ...{ open: close, high: close, low: close, close },
    volume: 10,
  }));
}

const split = (symbol: string, ex_date: string, value: number) => ({ symbol, ex_date, type: "split", value }) as const;
const calendar = { calendar: "XNYS", interval: "1d" } as const;

describe("a figure of a feed", () => {
  const a = replay(bars("A", [100, 102, 51, 52]), { ...calendar, actions: [split("A", "2024-01-04", 2)] });
  const b = replay(bars("B", [10, 11, 12, 13]), calendar);

  it("has the prices and volumes before a split in the shares after it, and its title says so", () => {
    const { data, layout } = a.plot("A");
    const [candles] = data as unknown as { open: number[]; close: number[] }[];
    assert.deepEqual([...candles.close], [50, 51, 51, 52]);
    const volumes = data.find(({ name }) => name === "Volume") as unknown as { y: number[] };
    assert.deepEqual([...volumes.y], [20, 20, 10, 10]);
    assert.equal(layout.title?.text, "A, in shares after the 2:1 split<br>of 2024-01-04");
  });

  it("of several symbols has no cliff at the split of one", () => {
    const { data, layout } = merge(a, b).plot();
    const values = (data as unknown as { name: string; y: number[] }[]).map(({ name, y }) => [name, ...y]);
    assert.deepEqual(values, [
      ["A", 1, 1.02, 1.02, 1.04],
      ["B", 1, 1.1, 1.2, 1.3],
    ]);
    assert.match(layout.title?.text ?? "", /closes over the first,<br>in shares after the 2:1 split of 2024-01-04$/);
  });

  it("is as it was without a split between its bars", () => {
    const early = replay(bars("A", [100, 102]), { ...calendar, actions: [split("A", "2024-01-04", 2)] });
    const { data, layout } = early.plot("A");
    assert.deepEqual([...(data[0] as unknown as { close: number[] }).close], [100, 102]);
    assert.equal(layout.title?.text, "A");
  });
});
