import assert from "node:assert/strict";
import fc from "fast-check";
import type { SessionOptions } from "../../../src/index";
import { apart, apple, lab, leaveNothing, newFile, year } from "../../api/labs";
import { refused } from "../../api/refused";
import { crossover } from "../../api/strategies";

describe("snapshotEvery", () => {
  afterEach(leaveNothing);

  const run = async (snapshotEvery: SessionOptions["snapshotEvery"]) =>
    (await lab()).run(year, crossover, { ...apple, snapshotEvery });

  it("{ bars } takes one after every so many steps, and one at the end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (bars) => {
        const session = await run({ bars });
        const times = session.equityRows().map(({ time }) => time);
        const wanted = times.filter((_, at) => at > 0 && (at % bars === 0 || at === times.length - 1));
        assert.deepEqual(
          session.snapshotRows().map(({ time }) => time),
          wanted,
        );
      }),
      { numRuns: 8 },
    );
  });

  it('"fill" takes one at the end of each step with a fill, with the positions after it', async () => {
    const session = await run("fill");
    const fills = session.fillRows();
    assert.ok(fills.length > 10);
    const snapshots = session.snapshotRows();
    const last = session.equityRows().at(-1)?.time as number;
    assert.deepEqual(
      snapshots.map(({ time }) => time),
      [...new Set([...fills.map(({ time }) => time), last])],
    );
    for (const { time, cash, equity, positions } of snapshots) {
      const held = fills
        .filter((fill) => fill.time <= time)
        .reduce((sum, { side, quantity }) => sum + (side === "buy" ? quantity : -quantity), 0);
      assert.equal(
        positions.reduce((sum, { quantity }) => sum + quantity, 0),
        held,
      );
      const value = positions.reduce((sum, { marketValue }) => sum + marketValue, 0);
      assert.ok(Math.abs(cash + value - equity) < 1e-6);
    }
  });

  it('"1w" takes one at the end of each week, which begins on Monday', async () => {
    const session = await run("1w");
    const weekOf = (time: number) => Math.floor((time / 86_400_000 - 4) / 7);
    const times = session.equityRows().map(({ time }) => time);
    const wanted = times.filter((time, at) => at > 0 && weekOf(time) !== weekOf(times[at + 1] ?? Infinity));
    assert.deepEqual(
      session.snapshotRows().map(({ time }) => time),
      wanted,
    );
    assert.ok(wanted.length > 50);
  });

  it("is the same when it was paused, and when it is opened again", async () => {
    for (const snapshotEvery of ["fill", { bars: 7 }] as const) {
      const whole = (await run(snapshotEvery)).snapshotRows();
      const path = newFile();
      const session = await (await lab(path)).createSession(year, crossover, { ...apple, name: "a", snapshotEvery });
      for (let round = 0; round < 3; round++) await session.step(50);
      await session.run();
      assert.deepEqual(session.snapshotRows(), whole);
      const again = await (await apart(path)).session("a");
      assert.deepEqual(again.snapshotRows(), whole);
    }
  });

  it("is refused when it is none of these", async () => {
    const opened = await lab();
    const wrong = (snapshotEvery: unknown) =>
      opened.createSession(year, crossover, { ...apple, snapshotEvery: snapshotEvery as string });
    await refused(wrong({ bars: 0 }), "INVALID_OPTION", /snapshotEvery.bars to be a whole number of at least 1, was 0/);
    await refused(wrong({ bar: 3 }), "UNKNOWN_OPTION", /Did you mean "bars"/);
    await refused(wrong("fills"), "INVALID_OPTION", /snapshotEvery to be an interval/);
  });
});
