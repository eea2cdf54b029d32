import assert from "node:assert/strict";
import fc from "fast-check";
import {
  columnText,
  decimalsOf,
  type Format,
  fixedText,
  formatValue,
  titleText,
  trimmedText,
} from "../../src/output/formats";

const written: readonly [format: Format, value: number, text: string][] = [
  ["percent", 0.123, "12.3 %"],
  ["chance", 0.123, "12.3 %"],
  ["chance", 1.1e-20, "< 0.01 %"],
  ["chance", 0.0002, "0.02 %"],
  ["chance", 0.99999, "> 99.99 %"],
  ["percent", -0.01234, "-1.23 %"],
  ["percent", 0, "0.00 %"],
  ["percent", 0.000012, "0.0012 %"],
  ["percent", 12.345, "1,234.5 %"],
  ["percent", 99_999, "9,999,900.0 %"],
  ["percent", 8.3225874e21, "8.32e+23 %"],
  ["percent", -100_000, "-1.00e+7 %"],
  ["ratio", 1.5e22, "1.50e+22"],
  ["fraction", 0.5, "50.0 %"],
  ["ratio", 1.2345, "1.23"],
  ["ratio", 0.0012, "0.0012"],
  ["fine", 0.0473218, "0.0473"],
  ["fine", -6.73139, "-6.7314"],
  ["fine", 0.000012, "0.000012"],
  ["currency", 1234.5, "1,234.50"],
  ["currency", -0.001, "-0.001"],
  ["currency", 0.0012, "0.0012"],
  ["currency", 1e-8, "0.00000001"],
  ["currency", 2e-9, "0.00"],
  ["percent", 4e-13, "0.00 %"],
  ["percent", -2.7e-15, "0.00 %"],
  ["percent", 3e-12, "3e-10 %"],
  ["currency", 0.05, "0.05"],
  ["currency", 0.126, "0.13"],
  ["currency", 952639.7257623747, "952,639.73"],
  ["price", 101.5, "101.50"],
  ["price", 1.23456, "1.2346"],
  ["price", 0.00001234, "0.00001234"],
  ["quantity", 1234, "1,234"],
  ["quantity", 0.125, "0.125"],
  ["quantity", 1e-8, "0.00000001"],
  ["quantity", -1e-9, "-1e-9"],
  ["quantity", 2.12345678, "2.123457"],
  ["count", 1234567, "1,234,567"],
  ["days", 1, "1 day"],
  ["days", 123.25, "123.3 days"],
  ["days", 1.04, "1 day"],
  ["span", 94, "94"],
  ["span", 0.894444, "0.89"],
  ["span", 2 / 1440, "0.0014"],
  ["number", 2014, "2,014"],
  ["number", 0.1 + 0.2, "0.30"],
  ["number", 1e-9, "1e-9"],
  ["date", Date.UTC(2014, 5, 9), "2014-06-09"],
  ["time", Date.UTC(2014, 5, 9, 15, 30), "2014-06-09 15:30"],
  ["time", Date.UTC(2014, 5, 9, 15, 30, 5, 20), "2014-06-09 15:30:05.020"],
];

describe("a value", () => {
  for (const [format, value, text] of written)
    it(`of ${value} as ${format} is written ${text}`, () => assert.equal(formatValue(value, format), text));

  it("that is not defined is a dash in every format", () => {
    for (const value of [null, undefined, Number.NaN]) assert.equal(formatValue(value, "currency"), "–");
  });

  it("without an end is an infinity in every format of numbers", () => {
    for (const format of [
      "percent",
      "ratio",
      "currency",
      "price",
      "quantity",
      "count",
      "days",
      "span",
      "number",
    ] as const)
      assert.deepEqual(
        [Infinity, -Infinity].map((value) => formatValue(value, format)),
        ["∞", "-∞"],
        format,
      );
  });

  it("of text or a boolean is written as it is", () => {
    assert.equal(formatValue("AAPL", "currency"), "AAPL");
    assert.equal(formatValue(true), "true");
  });

  it("beyond what a date can be is written as a number", () => {
    assert.equal(formatValue(1e20, "time"), "100000000000000000000");
  });
});

describe("thousands separators", () => {
  it("leave the digits as toFixed has them", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          const text = fixedText(value, decimals);
          assert.equal(Number(text.replaceAll(",", "")), Number(value.toFixed(decimals)) + 0);
          assert.match(text, /^-?\d{1,3}(,\d{3})*(\.\d+)?$/);
        },
      ),
    );
  });

  it("are also in numbers that would have an exponent", () => {
    assert.equal(fixedText(1e21, 0), "1,000,000,000,000,000,000,000");
  });
});

describe("trimmed numbers", () => {
  it("lose zeros at the end, but not the decimals asked for", () => {
    assert.equal(trimmedText(1.5, 4, 2), "1.50");
    assert.equal(trimmedText(1.2345, 4, 2), "1.2345");
    assert.equal(trimmedText(100, 6, 0), "100");
  });
});

describe("a column of numbers", () => {
  it("has the decimals that its numbers need, fewer where they are large", () => {
    assert.equal(decimalsOf([1, 2, 300]), 0);
    assert.equal(decimalsOf([1.5, 2.25]), 2);
    assert.equal(decimalsOf([952639.7257]), 2);
    assert.equal(decimalsOf([1 / 3]), 6);
    assert.equal(decimalsOf([Number.NaN]), 0);
  });

  it("never shows 0 for a number that is not", () => {
    assert.equal(columnText(0.00012, 2), "0.00012");
    assert.equal(columnText(0, 2), "0.00");
  });
});

describe("the name of a field", () => {
  it("is written as people write it", () => {
    const names = ["id", "exitDate", "netPnl", "runnerUpValue", "returnOnEntry", "metric"];
    const titles = ["Id", "Exit date", "Net P&L", "Runner up value", "Return on entry", "Metric"];
    assert.deepEqual(names.map(titleText), titles);
  });
});
