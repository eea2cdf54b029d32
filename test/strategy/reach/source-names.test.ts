import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { sma } from "../../../src/index";
import { type Reached, reachOf } from "../../../src/strategy/reach/reach";

type Given = Readonly<Record<string, unknown>>;

/** Returns what a function reaches whose text is given, where some variables have values. */
function reachedBy(text: string, given: Given = {}): Reached {
  const made = runInThisContext(`((${Object.keys(given)}) => (${text}))`)(...Object.values(given));
  return reachOf([{ path: "onBar", value: made, told: true }]);
}

/** What identifies it. */
function identified(text: string, given: Given = {}): string {
  const { functions, reach } = reachedBy(text, given);
  return JSON.stringify([functions, reach]);
}

const module = (exported: Given) => Object.defineProperty({ ...exported }, "__esModule", { value: true });
const signal = (n: number) => n * 2;
const scale = (n: number) => n / 2;

describe("the names of a source", () => {
  const paperlab_1 = module({ sma });
  const lib_1 = module({ signal, limit: 5, Base: class {} });
  const cells = { sma, signal, limit: 5, Base: lib_1.Base, m: sma, n: 3 };
  let before: PropertyDescriptor | undefined;
  beforeEach(() => {
    before = Object.getOwnPropertyDescriptor(globalThis, "__tslab__");
    const scope = { exports: cells, imported: { m: "sma" } };
    Object.defineProperty(globalThis, "__tslab__", { value: scope, configurable: true });
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(globalThis, "__tslab__");
    else Object.defineProperty(globalThis, "__tslab__", before);
  });

  /** Each text is what one source becomes: as it is, in the cell that imports, in another cell. */
  const forms: [what: string, here: string, imported: string, elsewhere: string][] = [
    ["a call", "(c) => sma(c, 3)", "(c) => (0, paperlab_1.sma)(c, 3)", "(c) => exports.sma(c, 3)"],
    ["a renamed import", "(c) => sma(c, 3)", "(c) => (0, paperlab_1.sma)(c, 3)", "(c) => exports.m(c, 3)"],
    ["a value", "() => limit + 1", "() => lib_1.limit + 1", "() => exports.limit + 1"],
    ["a field", "() => ({ signal })", "() => ({ signal: lib_1.signal })", "() => ({ signal: exports.signal })"],
    [
      "a function in a function",
      "() => () => signal(1)",
      "() => () => (0, lib_1.signal)(1)",
      "() => () => exports.signal(1)",
    ],
    [
      "a class",
      "() => class A extends Base { a() { return limit; } }",
      "() => class A extends lib_1.Base { a() { return lib_1.limit; } }",
      "() => class A extends exports.Base { a() { return exports.limit; } }",
    ],
    ["a chain", "() => signal?.(limit)", "() => lib_1.signal?.(lib_1.limit)", "() => exports.signal?.(exports.limit)"],
  ];
  for (const [what, here, imported, elsewhere] of forms) {
    it(`are those of its functions however they are compiled: ${what}`, () => {
      const one = identified(here, { sma, signal, limit: 5, Base: lib_1.Base });
      assert.equal(identified(imported, { paperlab_1, lib_1 }), one);
      assert.equal(identified(elsewhere), one);
      assert.equal(identified(elsewhere, { exports: cells }), one);
    });
  }

  it("name what a function reaches, and leave the names of the compiler to sessions stored before", () => {
    const { reach, asCompiled } = reachedBy("() => [(0, lib_1.signal)(1), exports.n]", { lib_1 });
    assert.deepEqual(Object.keys(reach), ["onBar > signal", "onBar > n"]);
    assert.deepEqual(Object.keys(asCompiled), ["onBar > lib_1.signal", "onBar > exports.n"]);
  });

  it("are the same for variables that are assigned", () => {
    const { functionsAsWritten: functions } = reachedBy("() => { exports.n += 1; ({ n: exports.n } = { n: 2 }); }");
    assert.deepEqual(functions, { onBar: "() => { n += 1; ({ n: n } = { n: 2 }); }" });
  });

  for (const [what, text, given] of [
    ["an object called exports", "() => exports.limit", { exports: { limit: 5 } }],
    ["an object called like a module", "() => lib_1.limit", { lib_1: { limit: 5, other: 6 } }],
    ["a local variable called exports", "() => { const exports = { limit: 5 }; return exports.limit; }", {}],
    ["a parameter called like a module", "(lib_1) => lib_1.limit", { limit: 5 }],
    ["a field of an object", "() => own.limit", { own: { limit: 5 } }],
    ["a member that is computed", '() => lib_1["limit"]', { lib_1 }],
  ] as const) {
    it(`are not taken from ${what}`, () => {
      assert.equal(reachedBy(text, given).functionsAsWritten.onBar, text);
    });
  }

  it("differ where two variables would have the same one", () => {
    const other_1 = module({ signal: scale });
    const text = "() => (0, lib_1.signal)(1) - (0, other_1.signal)(1)";
    const swapped = "() => (0, other_1.signal)(1) - (0, lib_1.signal)(1)";
    const { functionsAsWritten: functions, reach } = reachedBy(text, { lib_1, other_1 });
    assert.equal(functions.onBar, "() => signal(1) - signal~2(1)");
    assert.deepEqual(Object.keys(reach), ["onBar > signal", "onBar > signal~2"]);
    assert.notEqual(identified(text, { lib_1, other_1 }), identified(swapped, { lib_1, other_1 }));
    const local = "(signal) => signal(1) + (0, lib_1.signal)(1)";
    assert.equal(reachedBy(local, { lib_1 }).functionsAsWritten.onBar, "(signal) => signal(1) + signal~2(1)");
    const outer = "() => signal(1) + (0, lib_1.signal)(1)";
    assert.equal(reachedBy(outer, { lib_1, signal: scale }).functionsAsWritten.onBar, "() => signal(1) + signal~2(1)");
  });

  it("still tell apart what they stand for", () => {
    const text = "() => exports.signal(exports.limit)";
    const with_ = (more: Given) => {
      const scope = { exports: { ...cells, ...more } };
      Object.defineProperty(globalThis, "__tslab__", { value: scope, configurable: true });
      return identified(text);
    };
    const all = [with_({}), with_({ limit: 6 }), with_({ signal: scale }), with_({ signal: sma })];
    assert.equal(new Set(all).size, all.length);
  });

  it("of default exports are those that cells give them, and of namespaces are their own", () => {
    const scope = { exports: { ...cells, half: scale, all: lib_1 }, imported: { half: "default" } };
    Object.defineProperty(globalThis, "__tslab__", { value: scope, configurable: true });
    const one = identified("() => half(2) + all.signal(1)", { half: scale, all: lib_1 });
    assert.equal(identified("() => exports.half(2) + exports.all.signal(1)"), one);
    const half_1 = { default: scale };
    assert.equal(identified("() => (0, half_1.default)(2) + all.signal(1)", { half_1, all: lib_1 }), one);
  });
});
