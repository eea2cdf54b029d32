import assert from "node:assert/strict";
import fc from "fast-check";
import { readNumber } from "../../../src/feeds/text/number";

function read(text: string): number {
  const bytes = Buffer.from(`7${text}7`);
  return readNumber(bytes, 1, bytes.length - 1);
}

describe("the number reader", () => {
  it("agrees with Number on every double as JavaScript writes it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        assert.equal(read(String(value)), Number(String(value))),
      ),
      { numRuns: 20_000 },
    );
  });

  it("agrees with Number on decimals of any length, to the last bit", () => {
    const digits = (maxLength: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength }).map((list) => list.join(""));
    fc.assert(
      fc.property(fc.constantFrom("", "-", "+"), digits(25), digits(30), (sign, whole, decimals) => {
        const text = `${sign}${whole}.${decimals}`;
        assert.equal(read(text), Number(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it("agrees with Number on texts of the letters that numbers have, except where Number is lenient", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.-+eE"), maxLength: 12 }), (text) =>
        assert.equal(read(text), text === "" ? Number.NaN : Number(text)),
      ),
      { numRuns: 20_000 },
    );
  });

  for (const text of ["", " ", "n/a", "0x10", "Infinity", "NaN", "1,234", "1 2", "1.2.3", ".", "-", "e5", "null"])
    it(`takes ${JSON.stringify(text)} for no number`, () => assert.equal(read(text), Number.NaN));

  for (const text of [".5", "5.", "-0", "1e3", "1469.250000", "00012.50", "9007199254740993", "0.1e-7"])
    it(`reads ${text}`, () => assert.equal(read(text), Number(text)));
});

describe("the reader of loose numbers", () => {
  const read = (text: string, decimal: "." | ",") => {
    const bytes = Buffer.from(`1${text}1`);
    return readNumber(bytes, 1, bytes.length - 1, { decimal, loose: true });
  };
  const powers = { "": 0, K: 3, M: 6, B: 9, T: 12 };
  const digits = fc.stringMatching(/^[1-9]\d{0,13}$/);
  const grouped = (whole: string, sign: string) => whole.replace(/\B(?=(\d{3})+$)/g, sign);

  it("agrees with Number on numbers with signs of thousands, a currency and a letter behind them, to the last bit", () => {
    const decimals = fc.stringMatching(/^\d{0,8}$/);
    const letter = fc.constantFrom(...(Object.keys(powers) as (keyof typeof powers)[]));
    const signs = [",", "'", " ", "\u00a0", "\u202f", "’"];
    const parts = fc.record({
      ...{ whole: digits, decimals, letter },
      sign: fc.constantFrom("", ...signs),
      money: fc.constantFrom("", "$", "€"),
    });
    fc.assert(
      fc.property(parts, ({ whole, decimals, letter, sign, money }) => {
        const behind = decimals === "" ? "" : `.${decimals}`;
        const expected = Number(`${whole}${behind}e${powers[letter]}`);
        assert.equal(read(money + grouped(whole, sign) + behind + letter, "."), expected);
        const other = grouped(whole, sign === "," ? "." : sign) + behind.replace(".", ",");
        assert.equal(read(money + other + letter, ","), expected);
      }),
      { numRuns: 20_000 },
    );
  });

  it("takes no text for a number whose groups are not of three digits, or of two signs", () => {
    for (const text of [
      "1,23",
      "1,2345",
      "1234,567",
      "1,234'567",
      ",123",
      "1,",
      "1,234,",
      "$",
      "$$1",
      "1.2,345",
      "1KK",
      "1.2.3",
    ])
      assert.equal(read(text, "."), Number.NaN, text);
  });
});
