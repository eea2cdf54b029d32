import assert from "node:assert/strict";
import { defineSignals } from "../../../src/index";
import { keepsToItself } from "../../../src/sweep/code/keeps-to-itself";
import { travelingCode } from "../../../src/sweep/code/travel";
import { pairSignalParts } from "../../support/pairs";

const inSignals = (body: string) => `signals({ close, params, sma, column }) { ${body} }`;

describe("whether a function changes nothing but what it makes itself", () => {
  it("is sure where it only sets elements of arrays that it has made", () => {
    for (const body of [
      "return sma(close, params.fast);",
      "const flags = new Uint8Array(close.length); for (let at = 1; at < close.length; at++) flags[at] = close[at] > close[at - 1] ? 1 : 0; return flags;",
      "const [fast, slow] = [sma(close, 5), sma(close, 20)]; const out = []; let at = 0; for (const one of fast) { out[at] = Math.max(one, slow[at]); at++; } return out;",
      "const made = new Float64Array(3); made[0] += close[0]; made[1]++; return { weight: made };",
      "const isUp = (at) => close[at] > 1; return isUp(2) ? [NaN] : [Infinity];",
      "let last; const own = []; own[0] = 1; last = own; return last;",
    ])
      assert.equal(keepsToItself(inSignals(body)), true, body);
    assert.equal(keepsToItself("({ close }) => close"), true);
  });

  it("is not sure of any other way to write, however it is put", () => {
    for (const body of [
      "close[0] = 1;",
      "close[0]++;",
      "close[0] += 1;",
      "[close[0]] = [1];",
      "({ a: close[0] } = { a: 1 });",
      "for (close[0] of [1]);",
      "for (close[0] in { 1: 1 });",
      "const other = close; other[0] = 1;",
      "const { length, ...rest } = close; rest[0] = 1;",
      "const all = [close]; all[0][0] = 1;",
      "let own = []; own = close; own[0] = 1;",
      "var own = []; var own = close; own[0] = 1;",
      "const [own] = [close]; own[0] = 1;",
      "const [own] = new Array(3); own[0] = 1;",
      "const own = { __proto__: close }; own[0] = 1;",
      "((list) => { list[0] = 1; })(close);",
      "const write = (list) => { list[0] = 1; }; write(close);",
      "close.fill(0);",
      "close['fill'](0);",
      "close?.set([1]);",
      "const { fill } = close; fill.call(close, 0);",
      "const fill = [].fill; fill(close);",
      "Reflect.set(close, 0, 1);",
      "Object.assign(close, [1]);",
      "Array.from(close, (one, at) => close.fill(at));",
      "new Float64Array(close.buffer)[0] = 1;",
      "const own = new Float64Array(close.buffer); own[0] = 1;",
      "const { buffer } = close; const own = new Float64Array(buffer); own[0] = 1;",
      "const own = new Float64Array(close['buffer']); own[0] = 1;",
      "const own = new Float64Array(close); own[0] = 1;",
      "const Float64Array = function () { return close; }; const own = new Float64Array(3); own[0] = 1;",
      "const Math = close; Math.fill(0);",
      "delete close.extra;",
      "eval('close[0] = 1');",
      "write(close);",
      "outside[0] = 1;",
      "return import('node:fs');",
      "return class { static { close[0] = 1; } };",
      "return column`close`;",
      "Math = close;",
      "[].map = close;",
      "Math.max = close;",
      "Math.max++;",
      "Math.__defineGetter__('max', () => 1);",
      "const call = (made) => made(); const run = (make) => call(make('Math.max = 1')); run([].constructor.constructor);",
      "const call = (made) => made(); const run = (make) => call(make('Math.max = 1')); run([]['constructor']['constructor']);",
      "Array.prototype.map = close;",
      "process.env.HOME = 1;",
      "for (Math of close);",
      "this.write(close);",
      "params.write(close);",
    ])
      assert.equal(keepsToItself(inSignals(body)), false, body);
    assert.equal(keepsToItself("function () { [native code] }"), false);
  });

  it("is told of code that travels as a whole", () => {
    const told = (parts: object) => travelingCode(defineSignals(parts as never) as never).keepsToItself;
    assert.equal(told(pairSignalParts), true);
    assert.equal(told({ name: "writes", signals: ({ close }: { close: Float64Array }) => close.fill(1) }), undefined);
    // A function that has no text to be looked at.
    assert.equal(told({ name: "native", signals: Math.max }), undefined);
  });
});
