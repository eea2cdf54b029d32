import assert from "node:assert/strict";
import { defineStrategy, type Lab, type Strategy } from "../../../src/index";
import { apple, lab, leaveNothing, newFile, year } from "../../api/labs";

interface Cell {
  readonly memo: Record<string, number>;
  readonly list: number[];
  readonly limit: { long: number };
  calls: number;
}

const newCell = (): Cell => ({ memo: {}, list: [], limit: { long: 5 }, calls: 0 });

/** A cell whose strategy fills what another cell has made. */
function filling(cell: Cell): Strategy<never> {
  let { calls } = cell;
  const { memo, list, limit } = cell;
  return defineStrategy({
    name: "filling",
    onBar({ bar, orderTarget }) {
      memo[String(bar.time)] ??= bar.close;
      if (list.length < 5) list.push(bar.close);
      calls++;
      orderTarget(bar.symbol, limit.long + (calls > 0 ? 1 : 0));
    },
  }) as Strategy<never>;
}

const make = (opened: Lab, strategy: Strategy<never>) =>
  opened.createSession(year, strategy, { ...apple, name: "live" });

describe("a cell that is run again, whose strategy has filled what it reads", () => {
  afterEach(leaveNothing);

  for (const [place, at] of [
    ["in memory", () => ":memory:"],
    ["in a file", newFile],
  ] as const) {
    it(`has its session, and says nothing, ${place}`, async () => {
      const opened = await lab(at());
      const strategy = filling(newCell());
      const session = await make(opened, strategy);
      for (let time = 0; time < 3; time++) {
        await session.step(20);
        assert.equal(await make(opened, strategy), session);
      }
      await session.run();
      assert.equal(await make(opened, strategy), session);
      assert.deepEqual(session.core.warnings, []);
    });
  }

  it("has another session where somebody else has changed it, or something else, since", async () => {
    for (const change of [
      (cell: Cell) => Object.assign(cell.memo, { mine: 1 }),
      (cell: Cell) => cell.list.pop(),
      (cell: Cell) => Object.assign(cell.limit, { long: 6 }),
    ]) {
      const opened = await lab();
      const cell = newCell();
      const strategy = filling(cell);
      const session = await make(opened, strategy);
      await session.step(20);
      change(cell);
      assert.equal((await make(opened, strategy)).name, "live #2");
    }
  });

  it("has its session also where what it fills was made anew, here and in another process", async () => {
    const path = newFile();
    const opened = await lab(path);
    const session = await make(opened, filling(newCell()));
    await session.step(20);
    assert.equal(await make(opened, filling(newCell())), session);
    assert.deepEqual(session.core.warnings, []);
    await opened.close();
    const again = await make(await lab(path), filling(newCell()));
    assert.deepEqual([again.name, again.steps], ["live", 20]);
  });

  it("has another session where it was changed before anything ran", async () => {
    const opened = await lab();
    const cell = newCell();
    const strategy = filling(cell);
    await make(opened, strategy);
    cell.memo.mine = 1;
    assert.equal((await make(opened, strategy)).name, "live #2");
  });
});
