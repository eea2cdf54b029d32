import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { doubtCodes } from "../../../src/core/orders/doubts";
import { orderStatuses } from "../../../src/core/orders/order";
import { timesInForce } from "../../../src/core/orders/time-in-force";
import { orderTypeNames } from "../../../src/core/orders/types/order-types";

const root = join(__dirname, "../../..");
const page = readFileSync(join(root, "docs/broker.md"), "utf8");

/** The text of every file of a folder and of those within. */
function textOf(folder: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, folder, file), "utf8"))
    .join("");
}

describe("docs/broker.md", () => {
  const lists: Readonly<Record<string, readonly string[]>> = {
    "type of order": orderTypeNames,
    "time in force": timesInForce,
    "status of an order": orderStatuses,
    doubt: doubtCodes,
  };
  for (const [what, words] of Object.entries(lists)) {
    it(`names every ${what}`, () => {
      assert.ok(words.length >= 2);
      assert.deepEqual(
        words.filter((word) => !page.includes(`\`${word}\``)),
        [],
      );
    });
  }

  it("names only reasons that the engine gives", () => {
    const sources = textOf("src/core");
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+|REPLACED|STOPPED|BANKRUPT)`/g)].map(([, code]) => code);
    assert.ok(named.length > 8);
    assert.deepEqual(
      named.filter((code) => !sources.includes(`"${code}`) && !sources.includes(`\`${code}`)),
      [],
    );
  });
});
