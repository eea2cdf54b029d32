import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { defineStrategy, replay, type SessionOptions } from "../../src/index";
import { lab, leaveNothing } from "./labs";

const page = readFileSync(join(__dirname, "../../docs/cash.md"), "utf8");
const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"];

/** Orders once, at the first bar: a purchase, or a short sale if the quantity is negative. */
const once = defineStrategy({
  name: "once",
  params: { quantity: 1 },
  state: () => ({ isDone: false }),
  onBar({ state, bar, buy, sell, params: { quantity } }) {
    if (state.isDone) return;
    state.isDone = true;
    if (quantity > 0) buy(bar.symbol, quantity);
    else sell(bar.symbol, -quantity);
  },
});

async function ran(closes: readonly number[], quantity: number, options: SessionOptions<{ quantity: number }>) {
  const feed = replay(
    dates.map((time, at) => {
      const close = closes[at];
      return { time, symbol: "A", open: close, high: close, low: close, close };
    }),
  );
  return (await lab()).run(feed, once, { initialCapital: 10_000, params: { quantity }, ...options });
}

describe("docs/cash.md", () => {
  after(leaveNothing);

  const has = (text: string) => {
    const lines = text.split("\n").filter((line) => / 2024-/.test(line) && !line.includes("order-1  –"));
    assert.ok(lines.length >= 4);
    for (const line of lines) assert.ok(page.includes(line), line);
  };

  it("shows the margin loan as it is", async () => {
    has(inspect((await ran([100, 100, 100, 100, 100], 150, { leverage: 2, marginRate: 0.0876 })).cash()));
  });

  it("shows the short position as it is", async () => {
    has(inspect((await ran([100, 100, 100, 120, 120], -50, { shorting: true, borrowRate: 0.073 })).cash()));
  });

  it("shows the margin call as it is", async () => {
    has(inspect((await ran([100, 100, 66, 66, 66], 200, { leverage: 2 })).events()));
  });

  it("names every option of carry and margin, and every kind of entry", () => {
    const options = ["leverage", "maintenanceMargin", "borrowRate", "cashRate", "marginRate", "dayCount"];
    const kinds = ["deposit", "fill", "commission", "borrow", "interest", "marginInterest", "dividend", "fraction"];
    for (const word of [...options, ...kinds, "delisting"]) assert.match(page, new RegExp(`\`${word}[\`:]`), word);
  });
});
