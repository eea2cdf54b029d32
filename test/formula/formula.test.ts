import assert from "node:assert/strict";
import fc from "fast-check";
import { compareValues, type FormulaValue, formulaOf, holds } from "../../src/formula/formula";

const values: Readonly<Record<string, FormulaValue>> = {
  sharpe: 1.5,
  maxDrawdown: -0.2,
  calmar: null,
  name: "steady",
  code: "10",
  tags: ["odd", "new"],
  "params.fast": 10,
  "params.look-back": 3,
};
const known = new Set(Object.keys(values));
const read = (name: string) => values[name];
const answerOf = (text: string) => formulaOf("where", text, known).evaluate(read);

describe("a formula", () => {
  const answers: readonly (readonly [string, FormulaValue])[] = [
    ["sharpe > 1 and params.fast < 20", true],
    ["1 < sharpe <= 1.5", true],
    ["sharpe - abs(maxDrawdown)", 1.3],
    ['params["look-back"] ^ 2', 9],
    ['has(tags, "odd") and not has(tags, "old")', true],
    ['-has(tags, "odd")', -1],
    ["(sharpe > 1) + (1 > 2)", 1],
    ['name == "steady"', true],
    ["params.fast == code", true],
    ['params.fast != "11"', true],
    ["name < 3", null],
    ["calmar > 1", null],
    ["not (calmar > 1)", null],
    ["calmar > 1 or sharpe > 1", true],
    ["calmar > 1 and sharpe > 2", false],
    ["min(sharpe, params.fast, 1)", 1],
    ["max(sharpe, calmar)", null],
    ["sqrt(maxDrawdown)", null],
    ["1 / (sharpe - 1.5)", null],
    ["log(sharpe - 1.5) < 0", null],
    ["10 ^ (params.fast * 100)", null],
    ["round(sharpe * 1.003, 2)", 1.5],
    ["log(exp(2)) + 7 % 3", 3],
  ];
  for (const [text, answer] of answers)
    it(`says that ${text} is ${JSON.stringify(answer)}`, () => assert.deepEqual(answerOf(text), answer));

  const refused = [
    "sharpe = 1",
    "f(x) = x",
    "sharpe ? 1 : 2",
    "[1, 2]",
    "1:3",
    "{a: 1}",
    "sharpe; name",
    "sharpe!",
    "sharpe'",
    "2 sharpe",
    "sharpe to name",
    "sharpe | 1",
    "sharpe xor 1",
    'import("fs")',
    "sharpe.toString()",
    "abs(1, 2)",
    "sharpe >",
    "sharpe == null",
    "sharpe < Infinity",
    "1e400 > sharpe",
    "not sharpe",
    "sharpe and calmar > 1",
    "calmar > 1 or 1",
    'has(name, "steady")',
    "",
    "evaluate('1')",
    `${"(".repeat(3000)}1${")".repeat(3000)}`,
    `${"-".repeat(2000)}1`,
  ];
  for (const text of refused)
    it(`refuses ${text.slice(0, 30) || "an empty text"}`, () =>
      assert.throws(() => answerOf(text), { name: "PaperLabError", code: "INVALID_FORMULA" }));

  it("names an unknown word and its near match", () => {
    assert.throws(() => answerOf("sharp > 1"), { code: "UNKNOWN_COLUMN", message: /"sharp".*Did you mean "sharpe"\?/ });
    assert.throws(() => answerOf("fast > 1"), { code: "UNKNOWN_COLUMN", message: /Did you mean "params.fast"\?/ });
    assert.throws(() => answerOf("sharpe.constructor"), { code: "UNKNOWN_COLUMN" });
    assert.throws(() => answerOf("sqr(2)"), { code: "INVALID_FORMULA", message: /Did you mean "sqrt"\?/ });
  });

  const foreign = {
    "sharpe > 1 && calmar > 1": "and is written for &&",
    "sharpe > 1 || calmar > 1": "or is written for ||",
    "!(sharpe > 1)": "not is written for !",
    'not has(tags, "a && b") and !has(tags, "odd")': "not is written for !",
    "sharpe === 1": "== is written for ===",
    "sharpe !== 1": "!= is written for !==",
    "sharpe <> 1": "!= is written for <>",
    "sharpe = 1": "== is written for =",
    "(sharpe > 1) & (calmar > 1)": "and is written for &",
    "(sharpe > 1) | (calmar > 1)": "or is written for |",
    "sharpe > 1 AND calmar > 1": "and is written for AND",
  };
  for (const [text, hint] of Object.entries(foreign))
    it(`says of ${text} which word of its own is meant`, () =>
      assert.throws(
        () => answerOf(text),
        ({ code, message }) => code === "INVALID_FORMULA" && message.includes(hint) && !message.includes("char "),
      ));

  it("refuses what not would deny before it is compared or reckoned with", () => {
    for (const text of ["not sharpe > 100", "not params.fast == 2", "1 < not sharpe < 3", "not sharpe + 1 > 2"])
      assert.throws(() => answerOf(text), {
        code: "INVALID_FORMULA",
        message: /parentheses.*as in not \(sharpe > 1\)/,
      });
    assert.equal(answerOf("not (sharpe > 100)"), true);
    assert.equal(answerOf('not has(tags, "odd") or sharpe > 1'), true);
  });

  it("refuses a text where has expects the list, and gives the order", () => {
    const swapped = `Expected where to be a formula in which has is given the list first, as in has(tags, "odd"), was `;
    for (const text of ['has("odd", tags)', 'not has("odd", "odd")', "has(1, tags)"])
      assert.throws(
        () => answerOf(text),
        ({ code, message }) => code === "INVALID_FORMULA" && message.startsWith(swapped),
      );
  });

  it("compares numbers as JavaScript does", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const answer = (text: string) => formulaOf("where", text).evaluate((name) => (name === "a" ? a : b));
        assert.deepEqual(["a < b", "a <= b", "a == b", "a != b"].map(answer), [a < b, a <= b, a === b, a !== b]);
      }),
    );
  });

  it("holds for no row of which it cannot be said, nor does its opposite", () => {
    for (const text of ["calmar > 1", "calmar <= 1"])
      assert.equal(holds("where", formulaOf("where", text, known), read), false);
  });

  it("ranks what is undefined last, in both directions", () => {
    const list: FormulaValue[] = [2, null, 1, Number.NaN, "text"];
    assert.deepEqual([...list].sort((a, b) => compareValues(a, b)).slice(0, 3), [1, 2, "text"]);
    assert.deepEqual([...list].sort((a, b) => compareValues(a, b, -1)).slice(0, 3), ["text", 2, 1]);
  });
});
