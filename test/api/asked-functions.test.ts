import assert from "node:assert/strict";
import { defineStrategy, gbm, replay } from "../../src/index";
import { lab, leaveNothing, tableOf } from "./labs";

const hold = (share: number) =>
  defineStrategy({ name: "hold", onBar: ({ orderTargetWeight }) => orderTargetWeight("A", share) });

describe("functions and intervals of sessions", () => {
  afterEach(leaveNothing);

  it("name the session and keep the cause where a function of the user's throws", async () => {
    const opened = await lab();
    const feed = gbm({ A: {} }, { seed: 1, bars: 80, interval: "1d" });
    for (const share of [0.2, 0.9]) await opened.run(feed, hold(share), { name: `s${share}` });
    const boom = new Error("boom");
    const throwing = () => {
      throw boom;
    };
    const wanted = (option: string) => ({
      code: "INVALID_OPTION",
      message: new RegExp(`given as ${option} threw for session "s0\\.[29]": boom`),
      cause: boom,
    });
    await assert.rejects(opened.compare(["s0.2", "s0.9"], { rank: throwing, draws: 0 }), wanted("rank"));
    await assert.rejects(async () => opened.sessions({ where: throwing }), wanted("where"));
    await assert.rejects(async () => opened.sessions({ orderBy: throwing }), wanted("orderBy"));
  });

  it("have the metric of the session as the estimate of each interval, also where the year is counted", async () => {
    const opened = await lab();
    const day = 86_400_000;
    let close = 100;
    const bars = Array.from({ length: 500 }, (_, at) => at)
      .filter((at) => at % 7 < 5 && at % 50 !== 3)
      .map((at) => {
        close *= 1 + Math.sin(at * 1.7) / 100 + 0.001;
        return {
          symbol: "A",
          time: Date.UTC(2020, 0, 6) + at * day,
          open: close,
          high: close,
          low: close,
          close,
          volume: 1e6,
        };
      });
    const feed = replay(bars);
    const sessions = [
      await opened.run(feed, hold(0.3), { name: "a" }),
      await opened.run(feed, hold(0.9), { name: "b" }),
    ];
    const { columns, rows } = tableOf((await opened.compare(sessions, { draws: 100 })).intervals());
    const cell = (row: readonly unknown[], name: string) => row[columns.indexOf(name)];
    const told = rows.filter((row) => cell(row, "value") !== null && cell(row, "metric") !== "mean");
    assert.ok(told.some((row) => cell(row, "metric") === "cagr"));
    for (const row of told) {
      const session = sessions.find(({ name }) => name === cell(row, "session"));
      const metric = session?.metrics()[cell(row, "metric") as "cagr"] as number;
      const value = cell(row, "value") as number;
      assert.ok(Math.abs(value - metric) < 1e-9 * Math.abs(metric), `${row[0]} ${value}, not ${metric}`);
    }
  });
});
