import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonOf } from "../../kernel/results/json";

const cycle: Record<string, unknown> = { name: "a" };
cycle.self = { back: cycle };
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const throwing = (what: string) => () => {
  throw new Error(what);
};

describe("a value as JSON", () => {
  const held: readonly [name: string, value: unknown, json: unknown][] = [
    ["a bigint", [5n, -5n, 2n ** 60n], [5, -5, "1152921504606846976"]],
    ["a typed array", { x: Float64Array.of(1.5, Number.NaN), y: BigInt64Array.of(7n) }, { x: [1.5, null], y: [7] }],
    ["bytes within", { x: Buffer.from([1, 2]) }, { x: [1, 2] }],
    ["a Set and a Set in a Set", new Set([1, new Set(["a"])]), [1, ["a"]]],
    ["a date", [new Date(0)], ["1970-01-01T00:00:00.000Z"]],
    [
      "an iterator and a generator",
      [
        new Map([["a", 1]]).keys(),
        (function* () {
          yield 1;
          yield 2n;
        })(),
      ],
      [["a"], [1, 2]],
    ],
    ["a Map by names", new Map([["a", new Map([[1, Uint8Array.of(3)]])]]), { a: { "1": [3] } }],
    ["a Map by objects", new Map([[[1], "b"]]), [[[1], "b"]]],
    [
      "danfo's Series and frame",
      [
        { $isSeries: true, values: [1, 2] },
        { $isSeries: false, values: [[1], [2]] },
      ],
      [
        [1, 2],
        [[1], [2]],
      ],
    ],
    ["what says how it is JSON", { at: { toJSON: () => [1n] } }, { at: [1] }],
    ["a boxed value", [Object(1n), new Number(2), new String("s"), new Boolean(false)], [1, 2, "s", false]],
    ["what is not finite", [Number.POSITIVE_INFINITY, Number.NaN], [null, null]],
    ["what is empty, or has no prototype", [{}, [], Object.assign(Object.create(null), { a: 1 })], [{}, [], { a: 1 }]],
    ["undefined", { a: undefined, b: [undefined] }, { b: [null] }],
    ["what stands in two places", ((one) => [one, one])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
  ];
  for (const [name, value, json] of held) {
    it(`holds ${name}`, () => assert.deepEqual(jsonOf(value), { value: json, leftOut: [] }));
  }

  const leftOut: readonly [name: string, value: unknown, json: unknown, leftOut: readonly string[]][] = [
    ["a function", { a: [1, () => 1], b: 2 }, { a: [1, null], b: 2 }, ["a[1] (a function)"]],
    ["a symbol", { a: Symbol("s") }, {}, ["a (a symbol)"]],
    ["a cycle", cycle, { name: "a", self: {} }, ["self.back (a cycle)"]],
    ["a toJSON that throws", { a: { toJSON: throwing("no") }, b: 1 }, { b: 1 }, ["a (it throws: no)"]],
    [
      "a getter that throws",
      {
        get a() {
          return throwing("no")();
        },
        b: 1,
      },
      { b: 1 },
      ["a (it throws: no)"],
    ],
    ["an iterator that throws", { a: { [Symbol.iterator]: throwing("no") } }, {}, ["a (it throws: no)"]],
    [
      "a proxy that was revoked",
      { a: revoked() },
      {},
      ["a (it throws: Cannot perform 'getPrototypeOf' on a proxy that has been revoked)"],
    ],
    ["a promise", { x: Promise.resolve([1]) }, {}, ["x (of the class Promise)"]],
    ["an invalid date", [new Date(Number.NaN)], [null], ["[0] (an invalid date)"]],
    ["raw memory", { a: new ArrayBuffer(8) }, {}, ["a (of the class ArrayBuffer)"]],
    [
      "what JSON would take for empty",
      [/x/, new Error("e"), new DataView(new ArrayBuffer(1)), new WeakMap()],
      [null, null, null, null],
      [
        "[0] (of the class RegExp)",
        "[1] (of the class Error)",
        "[2] (of the class DataView)",
        "[3] (of the class WeakMap)",
      ],
    ],
    ["all of it", () => 1, undefined, ["a function"]],
  ];
  for (const [name, value, json, left] of leftOut) {
    it(`is without ${name}, and says so`, () => assert.deepEqual(jsonOf(value), { value: json, leftOut: left }));
  }

  it("ends where a value has no end", () => {
    const endless = jsonOf({
      x: (function* () {
        for (;;) yield 1;
      })(),
    });
    assert.equal((endless.value as { x: number[] }).x.length, 1_000_000);
    assert.deepEqual(endless.leftOut, ["x (what follows its first 1000000 items)"]);
    const [place] = jsonOf(deep(1000)).leftOut;
    assert.match(place, /more than 200 levels deep/);
  });

  it("of what is JSON already is the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value));
        assert.deepEqual(jsonOf(json), { value: json, leftOut: [] });
      }),
    );
  });

  it("can be written, whatever it holds", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    });
    fc.assert(fc.property(anything, (value) => void JSON.stringify(jsonOf(value).value)));
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
