import assert from "node:assert/strict";
import { reachOf, unreadOf } from "../../../src/strategy/reach/reach";

/** Returns the names of what a function cannot be read to the end that reads a value. */
const unreadBy = (value: unknown) => unreadOf(reachOf([{ path: "onBar", value, told: true }]).reach);

/** Functions that one has made. */
const closures = (count: number) => Array.from({ length: count }, (_, at) => (n: number) => n + at);

const rowsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ at, half: at / 2 }));

describe("how much is read of what a strategy reaches", () => {
  it("is 300 functions; one line names the first that is not read, and the limit", () => {
    const [fit, many] = [closures(299), closures(302)];
    assert.deepEqual(
      unreadBy(() => fit),
      [],
    );
    assert.deepEqual(
      unreadBy(() => many),
      ["many[299] (over 300 functions)"],
    );
  });

  it("is a million values, each number of an object one, those of a list of numbers a sixteenth", () => {
    const [rows, many] = [rowsOf(100_000), rowsOf(400_000)];
    assert.deepEqual(
      unreadBy(() => rows),
      [],
    );
    assert.deepEqual(
      unreadBy(() => many),
      ["many (over 1,000,000 values)"],
    );
    const [numbers, typed, text] = [Array(2_000_000).fill(1), new Float64Array(2_000_000), "x".repeat(2_000_000)];
    assert.deepEqual(
      unreadBy(() => [numbers, typed, text]),
      [],
    );
  });

  it("is counted over all that it reaches, and what is small is read all the same", () => {
    const [one, two, three, small] = [rowsOf(1500), rowsOf(1500), rowsOf(1500), 5];
    const { reach } = reachOf([{ path: "onBar", value: () => [one, two, three, small], told: true }], 10_000);
    assert.deepEqual(unreadOf(reach), ["three (over 1,000,000 values)"]);
    assert.equal(reach["onBar > small"], "5");
  });

  it("tells rows from one another by every number, text and name of a field, however many they are", () => {
    const textOf = (value: unknown) =>
      JSON.stringify(reachOf([{ path: "onBar", value: () => value, told: true }]).reach);
    const changed = (change: (rows: Record<string, unknown>[]) => void) => {
      const rows: Record<string, unknown>[] = rowsOf(3000).map((row) => ({ ...row, name: `row ${row.at}` }));
      change(rows);
      return textOf(rows);
    };
    const texts = [
      changed(() => undefined),
      changed((rows) => Object.assign(rows[2999], { half: 1499.500001 })),
      changed((rows) => Object.assign(rows[1500], { half: -0 })),
      changed((rows) => Object.assign(rows[1500], { half: "750" })),
      changed((rows) => Object.assign(rows[1500], { half: Number.NaN })),
      changed((rows) => Object.assign(rows[1500], { half: undefined })),
      changed((rows) => Object.assign(rows[1500], { more: 1 })),
      changed((rows) => rows.splice(1500, 1, { at: 1500, other: 750, name: "row 1500" })),
      changed((rows) => rows.splice(1500, 1, { half: 750, at: 1500, name: "row 1500" })),
      changed((rows) => rows.splice(1500, 1, rows[1499])),
      changed((rows) => rows.reverse()),
    ];
    assert.equal(new Set(texts).size, texts.length);
    assert.equal(
      changed(() => undefined),
      texts[0],
    );
  });
});
