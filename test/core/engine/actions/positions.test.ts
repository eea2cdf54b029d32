import assert from "node:assert/strict";
import type { Desk } from "../../../../src/core/engine/desk";
import type { CorporateAction } from "../../../../src/core/market/corporate-action";
import { bars } from "../../../support/bars";
import { type Played, play } from "../../../support/play";
import type { TermOptions } from "../../../support/terms";

const split = (ex_date: string, value: number, symbol = "A"): CorporateAction => {
  return { ex_date, symbol, type: "split", value };
};
const dividend = (ex_date: string, value: number, symbol = "A"): CorporateAction => {
  return { ex_date, symbol, type: "dividend", value };
};

const cashOf = ({ engine }: Played) => engine.journal.cash.map(({ kind, amount }) => [kind, amount]);
const actionsOf = ({ engine }: Played) =>
  engine.journal.actions.map(({ type, quantity, quantityAfter, amount }) => [type, quantity, quantityAfter, amount]);

// Bought at the open of the second bar, 2024-01-02.
const holding = (quantity: number) => ({
  0: (desk: Desk) => desk.place("A", quantity > 0 ? "buy" : "sell", Math.abs(quantity)),
});

describe("a split of what is held", () => {
  it("multiplies the quantity and divides the average price, and equity does not jump", () => {
    const feed = bars("A", [700, 700, [100, 101, 99, 100], 100]);
    const run = play(feed, holding(10), { actions: [split("2024-01-03", 7)] });
    const { quantity, averagePrice, price } = run.engine.portfolio.position(0);
    assert.deepEqual([quantity, averagePrice, price], [70, 100, 100]);
    assert.deepEqual(run.equity, [10_000, 10_000, 10_000, 10_000, 10_000]);
    assert.deepEqual(cashOf(run), []);
    assert.deepEqual(actionsOf(run), [["split", 10, 70, 0]]);
  });

  it("comes with the first bar of its day or later, and not before the first bar of all", () => {
    const feed = bars("A", [700, 700, undefined, undefined, 100, 100]);
    const run = play(feed, holding(10), { actions: [split("2023-12-28", 2), split("2024-01-03", 7)] });
    assert.equal(run.engine.portfolio.quantity[0], 70);
    assert.deepEqual(actionsOf(run), [["split", 10, 70, 0]]);
    assert.equal(run.engine.journal.actions[0].time, feed[2].time);
  });

  it("pays a fraction of a share at the first price, and takes it from the oldest entry", () => {
    const feed = bars("A", [90, 90, 99, [66, 70, 60, 68], 68]);
    const script = { 0: (desk: Desk) => desk.place("A", "buy", 3), 1: (desk: Desk) => desk.place("A", "buy", 2) };
    const run = play(feed, script, { actions: [split("2024-01-04", 1.5)] });
    const { quantity, averagePrice } = run.engine.portfolio.position(0);
    // 4.5 at 60 and 3 at 66, of which 0.5 at 60 are paid out.
    assert.equal(quantity, 7);
    assert.equal(averagePrice, (4 * 60 + 3 * 66) / 7);
    assert.deepEqual(cashOf(run), [["fraction", 33]]);
    assert.equal(run.engine.portfolio.cash, 10_000 - 270 - 198 + 33);
  });

  it("leaves nothing of a position of less than a share, and pays it out", () => {
    const run = play(bars("A", [1, 1, [10, 10, 10, 10], 10]), holding(3), { actions: [split("2024-01-03", 0.1)] });
    assert.equal(run.engine.portfolio.quantity[0], 0);
    assert.deepEqual(run.engine.portfolio.held, []);
    assert.ok(Math.abs(run.engine.portfolio.cash - 10_000) < 1e-9);
  });

  it("pays out shares, not lots, and lots that are smaller than a share", () => {
    const feed = bars("A", [90, 90, 60, 60]);
    const inHundreds = play(feed, holding(100), { actions: [split("2024-01-03", 1.5)], lotSize: 100 });
    assert.equal(inHundreds.engine.portfolio.quantity[0], 150);
    const inTenths = play(feed, holding(0.3), { actions: [split("2024-01-03", 1.5)], lotSize: 0.1 });
    assert.equal(inTenths.engine.portfolio.quantity[0], 0.4);
    const [[kind, amount]] = cashOf(inTenths);
    assert.equal(kind, "fraction");
    assert.ok(Math.abs((amount as number) - 3) < 1e-9);
  });

  it("of a short position has it pay for the fraction", () => {
    const run = play(bars("A", [90, 90, [62, 62, 58, 60], 60]), holding(-5), {
      actions: [split("2024-01-03", 1.5)],
      shorting: true,
    });
    assert.equal(run.engine.portfolio.quantity[0], -7);
    assert.deepEqual(cashOf(run), [["fraction", -31]]);
  });
});

describe("a dividend", () => {
  it("is paid for what was held at the close before, after splits of its day", () => {
    const feed = bars("A", [700, 700, 99, 99]);
    const script = { ...holding(10), 1: (desk: Desk) => desk.place("A", "buy", 4) };
    const run = play(feed, script, { actions: [split("2024-01-03", 7), dividend("2024-01-03", 0.5)] });
    assert.deepEqual(cashOf(run), [["dividend", 35]]);
    assert.equal(run.engine.portfolio.quantity[0], 98);
    assert.equal(run.engine.portfolio.cash, 10_000 - 7000 + 35 - 28 * 99);
  });

  it("is paid by a short position, and moves nothing if nothing is held", () => {
    const options: TermOptions = { shorting: true, actions: [dividend("2024-01-03", 2)] };
    const feed = bars("A", [100, 100, 98, 98]);
    assert.deepEqual(cashOf(play(feed, holding(-10), options)), [["dividend", -20]]);
    const without = play(feed, {}, options);
    assert.deepEqual(cashOf(without), []);
    assert.deepEqual(actionsOf(without), [["dividend", 0, 0, 0]]);
  });
});

describe("a delisting", () => {
  const delisting = (value: number): CorporateAction => ({
    ex_date: "2024-01-03",
    symbol: "A",
    type: "delisting",
    value,
  });

  it("closes the position at its value when its day comes, though the symbol has no bar", () => {
    const feed = [...bars("A", [100, 100]), ...bars("B", [10, 10, 10, 10])];
    const script = {
      ...holding(10),
      1: (desk: Desk) => desk.place("A", "buy", 1),
      2: (desk: Desk) => desk.place("A", "buy", 1),
    };
    const run = play(feed, script, { actions: [delisting(40)] });
    assert.deepEqual(cashOf(run), [["delisting", 400]]);
    assert.equal(run.engine.portfolio.cash, 10_000 - 1000 + 400);
    assert.deepEqual(run.engine.portfolio.positions(), []);
    assert.deepEqual(
      run.orders.map(({ status, reason }) => [status, reason]),
      [
        ["filled", undefined],
        ["canceled", "DELISTED"],
        ["denied", "NO_PRICE"],
      ],
    );
  });

  it("leaves a split that comes after it nothing to pay", () => {
    const feed = [...bars("A", [100, 100, undefined, 50]), ...bars("B", [10, 10, 10, 10, 10])];
    const run = play(feed, holding(10), { actions: [delisting(40), split("2024-01-04", 7)] });
    assert.deepEqual(cashOf(run), [["delisting", 400]]);
    const gone = [...bars("A", [100, 100]), ...bars("B", [10, 10, 10, 10, 10])];
    const later = { ...delisting(40), ex_date: "2024-01-05" };
    const one = play(gone, holding(10), { actions: [delisting(40), split("2024-01-04", 7), later] });
    assert.deepEqual(cashOf(one), [["delisting", 400]]);
  });

  it("may leave nothing", () => {
    const feed = [...bars("A", [100, 100]), ...bars("B", [10, 10, 10])];
    const run = play(feed, holding(10), { actions: [delisting(0)] });
    assert.equal(run.engine.equity, 9000);
    assert.deepEqual(actionsOf(run), [["delisting", 10, 0, 0]]);
  });
});
