import assert from "node:assert/strict";
import { Socket } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import fc from "fast-check";
import { mean } from "mathjs";
import { commissionBps, dfd, gbm, param, replay, sma } from "../../../src/index";
import { travelingCode } from "../../../src/sweep/code/travel";
import { useFolder } from "../../feeds/files";
import * as counted from "./counted";
import { arrived, refusal, there } from "./there";

/** Asserts that a function answers there what it answers here, several times in a row. */
function sameThere(call: () => unknown): void {
  const far = there(call);
  for (let at = 0; at < 3; at++) assert.deepEqual(far(), call());
}

describe("code that travels", () => {
  it("takes values with it, also those that JSON does not have", () => {
    const values: Record<string, unknown> = { list: [1, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5n, undefined] };
    values.self = values;
    values.map = new Map<unknown, unknown>([[values, values.list]]);
    const [date, pattern, set] = [new Date(5), /x+/gi, new Set([1, "2"])];
    const numbers = Array.from({ length: 100 }, (_, at) => (at === 7 ? -0 : at / 3));
    const buffer = new Float64Array([1, 2, -0]);
    const [view, data] = [buffer.subarray(1), new DataView(buffer.buffer, 8)];
    const error = new TypeError("bad");
    const frozen = Object.freeze({
      one: 1,
      get two() {
        return this.one + 1;
      },
    });
    sameThere(() => [values.list, (values.map as Map<unknown, unknown>).get(values) === values.list]);
    sameThere(() => [values.self === values, date.getTime(), "axx".replace(pattern, ""), [...set]]);
    sameThere(() => [numbers, view, view.buffer === buffer.buffer, data.getFloat64(0, true)]);
    sameThere(() => [error.message, error instanceof TypeError, frozen.two, Object.isFrozen(frozen)]);
    const holes: number[] = [1];
    holes[2] = 3;
    sameThere(() => [1 in holes, holes.length]);
    const symbol = Symbol("mine");
    const marked = {
      [symbol]: 3,
      *[Symbol.iterator]() {
        yield 4;
      },
    };
    sameThere(() => [marked[symbol], [...marked]]);
  });

  it("takes any plain data with it, to the last bit", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
          withNullPrototype: true,
        }),
        (data) => {
          // Node 20 calls no two dates equal that are none: the next test has them.
          fc.pre(!inspect(data, { depth: null }).includes("Invalid Date"));
          assert.deepEqual(there(() => data)(), data);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("takes a date with it that is none", () => {
    const never = [new Date(Number.NaN)];
    sameThere(() => never.map((date) => String(date)));
  });

  it("takes data with it that is deeper than a call stack", () => {
    const deep: { next?: object } = {};
    for (let [at, count] = [deep, 0]; count < 20_000; count++) at = at.next = {};
    const depth = () => {
      let count = 0;
      for (let at: { next?: object } | undefined = deep; at !== undefined; at = at.next) count++;
      return count;
    };
    assert.equal(there(depth)(), 20_001);
  });

  it("knows by name what everybody has", () => {
    const frame = new dfd.DataFrame({ a: [1, 2.5], b: ["x", "y"] });
    const fast = param.int(4, { min: 1 });
    const [made, cost] = [gbm({ A: { price: 5 } }, { bars: 5, seed: 1 }), commissionBps(2)];
    sameThere(() => [mean([1, 2, 3]), join("a", "b"), sma([1, 2, 3], 2), Math.max(1, 2), Buffer.from([1]).length]);
    sameThere(() => [frame.values, frame.columns, frame.a.values, frame.shape]);
    sameThere(() => [fast.wanted, cost.name, cost.params]);
    sameThere(() => made.manifest);
    const text = JSON.stringify(travelingCode({ name: "a", onBar: () => void [mean, sma] }));
    assert.ok(text.length < 1000, text);
  });

  it("lets functions share the variables that they shared", () => {
    let shared = 3;
    const bump = () => ++shared;
    const double = () => {
      shared *= 2;
    };
    const run = () => [bump(), double(), bump(), shared];
    const [one, other] = [there(run), there(run)];
    assert.deepEqual(
      [one(), one()],
      [
        [4, undefined, 9, 9],
        [10, undefined, 21, 21],
      ],
    );
    assert.deepEqual(other(), [4, undefined, 9, 9]);
    assert.equal(shared, 3);
    const sum = (() => {
      let total = 0;
      return [1, 2].map((step) => () => (total += step));
    })();
    assert.deepEqual(there(() => sum.map((add) => add()))(), [1, 3]);
    const own = [1, 2].map((step) => {
      let total = 0;
      return () => (total += step);
    });
    assert.deepEqual(there(() => [own[0](), own[0](), own[1]()])(), [1, 2, 2]);
    assert.deepEqual(there(() => [counted.bump(), counted.count, counted.bump(), counted.count])(), [1, 1, 2, 2]);
  });

  it("begins anew each time that it arrives", () => {
    const [seen, sizes] = [[] as number[], new Float64Array(2)];
    const push = () => [seen.push(1), ++sizes[0]];
    const code = JSON.parse(JSON.stringify(travelingCode({ name: "a", onBar: push as never })));
    for (let at = 0; at < 2; at++) assert.deepEqual((arrived(code).strategy.onBar as never as typeof push)(), [1, 1]);
    assert.deepEqual([seen, sizes[0]], [[], 0]);
  });

  it("takes only those fields of an object that are read by name", () => {
    const mixed = { limit: 5, socket: new Socket() };
    assert.equal(there(() => mixed.limit + 1)(), 6);
    assert.match(
      refusal(() => Object.keys(mixed)),
      /socket/,
    );
  });
});

describe("code of classes that travels", () => {
  class Base {
    static made = 4;
    x = 1;
    static make() {
      return new Base();
    }
    hello() {
      return `hi ${this.x}`;
    }
  }
  class Derived extends Base {
    static readonly other = Derived.made + 1;
    #private = 7;
    override hello() {
      return `${super.hello()} ${this.#private}`;
    }
    get twice() {
      return this.x * 2;
    }
  }

  it("makes classes again with what they inherit, keep to themselves and have counted so far", () => {
    sameThere(() => [
      new Derived().hello(),
      new Derived().twice,
      Derived.other,
      Derived.name,
      Derived.make() instanceof Base,
    ]);
    Base.made = 9;
    assert.deepEqual(there(() => [Base.made, Derived.other])(), [9, 5]);
    Base.made = 4;
  });

  it("makes instances again, and refuses those with private fields", () => {
    const instance = Object.assign(new Base(), { x: 9 });
    sameThere(() => [instance.hello(), instance instanceof Base]);
    const hidden = new Derived();
    assert.match(
      refusal(() => hidden.hello()),
      /it needs #private \(private in an instance of Derived/,
    );
    function Old(this: { z: number }) {
      this.z = 3;
    }
    Old.prototype.get = function () {
      return this.z;
    };
    const old = Reflect.construct(Old, []);
    sameThere(() => [old.get(), old instanceof Old]);
    const above = {
      base: 5,
      of() {
        return this.base;
      },
    };
    const below = {
      __proto__: above,
      of() {
        return super.of() + 1;
      },
    } as unknown as typeof above;
    sameThere(() => below.of());
  });

  it("takes a strategy that is an instance of a class, with arrow functions that use `this`", () => {
    class Counter {
      readonly name = "counter";
      readonly params = { by: param.int(2, { min: 1 }) };
      onBar() {
        return [this.#of(), this.add(), this.constructor.name];
      }
      add = () => (this.params.by as unknown as { value: number }).value;
      #of() {
        return 1;
      }
    }
    assert.match(
      refusal(() => new Counter()),
      /^$/,
    );
    class Plain {
      readonly name = "plain";
      count = 5;
      onBar() {
        return [this.help(), this.add(), this.count];
      }
      add = () => this.count++;
      help() {
        return "h";
      }
    }
    const { strategy } = arrived(travelingCode(new Plain() as never));
    assert.deepEqual((strategy.onBar as never as Plain["onBar"]).call(strategy as never), ["h", 5, 6]);
  });
});

describe("code that cannot travel", () => {
  it("is named, all at once, with the way out", () => {
    const [socket, bound, weak] = [new Socket(), Math.max.bind(null), new WeakMap()];
    const memory = replay([{ time: 1, symbol: "A", open: 1, high: 1, low: 1, close: 1, volume: 1 }] as never);
    // biome-ignore lint/security/noGlobalEval: it is refused
    const text = refusal(() => [socket, bound(), weak, memory, eval("1"), new Proxy({}, {})]);
    assert.match(
      text,
      /^Expected strategy "mine" to need only what can be sent to threads and machines, but it needs /,
    );
    assert.match(text, /socket \(an instance of Socket, in strategy.onBar\)/);
    assert.match(text, /bound \(a function that is bound/);
    assert.match(text, /weak \(an instance of WeakMap/);
    assert.match(text, /memory \(a feed made in memory/);
    assert.match(text, /eval \(makes code of texts/);
    assert.match(text, /module: "\.\/mine\.ts"$/);
    const proxy = new Proxy({ a: 1 }, {});
    assert.match(
      refusal(() => proxy.a),
      /proxy \(a Proxy/,
    );
    assert.match(
      refusal(() => require("./counted")),
      /\.\/counted \(a file/,
    );
  });

  it("is said in short, also where it is an object of Node with much within it", () => {
    const [end, headers, timer] = [new AbortController(), new Headers(), setTimeout(() => undefined, 1)];
    assert.match(
      refusal(() => end.abort()),
      /needs end \(an instance of AbortController, in strategy\.onBar\)\. Make it/,
    );
    assert.match(
      refusal(() => headers.get("a")),
      /needs headers \(an instance of Headers, in strategy\.onBar\)\. Make it/,
    );
    const text = refusal(() => timer.ref());
    assert.match(text, /, and many more\. Make it/);
    assert.ok(text.length < 600, text);
  });

  it("is what nobody can tell whether it is shared", () => {
    const counters = [1, 2].map(() => {
      let count = 0;
      return () => ++count;
    });
    assert.match(
      refusal(() => counters.map((one) => one())),
      /count \(a variable that functions made at one place change/,
    );
  });
});

describe("a module that travels as its path", () => {
  const write = useFolder();
  const strategy = { name: "kept", onBar: () => undefined };

  it("is refused if its strategy has other params than the one that was given, or if there is none", () => {
    const path = write("mine.cjs", 'exports.mine = { name: "mine", params: { size: 2 }, onBar() {} };');
    const mine = (size: number) => ({ name: "mine", params: { size }, onBar: () => undefined });
    assert.equal(travelingCode(mine(2), {}, path).module?.strategy, "mine");
    assert.throws(() => travelingCode(mine(1), {}, path), {
      code: "INVALID_STRATEGY",
      message: /its params are others/,
    });
    assert.throws(() => travelingCode({ ...mine(2), name: "other" }, {}, path), {
      code: "INVALID_STRATEGY",
      message: /exports strategy "other", but it exports none of that name$/,
    });
  });

  it("may be an ES module that imports another by its name", () => {
    write("most.mjs", "export const most = 7;");
    write("least.mts", "export const least: number = 3;");
    const text = 'import { most } from "./most.mjs";\nimport { least } from "./least.mjs";\n';
    const path = write("wide.mjs", `${text}export const kept = { name: "kept", onBar: () => most - least };`);
    const { onBar } = arrived(travelingCode(strategy, {}, path)).strategy as unknown as { onBar(): number };
    assert.equal(onBar(), 4);
  });

  it("says what to do if it cannot be loaded", () => {
    const fails = (name: string, text: string, message: RegExp) =>
      assert.throws(() => travelingCode(strategy, {}, write(name, text)), { code: "INVALID_STRATEGY", message });
    const kept = 'export const kept = { name: "kept", onBar() {} };';
    const cure = /: have no await outside functions and no import\.meta in it$/;
    fails("waits.mjs", `await 1;\n${kept}`, cure);
    fails("where.mjs", `${kept}\nexport const url = import.meta.url;`, cure);
    fails(
      "broken.cjs",
      "exports.kept = {",
      /^Expected the module .*broken\.cjs to be loaded, but it failed: Unexpected/,
    );
    fails("throws.cjs", "throw new Error('no data');", /throws\.cjs to be loaded, but it failed: no data$/);
  });

  it("is loaded where it arrives, in TypeScript too, anew each time, and only if its files are the same", () => {
    write("limits.ts", "export const limit: number = 5;\nexport let count = 0;\nexport const bump = () => ++count;");
    const text =
      'import { bump, limit } from "./limits";\nimport { sma } from "paperlab";\nclass Secret { #key = 1; get() { return this.#key; } }\nconst secret = new Secret();\nexport const kept = { name: "kept", onBar: (): number[] => [limit, bump(), secret.get(), sma([1, 2], 2) as number] };';
    const code = travelingCode(strategy, {}, write("kept.ts", text));
    assert.deepEqual(Object.keys(code.module?.files ?? {}), ["kept.ts", "limits.ts"]);
    for (let at = 0; at < 2; at++) {
      const { onBar } = arrived(code).strategy as unknown as { onBar(): number[] };
      assert.deepEqual(
        [onBar(), onBar()],
        [
          [5, 1, 1, 1.5],
          [5, 2, 1, 1.5],
        ],
      );
    }
    write("limits.ts", "export const limit = 6; export const bump = () => 1;");
    assert.throws(() => arrived(code), { code: "CANNOT_TRAVEL", message: /limits\.ts is not as it was there/ });
  });

  it("must be there, and export the strategy", () => {
    assert.throws(() => travelingCode(strategy, {}, "./missing.ts"), { code: "MISSING_FILE" });
    const other = write("other.ts", "export const other = 1;");
    assert.throws(() => travelingCode(strategy, {}, other), {
      code: "INVALID_STRATEGY",
      message: /exports strategy "kept"/,
    });
  });
});
