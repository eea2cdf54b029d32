import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { inspect } from "node:util";
import { type Lab, openLab } from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { apart, apple, closeAll, lab, leaveNothing, newFile, year } from "./labs";
import { crossover } from "./strategies";

const run = (opened: Lab, fast: number, more = {}) =>
  opened.run(year, crossover, { ...apple, name: `of ${fast}`, params: { fast }, ...more });

// The line of a session or sweep, as words.
function lineOf(text: string, name: string): string[] {
  const found = text.split("\n").find((line) => line.trim().startsWith(`${name} `));
  assert.ok(found, `${name} in ${text}`);
  return found.trim().split(/ {2,}/);
}

describe("the card of a lab", () => {
  afterEach(leaveNothing);

  for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const]) {
    it(`has the newest sessions with what they made, and the sweeps, ${place}`, async () => {
      const opened = await lab(at());
      assert.equal(inspect(opened).includes("none"), true);
      for (let fast = 2; fast < 14; fast++) await run(opened, fast);
      const begun = await opened.createSession(year, crossover, { ...apple, name: "begun" });
      await begun.step(100);
      await opened.createSession(year, crossover, { ...apple, name: "new" });
      await opened.sweep(year, crossover, { ...apple, name: "grid", grid: { fast: [2, 3, 4] }, rank: "sortino" });
      const text = inspect(opened);
      const listed = await opened.sessions({ columns: ["name", "totalReturn", "sharpe", "maxDrawdown"] });
      const rows = new Map((listed.values as unknown[][]).map(([name, ...values]) => [name, values.map(Number)]));
      for (const name of ["of 4", "of 13", "begun"]) {
        const [, state, strategy, ...shown] = lineOf(text, name);
        assert.equal(state, name === "begun" ? "PAUSED" : "COMPLETED");
        if (name === "of 4") assert.equal(strategy, "crossover (fast 4, slow 20)");
        const [total, sharpe, drawdown] = shown.map((one) => Number.parseFloat(one));
        const [wantedTotal, wantedSharpe, wantedDrawdown] = rows.get(name) as number[];
        assert.ok(Math.abs(total - 100 * wantedTotal) < 0.051, `${total} ${wantedTotal}`);
        assert.ok(Math.abs(sharpe - wantedSharpe) < 0.0051, `${sharpe} ${wantedSharpe}`);
        assert.ok(Math.abs(drawdown - 100 * wantedDrawdown) < 0.051, `${drawdown} ${wantedDrawdown}`);
      }
      assert.deepEqual(lineOf(text, "new").slice(-3), ["–", "–", "–"]);
      assert.deepEqual(lineOf(text, "grid"), ["grid", "COMPLETED", "3", "3", "0", "sortino"]);
      assert.match(text, /The newest 12 of 14 sessions; lab\.sessions\(\) has all/);
      assert.doesNotMatch(text, /^ *of 3 /m);
      assert.match(String(bundleOf(opened)?.["text/html"]), /of 13[\s\S]*sortino/);
    });
  }

  it("has what is stored when it is opened again, and when it is closed", async () => {
    const path = newFile();
    const opened = await lab(path);
    await run(opened, 3);
    const line = lineOf(inspect(opened), "of 3");
    await opened.close();
    assert.deepEqual(lineOf(inspect(opened), "of 3"), line);
    assert.deepEqual(lineOf(inspect(await apart(path)), "of 3"), line);
  });

  it("follows a session that is deleted, and one that another process takes further", async () => {
    const path = newFile();
    const opened = await lab(path);
    await run(opened, 3);
    const begun = await opened.createSession(year, crossover, { ...apple, name: "begun" });
    await begun.step(100);
    await opened.close();
    const here = await apart(path);
    const there = await apart(path);
    const before = lineOf(inspect(here), "begun");
    await (await there.session("begun", { strategy: crossover })).run();
    const after = lineOf(inspect(here), "begun");
    assert.equal(after[1], "COMPLETED");
    assert.notDeepEqual(after.slice(3), before.slice(3));
    await here.deleteSession("of 3");
    assert.doesNotMatch(inspect(here), /of 3/);
  });

  it("names the sessions even if the file is gone", async () => {
    const path = newFile();
    const opened = await openLab(path);
    await run(opened, 3);
    await opened.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    assert.deepEqual(lineOf(inspect(opened), "of 3"), ["of 3", "COMPLETED", "–", "–", "–", "–"]);
    await closeAll();
  });
});
