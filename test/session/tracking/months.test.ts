import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type Bar, replay } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { day } from "../../support/bars";
import { planned } from "./planned";

describe("the table of months", () => {
  afterEach(leaveNothing);

  it("compounds each year to its last column, and has nothing for months without a bar", async () => {
    const start = Date.UTC(2023, 10, 20);
    const prices = Array.from({ length: 80 }, (_, at): Bar => {
      const close = 100 + at;
      const time = start + (at + 1) * day;
      return { symbol: "A", time, open: close - 1, high: close + 1, low: close - 2, close, volume: 1 };
    });
    const feed = replay(prices, { calendar: "always", interval: "1d" });
    const session = await (await lab()).run(feed, planned, { params: { plan: { 0: [50] } } });
    const [first, second] = session.monthlyReturnRows();
    assert.deepEqual([first.year, second.year, first.oct, second.mar], [2023, 2024, null, null]);
    const [november, december] = [first.nov as number, first.dec as number];
    assert.ok(Math.abs((1 + november) * (1 + december) - 1 - (first.total as number)) < 1e-12);
    const months = session.returnRows("month").map((row) => row.return);
    assert.deepEqual([first.nov, first.dec, second.jan, second.feb], months);
    assert.deepEqual(
      [first.total, second.total],
      session.returnRows("year").map((row) => row.return),
    );
  });

  it("has all months in its text, also where losses of two digits make them wide", async () => {
    const prices = Array.from({ length: 24 }, (_, month): Bar => {
      const close = month % 2 === 0 ? 100 : 70;
      return {
        symbol: "A",
        time: Date.UTC(2022, month + 1, 1),
        open: close,
        high: close,
        low: close,
        close,
        volume: 1,
      };
    });
    const feed = replay(prices, { calendar: "always", interval: "1d" });
    const session = await (await lab()).run(feed, planned, { params: { plan: { 0: [900] } } });
    const text = inspect(session.monthlyReturns());
    const [head, , , second] = text.split("\n");
    const { year, total, ...months } = session.monthlyReturnRows()[0];
    assert.deepEqual(head.split(/ +/), ["year", "total", ...Object.keys(months)]);
    assert.ok(year === 2022 && total !== null);
    assert.equal(second.split("%").length - 1, 13, text);
    assert.doesNotMatch(text, /not shown/);
  });
});
