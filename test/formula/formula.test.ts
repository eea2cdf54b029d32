import assert from "node:assert/strict";
import fc from "fast-check";
import { equalities } from "../../src/formula/equalities";
import {
  compareValues,
  type FormulaValue,
  formulaOf,
  holdsFor,
  type Subject,
  valuesFor,
} from "../../src/formula/formula";

const values: Readonly<Record<string, FormulaValue>> = {
  sharpe: 1.5,
  maxDrawdown: -0.2,
  calmar: null,
  name: "steady",
  code: "10",
  createdAt: Date.parse("2026-03-04T05:06:07Z"),
  tags: ["odd", "new"],
  "params.fast": 10,
  "params.look-back": 3,
};
const known = new Set(Object.keys(values));
const read = (name: string) => values[name];
const times = { createdAt: Date.parse };
const one = { read, who: 'session "steady"' };
const answerOf = (text: string) => valuesFor(formulaOf("where", text, { known, times }), [one])[0];

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
    ["9 < code <= 10", true],
    ["code == 9", false],
    ['createdAt > "2026-03-04"', true],
    ['"2026-03-04T06:00" < createdAt', false],
    ['"2026-03-01" <= createdAt < "2026-03-05"', true],
    ['(createdAt) > "2026-03-04"', true],
    ['((createdAt)) < ("2026-03-04")', false],
    ['"2026-03-01" <= (createdAt) < ("2026-03-05")', true],
    ["createdAt / 1000 > 10 ^ 9", true],
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
    const hyphen = { code: "UNKNOWN_COLUMN", message: /Did you mean params\["look-back"\]\?$/ };
    assert.throws(() => answerOf("params.look-back > 4"), hyphen);
    assert.throws(() => answerOf("name == run-7"), {
      message: /^Unknown name "run" in where; a text is written in quotes: 'run'\. Known: /,
    });
    assert.throws(() => answerOf("sharpe.constructor"), { code: "UNKNOWN_COLUMN" });
    assert.throws(() => answerOf("sqr(2)"), { code: "INVALID_FORMULA", message: /Did you mean "sqrt"\?/ });
  });

  const foreign = {
    "sharpe > 1 && calmar > 1": "and is written for &&",
    "sharpe desc": 'a condition without an order, which is that of orderBy: "-sharpe", was',
    "params.fast ASC": 'a condition without an order, which is that of orderBy: "params.fast", was',
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
    "sharpe AND calmar": "to be a formula in which and is written for AND, was",
    "sharpe ** 2 > 1": "^ is written for **",
    "params.fast mod 2 == 0": "to be a formula in which % is written for mod, was",
    '"odd" in tags': 'has(tags, "odd") is written for in',
    "sharpe between 1 and 2": "0 < sharpe < 3 is written for between",
  };
  for (const [text, hint] of Object.entries(foreign))
    it(`says of ${text} which word of its own is meant`, () =>
      assert.throws(
        () => answerOf(text),
        ({ code, message }) => code === "INVALID_FORMULA" && message.includes(hint) && !message.includes("char "),
      ));

  const unread = {
    "tags[1]": "places of a list or text, of which has",
    "name[1:2]": "places of a list or text, of which has",
    "[1, 2]": "lists in brackets",
    "1:3": "ranges by :",
    "{a: 1}": "objects in braces",
    "sharpe; name": "several formulas in one",
    "sharpe ? 1 : 2": "a choice by ? and :",
    "sharpe.toString()": "calls of methods",
    "sharpe to name": "the operator to",
    "sharpe == null": "the constant null",
  };
  for (const [text, what] of Object.entries(unread))
    it(`says in words of people what it does not read in ${text}`, () =>
      assert.throws(
        () => answerOf(text),
        ({ message }) => message.includes(`to be arithmetic and comparison without ${what}`) && !/node/i.test(message),
      ));

  const dates = {
    'createdAt > "yesterday"': /compares createdAt with dates, as "2026-01-31", was .*yesterday/,
    '"2026-03-01" < createdAt < "soon"': /compares createdAt with dates, .*soon/,
    'createdAt == "2026-03-04"': /compares createdAt by < or >, since it is a time of a day/,
    '"2026-03-04" != createdAt': /compares createdAt by < or >/,
  };
  it("reads one over several lines, whose comments end with their lines", () => {
    const { read } = { read: (name: string) => (name === "sharpe" ? 1.5 : name === "text" ? "a # b" : null) };
    const lines = ["sharpe\n> 0", "sharpe > 0\r\n  and sharpe < 2", "sharpe # the ratio\n> 2 or text == 'a # b'"];
    for (const text of lines)
      assert.deepEqual(holdsFor(formulaOf("where", text), [{ read, who: 'session "one"' }]), [true], text);
    assert.deepEqual(holdsFor(formulaOf("where", "sharpe > 0 # or not\nand sharpe > 2"), [{ read, who: "" }]), [false]);
  });

  for (const [text, message] of Object.entries(dates))
    it(`refuses ${text}, of which nobody could be found`, () =>
      assert.throws(() => answerOf(text), { code: "INVALID_FORMULA", message }));

  const [few, many]: readonly Subject[] = [
    { read: (name: string) => (name === "kind" ? "sma" : null), who: 'session "one"' },
    { read: (name: string) => (name === "kind" ? 5 : 7), who: 'session "two"' },
  ];
  const kinds = {
    "kind > 3":
      'Expected kind > 3 in where to compare numbers with numbers and texts with texts, was "sma" > 3 in session "one"',
    "3 < kind < 9": 'was 3 < "sma" in session "one"',
    "kind == 3": 'was "sma" == 3 in session "one", and no session has two of one kind',
    "kind * 2 > 3": 'Expected kind in where to be a number, was "sma" in session "one", and no session has one',
    "abs(kind) > 3": 'Expected kind in where to be a number, was "sma" in session "one"',
  };
  for (const [text, message] of Object.entries(kinds))
    it(`says of ${text} that it finds nobody since it asks for another kind of value, unless somebody has that`, () => {
      const held = (...asked: Subject[]) => holdsFor(formulaOf("where", text), asked);
      assert.throws(
        () => held(few),
        (error: Error) => error.message.includes(message),
      );
      assert.deepEqual(held(few, many), [false, text !== "kind == 3"]);
      assert.deepEqual(held(many, few), [text !== "kind == 3", false]);
      assert.deepEqual(held(), []);
    });

  it("does not say so of what only differs", () => {
    assert.deepEqual(holdsFor(formulaOf("where", "kind != 3"), [few]), [true]);
    assert.deepEqual(holdsFor(formulaOf("where", 'kind == "ema"'), [few]), [false]);
    assert.deepEqual(holdsFor(formulaOf("where", 'kind == "5"'), [few, many]), [false, true]);
  });

  it("names who has a value that it can do nothing with", () => {
    const message = /^Expected sharpe in where to be a condition, such as "sharpe > 1", was 1.5 in session "steady"$/;
    assert.throws(() => answerOf("sharpe and calmar > 1"), { message });
    assert.throws(() => answerOf('has(name, "odd")'), {
      message: /^Expected name in where to be a list, such as tags, was "steady" in session "steady"$/,
    });
    assert.throws(() => holdsFor(formulaOf("where", "sharpe * 2"), [one]), {
      message: /a condition, .*was "sharpe \* 2", which is 3 in session "steady"$/,
    });
  });

  it("calculates with a text that is written like a number, and with no other", () => {
    const written: Subject = { read: () => "40", who: 'session "text"' };
    assert.deepEqual(valuesFor(formulaOf("orderBy", "kind * 2 + max(kind, 1)"), [written, many]), [120, 15]);
    assert.deepEqual(valuesFor(formulaOf("orderBy", "kind * 2"), [few, written]), [null, 80]);
  });

  it("says by values what == says", () => {
    const equal = (wanted: Readonly<Record<string, FormulaValue>>) => holdsFor(equalities("where", wanted), [one])[0];
    for (const values of [
      { "params.fast": 10 },
      { "params.fast": "10" },
      { code: 10 },
      { tags: "odd" },
      { calmar: null },
    ])
      assert.equal(equal(values as never), true, JSON.stringify(values));
    for (const values of [
      { "params.fast": 11 },
      { tags: "od" },
      { calmar: 1 },
      { name: null },
      { name: "steady", code: 1 },
    ])
      assert.equal(equal(values as never), false, JSON.stringify(values));
    const message = /^Expected params.fast == "ten" in where to compare .* was 10 == "ten" in session "steady"/;
    assert.throws(() => equal({ "params.fast": "ten" }), { code: "INVALID_FORMULA", message });
  });

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
        const pair = { read: (name: string) => (name === "a" ? a : b), who: "a pair" };
        const answer = (text: string) => valuesFor(formulaOf("where", text), [pair])[0];
        assert.deepEqual(["a < b", "a <= b", "a == b", "a != b"].map(answer), [a < b, a <= b, a === b, a !== b]);
      }),
    );
  });

  it("holds for no row of which it cannot be said, nor does its opposite", () => {
    for (const text of ["calmar > 1", "calmar <= 1"])
      assert.deepEqual(holdsFor(formulaOf("where", text, { known }), [one]), [false]);
  });

  it("ranks what is undefined last, in both directions", () => {
    const list: FormulaValue[] = [2, null, 1, Number.NaN, "text"];
    assert.deepEqual([...list].sort((a, b) => compareValues(a, b)).slice(0, 3), [1, 2, "text"]);
    assert.deepEqual([...list].sort((a, b) => compareValues(a, b, -1)).slice(0, 3), ["text", 2, 1]);
  });
});
