import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { mean } from "mathjs";
import { sma } from "../../../src/index";
import { nameOfPath, reachOf, unreadOf } from "../../../src/strategy/reach/reach";

type Call = (...given: number[]) => unknown;

/** Returns what a function reaches. */
const reachedBy = (value: unknown) => reachOf([{ path: "onBar", value, told: true }]).reach;

/** Returns what functions reach, in one text: the same one only where they reach the same. */
const textOf = (value: unknown) => JSON.stringify(reachedBy(value));

/** What a function of some values reaches, as it does it: the values come from a closure. */
const reading = (value: unknown) => textOf(() => value);

describe("what a function reaches", () => {
  it("is nothing where it reads only what it is given and what JavaScript has", () => {
    const values = [1, 2];
    assert.deepEqual(
      reachedBy((n: number) => Math.max(n, Number("1"), [...new Set([n])].length)),
      {},
    );
    assert.deepEqual(
      reachedBy(() => sma(values, 2)),
      { "onBar > values": "[1, 2]" },
    );
  });

  it("is the text of the functions that it calls, and what these reach in turn", () => {
    const limits = (long: number, half: string) => {
      const limit = { long, short: 1 };
      const scale: Call = half === "/ 2" ? (n) => n / 2 : (n) => n / 4;
      const signal: Call = (n) => Number(scale(n)) > limit.long;
      return () => signal(3);
    };
    const reach = reachedBy(limits(5, "/ 2"));
    assert.deepEqual(Object.keys(reach), ["onBar > signal", "onBar > signal > scale", "onBar > signal > limit.long"]);
    assert.equal(reach["onBar > signal > limit.long"], "5");
    assert.equal(textOf(limits(5, "/ 2")), textOf(limits(5, "/ 2")));
    assert.notEqual(textOf(limits(5, "/ 2")), textOf(limits(6, "/ 2")));
    assert.notEqual(textOf(limits(5, "/ 2")), textOf(limits(5, "/ 4")));
  });

  it("ends where functions call one another, or themselves", () => {
    const even: Call = (n) => n === 0 || odd(n - 1);
    const odd: Call = (n) => n !== 0 && even(n - 1);
    const down: Call = (n) => (n > 0 ? down(n - 1) : 0);
    const reach = reachedBy(() => [even(2), down(2)]);
    assert.deepEqual(Object.keys(reach), [
      "onBar > even",
      "onBar > down",
      "onBar > even > odd",
      "onBar > down > down",
      "onBar > even > odd > even",
    ]);
    assert.equal(reach["onBar > even > odd > even"], "as onBar > even");
  });

  it("is also what is mentioned and not called, and what stands in lists, objects, maps and on functions", () => {
    const of = (last: Call) => {
      const mentioned: Call = (n) => n;
      const rules = [(n: number) => n, { deep: new Map([["a", last]]) }];
      const marked = Object.assign((n: number) => n, { lots: 5 });
      return () => [[mentioned], rules, marked];
    };
    const reach = reachedBy(of((n) => n + 1));
    assert.deepEqual(Object.keys(reach).map(nameOfPath), [
      "mentioned",
      "rules[0]",
      "rules[1].deep[1]",
      "rules",
      "marked",
      "marked.lots",
    ]);
    assert.notEqual(textOf(of((n) => n + 1)), textOf(of((n) => n + 2)));
  });

  it("is only those fields of an object that are read, all of them where a method may read others", () => {
    const one = { read: 1, other: 2, method: () => 3, mine: () => 4 };
    assert.deepEqual(
      reachedBy(() => one.read),
      { "onBar > one.read": "1" },
    );
    assert.deepEqual(Object.keys(reachedBy(() => one.method())), ["onBar > one.method"]);
    const two = {
      read: 1,
      total() {
        return this.read;
      },
    };
    assert.equal(reachedBy(() => two.total())["onBar > two"], "{ read: 1, total: function }");
    assert.equal(reachedBy((key: "read") => one[key])["onBar > one"]?.includes("other: 2"), true);
  });

  it("is not what is only assigned", () => {
    let last = 0;
    const seen = { at: 0 };
    const assign = (n: number) => {
      last = n;
      seen.at = n;
    };
    assign(1);
    assert.deepEqual(reachedBy(assign), {});
    assert.equal(last + seen.at, 2);
  });

  it("tells values from one another that look alike", () => {
    const shared = [1];
    const cyclic: unknown[] = [1];
    cyclic.push(cyclic);
    const values: unknown[] = [
      ...[0, -0, NaN, null, undefined, "", "0", "null", false, 0n, Symbol.iterator, Symbol.for("a")],
      ...[[], {}, new Map(), new Set(), new Float64Array(0), new Float32Array(0), [[]], [undefined], new Array(1)],
      ...[[1, 2], ["1, 2"], ["1", "2"], [1, [2]], new Set([1, 2]), new Map([[1, 2]]), new Float64Array([1, 2])],
      ...[{ a: 1 }, { a: "1" }, { b: 1 }, { a: { a: 1 } }, { "a: 1, b": 2 }, { a: 1, b: 2 }],
      ...[new Date(0), new Date(1), "Date 0", /a/, /a/g, "/a/", [shared, shared], [shared, [1]], cyclic, [1, [1]]],
      ...[
        Array(100).fill(0),
        Array(101).fill(0),
        new Float64Array(100),
        new Float32Array(100),
        "0".repeat(300),
        "0".repeat(301),
      ],
      ...[
        Array(100).fill("0"),
        Array.from({ length: 100 }, (_, at) => ({ at })),
        Array.from({ length: 100 }, () => ({})),
      ],
    ];
    const texts = values.map(reading);
    for (const [at, text] of texts.entries()) assert.equal(texts.indexOf(text), at, `${String(text)} is twice there`);
    assert.deepEqual(texts, values.map(reading));
    assert.deepEqual(unreadOf(reachedBy(() => values)), []);
  });

  it("keeps a short value as a text, and of a long one its size and hash", () => {
    const [short, list, typed, text, rows] = [
      { a: [1, "two", true] },
      Array.from({ length: 1_000_000 }, (_, at) => at / 3),
      new Float64Array(1000),
      "x".repeat(500),
      Array.from({ length: 1000 }, (_, at) => ({ at })),
    ];
    const reach = reachedBy(() => [short, list, typed, text, rows]);
    const texts = Object.values(reach).map((one) => one.replace(/[0-9a-f]{64}$/, "..."));
    assert.deepEqual(texts, [
      '{ a: [1, "two", true] }',
      "array of 1000000, SHA-256 ...",
      "Float64Array of 1000, SHA-256 ...",
      "text of 500 letters, SHA-256 ...",
      "array of 1000, SHA-256 ...",
    ]);
    const before = textOf(() => list);
    list[999_999] += 1e-9;
    assert.notEqual(
      textOf(() => list),
      before,
    );
  });

  it("is the same for values of another realm, such as a notebook's", () => {
    const [own, foreign] = [{ a: [1, { b: 2 }] }, runInNewContext("({ a: [1, { b: 2 }] })")];
    assert.equal(reading(foreign), reading(own));
  });

  it("names what cannot be read, wherever it stands", () => {
    class Model {
      readonly lots = 5;
    }
    class List extends Array<number> {}
    const [socket, emitter, model, list, weak, promise, proxy, bound, touched] = [
      ...[new Socket(), new EventEmitter(), new Model(), new List(), new WeakMap(), Promise.resolve()],
      ...[new Proxy({}, {}), reading.bind(undefined)],
      { within: [new Model()], proxied: new Proxy(() => 1, {}), inherits: Object.create({ a: 1 }) },
    ];
    const reach = reachedBy(() => [socket, emitter, model, list, weak, promise, proxy, bound, touched]);
    assert.deepEqual(unreadOf(reach), [
      ...["socket", "emitter", "model", "list", "weak", "promise", "proxy", "bound"],
      ...["touched.within[0]", "touched.proxied", "touched.inherits"],
    ]);
  });

  it("runs no code of what it reads", () => {
    let ran = 0;
    const trap = new Proxy(
      {},
      {
        get: () => ran++,
        has: () => ++ran > 0,
        ownKeys: () => [String(ran++)],
        getPrototypeOf: () => ({ ran: ran++ }),
        getOwnPropertyDescriptor: () => void ran++,
      },
    );
    const kit = {
      get counted() {
        ran++;
        return 1;
      },
      toString: () => String(ran++),
      toJSON: () => ran++,
    };
    assert.deepEqual(unreadOf(reachedBy(() => [trap, kit.counted, kit])), ["trap"]);
    assert.equal(ran, 0);
  });

  it("knows functions of packages, of Node and of JavaScript by their names", () => {
    const { max } = Math;
    const { slice } = Array.prototype;
    const average = sma;
    const reach = reachedBy(() => [mean([1]), readFileSync, join("a"), max(1), slice, average]);
    assert.deepEqual(
      Object.entries(reach).map(([path, text]) => [nameOfPath(path), text.replace(/@\d.* /, "@version ")]),
      [
        ["mean", "mathjs@version mean"],
        ["readFileSync", "?"],
        ["join", "node:path join"],
        ["max", "JavaScript Math.max"],
        ["slice", "JavaScript Array.prototype.slice"],
        ["average", "paperlab sma"],
      ],
    );
  });

  it("is read of a class by its text, with what its parents and static fields are", () => {
    const of = (lots: number) => {
      class Base {
        #hidden = lots;
        size() {
          return this.#hidden;
        }
      }
      class Sized extends Base {
        static most = lots;
      }
      return () => new Sized().size();
    };
    assert.equal(textOf(of(5)), textOf(of(5)));
    assert.notEqual(textOf(of(5)), textOf(of(6)));
    assert.deepEqual(unreadOf(reachedBy(of(5))), []);
  });

  it("is of a module that is imported by name or whole what is used of it", () => {
    const module = (factor: number) => {
      const exports = Object.defineProperty({}, "__esModule", { value: true });
      const inner = { factor };
      const scale: Call = (n) => n * inner.factor;
      Object.defineProperty(exports, "scale", { enumerable: true, get: () => scale });
      Object.defineProperty(exports, "other", { enumerable: true, value: (n: number) => -n });
      return exports as { scale: Call; other: Call };
    };
    const of = (factor: number) => {
      const helper_1 = module(factor);
      return (n: number) => helper_1.scale(n);
    };
    const reach = reachedBy(of(2));
    assert.deepEqual(Object.keys(reach).map(nameOfPath), ["scale", "inner.factor"]);
    assert.notEqual(textOf(of(2)), textOf(of(3)));
  });

  it("ends also where one package too many is behind a function", () => {
    const chain = Array.from({ length: 400 }).reduce<Call>(
      (next) => (n) => next(n),
      (n) => n,
    );
    assert.equal(unreadOf(reachedBy(chain)).length, 1);
  });

  it("names what tells of chance, the clock, files and the network, however it is reached", () => {
    const { random } = Math;
    const reach = reachedBy(() => [Math.random(), random(), Date.now(), fetch, performance.now(), crypto.randomUUID()]);
    const names = ["Math.random", "random", "Date.now", "fetch", "performance.now", "crypto.randomUUID"];
    assert.deepEqual(
      names.map((name) => reach[`onBar > ${name}`]),
      names.map(() => "?"),
    );
  });

  it("takes no offense at what JavaScript computes", () => {
    assert.deepEqual(
      reachedBy((at: number) => [Math.max(at, 1), new Date(at).getUTCDay(), JSON.stringify(at)]),
      {},
    );
  });
});
