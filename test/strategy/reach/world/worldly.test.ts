import assert from "node:assert/strict";
import { chancesIn } from "../../../../src/strategy/reach/world/worldly";

describe("the sources of chance and time in a text", () => {
  const texts: readonly [text: string, names: readonly string[]][] = [
    ["() => Date()", ["Date()"]],
    ["() => new Date()", ["new Date()"]],
    ["() => new Date(bar.time)", []],
    ["() => new  Date ( bar . time )", []],
    ["() => toDate(bar) + my.Date(5) + $Date()", []],
    ["() => Math . random ( ) + performance.now()", ["Math.random", "performance.now"]],
  ];
  for (const [text, names] of texts)
    it(`are ${names.join(" and ") || "none"}: ${text}`, () => assert.deepEqual(chancesIn(text), names));
});
