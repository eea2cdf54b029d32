import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (path: string) => readFileSync(join(__dirname, "../../..", path), "utf8");
const page = read("docs/fills.md");

/** The words of a closed union of texts, as a source file declares it. */
function wordsOf(path: string, type: string): string[] {
  const declaration = new RegExp(`export type ${type} =([^;]+);`).exec(read(path))?.[1] ?? "";
  return [...declaration.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
}

describe("docs/fills.md", () => {
  const unions: [path: string, type: string][] = [
    ["src/core/orders/order.ts", "OrderType"],
    ["src/core/orders/order.ts", "TimeInForce"],
    ["src/core/orders/order.ts", "OrderStatus"],
    ["src/core/orders/fill.ts", "DoubtCode"],
  ];
  for (const [path, type] of unions) {
    it(`names every ${type}`, () => {
      const words = wordsOf(path, type);
      assert.ok(words.length >= 2);
      assert.deepEqual(
        words.filter((word) => !page.includes(`\`${word}\``)),
        [],
      );
    });
  }

  it("names only reasons that the engine gives", () => {
    const files = ["account/account", "broker/broker", "engine/engine", "engine/order-desk"];
    const sources = files.map((name) => read(`src/core/${name}.ts`)).join("");
    const doubts = wordsOf("src/core/orders/fill.ts", "DoubtCode");
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+|REPLACED|STOPPED|BANKRUPT)`/g)].map(([, code]) => code);
    assert.ok(named.length > 8);
    assert.deepEqual(
      named.filter((code) => !doubts.includes(code) && !sources.includes(code)),
      [],
    );
  });
});
