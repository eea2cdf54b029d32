import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { dfd, param, replay, sample, strategies } from "../../../src/index";
import { reachOf, unreadOf } from "../../../src/strategy/reach/reach";

/** Returns what a function reaches that reads a value. */
const reachedBy = (value: unknown) => reachOf([{ path: "onBar", value: () => value, told: true }]).reach;

/** Returns that in one text. */
const reading = (value: unknown) => JSON.stringify(reachedBy(value));

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const frame = (...closes: number[]) =>
  new dfd.DataFrame(
    closes.map((close) => ["A", close]),
    { columns: ["symbol", "close"] },
  );
const bar = { time: Date.UTC(2024, 0, 2), symbol: "A", open: 1, high: 2, low: 1, close: 2, volume: 3 };
const feed = (close: number) =>
  replay([
    { ...bar, close },
    { ...bar, time: Date.UTC(2024, 0, 3) },
  ]);

/** Makes a value of each kind; the second is another, and called again it is the same. */
const kinds: Record<string, (isOther: boolean) => unknown> = {
  "an ArrayBuffer": (isOther) => bytes(1, 2, isOther ? 4 : 3),
  "a long ArrayBuffer": (isOther) => new Float64Array(1000).fill(isOther ? 2 : 1).buffer,
  "a DataView": (isOther) => new DataView(bytes(1, 2, 3), isOther ? 1 : 0, 2),
  "a URL": (isOther) => new URL(isOther ? "https://a.b/d" : "https://a.b/c"),
  URLSearchParams: (isOther) => new URLSearchParams(isOther ? "a=1&b=2" : "a=1"),
  "an Error": (isOther) => new Error(isOther ? "two" : "one"),
  "an Error with a cause": (isOther) => new RangeError("one", { cause: new Error(isOther ? "two" : "one") }),
  "an Error with a code": (isOther) => Object.assign(new TypeError("one"), { code: isOther ? "E2" : "E1" }),
  "a Map": (isOther) => new Map([["a", { deep: isOther ? 2 : 1 }]]),
  "a Set": (isOther) => new Set(["a", isOther ? "c" : "b"]),
  "a DataFrame": (isOther) => frame(1, isOther ? 3 : 2),
  "a long DataFrame": (isOther) => frame(...Array<number>(500).fill(1), isOther ? 3 : 2),
  "a Series": (isOther) => frame(1, isOther ? 3 : 2).column("close"),
  "a feed of an array": (isOther) => feed(isOther ? 1.5 : 2),
  "a param": (isOther) => param.int(5, { min: 1, max: isOther ? 9 : 8 }),
  "a collection of strategies": (isOther) => ({ strategies, other: isOther ? strategies.pairs : strategies.momentum }),
  "a sample": (isOther) => sample("us-daily", { from: "2018-01-02", to: isOther ? "2018-01-04" : "2018-01-03" }),
};

describe("what a function reaches that is no plain object", () => {
  for (const [what, make] of Object.entries(kinds)) {
    it(`is read by its value: ${what}, also within an object`, () => {
      for (const put of [(value: unknown) => value, (value: unknown) => ({ within: [value] })]) {
        assert.deepEqual(unreadOf(reachedBy(put(make(false)))), []);
        assert.equal(reading(put(make(false))), reading(put(make(false))));
        assert.notEqual(reading(put(make(false))), reading(put(make(true))));
      }
    });
  }

  it("is short where people can read it, and says its size where it is long", () => {
    const values = [
      new URL("https://a.b/c"),
      new Error("one"),
      bytes(1, 2),
      frame(1),
      frame(...Array<number>(500).fill(1)),
    ];
    const texts = values.map((value) => Object.values(reachedBy(value))[0].replace(/[0-9a-f]{64}/, "..."));
    assert.deepEqual(texts, [
      'URL "https://a.b/c"',
      'Error { message: "one" }',
      "ArrayBuffer Uint8Array [1, 2]",
      'DataFrame { columns: ["symbol", "close"], dtypes: ["string", "int32"], index: [0], data: [["A", 1]] }',
      "DataFrame of 500, SHA-256 ...",
    ]);
  });

  it("is the same for one of another realm", () => {
    assert.equal(reading(runInNewContext("new RangeError('one')")), reading(new RangeError("one")));
    assert.equal(reading(runInNewContext("new Uint8Array([1, 2]).buffer")), reading(bytes(1, 2)));
  });

  it("cannot be read where more is to it, or it only looks like one, and runs no code of its own", () => {
    let ran = 0;
    class Failure extends Error {}
    class Feed {
      get manifest() {
        return ran++;
      }
    }
    class DataFrame {
      $data = [1];
      $index = [0];
      $columns = ["a"];
      get $dtypes() {
        return ran++;
      }
    }
    const got = Object.defineProperty(new Error("one"), "code", { get: () => ran++, enumerable: true });
    const marked = Object.assign(new URL("https://a.b"), { limit: 5 });
    const values = [new Failure(), new Feed(), new DataFrame(), got, marked, Object.create(URL.prototype)];
    for (const value of values) assert.deepEqual(unreadOf(reachedBy(value)), ["value"]);
    assert.equal(ran, 0);
  });
});

/** Makes a function that requires, as it stands in a script of a user. */
const requiring = (body: string): unknown => Function("require", `return () => ${body}`)(createRequire(__filename));

describe("a module that a function requires", () => {
  const reachedBy = (body: string) => reachOf([{ path: "onBar", value: requiring(body), told: true }]).reach;
  const unreadBy = (body: string) => unreadOf(reachedBy(body));

  for (const [body, names] of [
    ['require("fs").readFileSync("a")', ["fs (a module of Node)"]],
    ['[require("node:fs"), require("fs/promises")]', ["fs (a module of Node)", "fs/promises (a module of Node)"]],
    ['require("crypto").randomUUID()', ["crypto (a module of Node)"]],
    ['{ const { randomUUID } = require("node:crypto"); randomUUID(); }', ["crypto (a module of Node)"]],
    ['require("./contents.test")', ["./contents.test"]],
    ["require(String(1))", ["require"]],
  ] as const) {
    it(`has one short name where it is not known what it tells: ${body}`, () => {
      assert.deepEqual(unreadBy(body), names);
    });
  }

  it("is known by its name where it only computes, be it loaded or not", () => {
    const reach = reachedBy(
      '[require("node:path").join("a"), require("crypto").createHash("sha256"), require("mathjs").mean([1])]',
    );
    const texts = Object.entries(reach).map(([path, text]) => [path, text.replace(/@\d[\d.]*/, "@version")]);
    assert.deepEqual(texts, [
      ["onBar > path join", "node:path join"],
      ["onBar > crypto createHash", "node:crypto createHash"],
      ["onBar > mathjs mean", "mathjs@version mean"],
    ]);
  });

  it("is none where a function of the user's is called require", () => {
    const own = Function("require", 'return () => require("fs")')((id: string) => id);
    assert.deepEqual(unreadOf(reachOf([{ path: "onBar", value: own, told: true }]).reach), []);
  });
});
