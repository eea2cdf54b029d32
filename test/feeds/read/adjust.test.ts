import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { replay, sample } from "../../../src/api/feed";
import type { CorporateAction } from "../../../src/core/market/corporate-action";
import { keptSource } from "../../../src/feeds/kept";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { useFolder } from "../files";

const dates = ["2014-06-02", "2014-06-03", "2014-06-04", "2014-06-05", "2014-06-06", "2014-06-09"];

/** A bar a day with these closes. */
function barsOf(closes: readonly number[], symbol = "A") {
  return closes.map((close, at) => {
    return { symbol, time: dates[at], open: close, high: close * 2, low: close / 2, close, volume: 100 };
  });
}

const split = (ex_date: string, value: number): CorporateAction => ({ ex_date, symbol: "A", type: "split", value });
const dividend = (ex_date: string, value: number): CorporateAction => ({
  ...{ ex_date, symbol: "A", type: "dividend", value },
});

const nearly = (actual: ArrayLike<number>, wanted: readonly number[]) => {
  assert.equal(actual.length, wanted.length);
  wanted.forEach((value, at) => {
    assert.ok(Math.abs(actual[at] / value - 1) < 1e-12, `${at}: ${actual[at]}, wanted ${value}`);
  });
};

describe("adjusted prices", () => {
  const file = useFolder();

  it("are divided by the ratio of each later split, and volumes multiplied", () => {
    const bars = [...barsOf([80, 82, 41, 42, 420, 430]), ...barsOf([7, 7, 7, 7, 7, 7], "B")];
    const actions = [split("2014-06-04", 2), split("2014-06-06", 0.1)];
    const { columns, actions: left } = replaySource(bars, { actions, adjust: "splits" });
    const ofA = <Value>(values: ArrayLike<Value>) => Array.from(values).filter((_, row) => columns.symbol[row] === 0);
    nearly(ofA(columns.close), [400, 410, 410, 420, 420, 430]);
    nearly(ofA(columns.high), [800, 820, 820, 840, 840, 860]);
    nearly(ofA(columns.volume), [20, 20, 10, 10, 100, 100]);
    assert.deepEqual(
      Array.from(columns.close).filter((_, row) => columns.symbol[row] === 1),
      [7, 7, 7, 7, 7, 7],
    );
    assert.equal(left, undefined);
  });

  it("are lowered by dividends for all, by the close before; volumes are not", () => {
    const actions = [dividend("2014-06-04", 4), dividend("2014-06-06", 1), dividend("2014-06-06", 4)];
    const { columns } = replaySource(barsOf([38, 40, 36, 50, 45, 46]), { actions, adjust: "all" });
    nearly(columns.close, [38 * 0.9 * 0.9, 36 * 0.9, 36 * 0.9, 45, 45, 46]);
    nearly(columns.volume, [100, 100, 100, 100, 100, 100]);
  });

  it("take a dividend on the day of a split for the new shares", () => {
    const actions = [dividend("2014-06-04", 2), split("2014-06-04", 2)];
    nearly(replaySource(barsOf([80, 80, 38]), { actions, adjust: "all" }).columns.close, [38, 38, 38]);
  });

  it("for splits leave the dividends, in the shares of the last bar", () => {
    const actions = [
      dividend("2014-06-03", 1),
      dividend("2014-06-04", 1),
      split("2014-06-04", 2),
      split("2014-06-05", 5),
    ];
    const feed = replay(barsOf([10, 10, 10, 10]), { actions, adjust: "splits" });
    assert.deepEqual(feed.actions, [dividend("2014-06-03", 0.1), dividend("2014-06-04", 0.2)]);
    assert.match(inspect(feed), /Adjusted +for 2 splits \(A 2\)\n/);
    assert.match(inspect(feed), /Actions +2 dividends \(A 2\)/);
  });

  it("are not touched by actions before the first bar and after the last, which stay", () => {
    const actions = [split("2014-06-02", 2), split("2014-06-06", 3), dividend("2014-06-09", 50)];
    const feed = replay(barsOf([10, 11, 12]), { actions, adjust: "all" });
    nearly(feed.source.columns.close, [10, 11, 12]);
    assert.deepEqual(feed.actions, actions);
    assert.match(inspect(feed), /Adjusted +for nothing, as no action is within its bars/);
  });

  it("make the returns of one who reinvests each dividend at the price that is left without it", () => {
    const values = fc.array(fc.double({ min: 5, max: 50, noNaN: true }), { minLength: 6, maxLength: 6 });
    const ratios = fc.array(fc.constantFrom(1, 1, 2, 0.5, 7), { minLength: 5, maxLength: 5 });
    const payments = fc.array(fc.constantFrom(0, 0, 0.1, 0.6), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(values, ratios, payments, (closes, ratio, paid) => {
        const actions = dates
          .slice(1)
          .flatMap((date, at) => [
            ...(ratio[at] === 1 ? [] : [split(date, ratio[at])]),
            ...(paid[at] === 0 ? [] : [dividend(date, paid[at])]),
          ]);
        let shares = 1;
        const wealth = closes.map((close, at) => {
          if (at > 0) {
            shares *= ratio[at - 1];
            const left = closes[at - 1] / ratio[at - 1] - paid[at - 1];
            shares += (shares * paid[at - 1]) / left;
          }
          return shares * close;
        });
        const { close } = replaySource(barsOf(closes), { actions, adjust: "all" }).columns;
        nearly(
          Array.from(close, (price) => price / close[0]),
          wealth.map((value) => value / wealth[0]),
        );
      }),
    );
  });

  it("of slices are those of the whole feed", () => {
    const options: ReplayOptions = { actions: [split("2014-06-06", 2)], adjust: "splits" };
    const bars = barsOf([80, 82, 84, 86, 43, 44]);
    const cut = replaySource(bars, { ...options, to: "2014-06-04" });
    nearly(cut.columns.close, [40, 41, 42]);
    assert.deepEqual(cut.columns.close, replaySource(bars, options).slice(undefined, "2014-06-04").columns.close);
  });

  it("come back from the manifest alone, also of a slice", () => {
    const path = file("A.csv", `date,price\n${dates.map((date, at) => `${date},${10 + at}`).join("\n")}`);
    const actions = [dividend("2014-06-03", 1), split("2014-06-05", 2), dividend("2014-06-06", 0.5)];
    for (const adjust of ["splits", "all"] as const) {
      const whole = replaySource(path, { actions, adjust });
      for (const feed of [whole, whole.slice("2014-06-03", "2014-06-04")])
        assert.deepEqual(remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest, feed.manifest);
    }
    const ofMemory = replaySource(barsOf([10, 11, 12]), { actions: [split("2014-06-03", 2)], adjust: "all" });
    const kept = keptSource(JSON.parse(JSON.stringify(ofMemory.manifest)), ofMemory.columns);
    assert.deepEqual([kept.adjusted, kept.manifest], [ofMemory.adjusted, ofMemory.manifest]);
  });

  it("of the sample have no jump at its splits", () => {
    const feed = sample("us-stocks", { symbols: ["AAPL"], adjust: "splits" });
    assert.deepEqual(feed.actions, []);
    const { close } = feed.source.columns;
    nearly([close[0], close[close.length - 1]], [130.31 / 4, 430.47]);
    assert.deepEqual(remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest, feed.manifest);
  });

  it("need actions, and a dividend that is less than the price", () => {
    const message = 'Expected actions for adjust: "all", but none are known. Give them with the option actions';
    assert.throws(() => replay(barsOf([1]), { adjust: "all" }), { code: "INVALID_OPTION", message });
    assert.throws(() => sample("us-daily", { adjust: "splits" }), { code: "INVALID_OPTION" });
    assert.throws(() => replay(barsOf([1]), { adjust: "split" as never, actions: [] }), {
      message: 'Expected adjust to be "splits" or "all", was "split"',
    });
    assert.throws(() => replay(barsOf([4, 4]), { adjust: "all", actions: [dividend("2014-06-03", 4)] }), {
      code: "INVALID_DATA",
      message: "Expected the dividend of A on 2014-06-03 to be less than the close before it, 4, was 4",
    });
  });
});
