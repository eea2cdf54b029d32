import assert from "node:assert/strict";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Feed, gbm, merge, openLab, replay, resample } from "../../../src/index";
import { leaveNothing } from "../../api/labs";
import { eventful } from "../../api/strategies";

const day = (at: number) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
const rows = (close: number, count = 60) =>
  Array.from({ length: count }, (_, at) => `${day(at)},100,110,90,${close + (at % 5)},10`).join("\n");
const csv = (close: number, count?: number) => `time,open,high,low,close,volume\n${rows(close, count)}\n`;
const bad = csv(100).replace("2024-01-09,100", "2024-01-09,n/a");

/** Feeds of the files of a folder, by how they are named. */
const feeds: Record<string, (folder: string) => Feed> = {
  "one file": (folder) => replay(join(folder, "A.csv")),
  "a list of files": (folder) => replay([join(folder, "A.csv"), join(folder, "B.csv")]),
  "a folder": (folder) => replay(join(folder, "more")),
  "a pattern": (folder) => replay(join(folder, "more", "*.csv")),
  Parquet: (folder) => replay(join(folder, "p.parquet")),
  "a file read in chunks": (folder) => replay(join(folder, "A.csv"), { inChunks: true }),
  "a file with bad rows": (folder) => replay(join(folder, "bad.csv"), { onBadRow: "skip" }),
  "a file and its actions": (folder) => replay(join(folder, "A.csv"), { actions: join(folder, "actions.csv") }),
  "two that were merged": (folder) => merge(replay(join(folder, "A.csv")), replay(join(folder, "B.csv"))),
  "longer bars": (folder) => resample(replay(join(folder, "A.csv")), "1w"),
};

describe("a lab whose files were copied to another folder", () => {
  const here = process.cwd();
  let root: string;
  let [before, after] = ["", ""];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "paperlab-moved-"));
    [before, after] = [join(root, "before"), join(root, "after")];
    mkdirSync(join(before, "more"), { recursive: true });
    for (const [name, text] of Object.entries({ "A.csv": csv(100), "B.csv": csv(95), "bad.csv": bad })) {
      writeFileSync(join(before, name), text);
      if (name !== "bad.csv") writeFileSync(join(before, "more", name), text);
    }
    writeFileSync(join(before, "actions.csv"), "ex_date,symbol,type,value\n2024-01-15,A,dividend,1\n");
    copyFileSync(join(__dirname, "../../feeds/read/data/pandas-days.parquet"), join(before, "p.parquet"));
  });
  afterEach(() => {
    leaveNothing();
    process.chdir(here);
    rmSync(root, { recursive: true, force: true });
  });

  const strategy = eventful;
  /** Runs the cells of a notebook in its folder. Returns the names and warnings of a finished and of a paused session. */
  async function ran(folder: string, make: (folder: string) => Feed, steps?: number, benchmark?: () => Feed) {
    const lab = await openLab(join(folder, "lab.db"));
    const options = { benchmark: benchmark?.() };
    const finished = await lab.run(make(folder), strategy, { ...options, name: "finished" });
    const paused = await lab.createSession(make(folder), strategy, { ...options, name: "paused" });
    if (steps === undefined) await paused.run();
    else await paused.step(steps);
    const all = [finished, paused].map(({ name, state, core }) => [name, state, ...core.warnings]);
    const files = JSON.stringify(paused.core.record.config.feed);
    const { fingerprint } = paused;
    await lab.close();
    return { all, files, same: fingerprint === finished.fingerprint };
  }

  for (const [what, make] of Object.entries(feeds))
    it(`goes on in place: ${what}`, async () => {
      await ran(before, make, 5);
      cpSync(before, after, { recursive: true });
      rmSync(before, { recursive: true });
      const { all, files, same } = await ran(after, make);
      assert.deepEqual(all, [
        ["finished", "COMPLETED"],
        ["paused", "COMPLETED"],
      ]);
      assert.ok(same);
      // What is shown is where the files are now.
      assert.ok(files.includes(after) && !files.includes(before), files);
    });

  it("goes on in place if its benchmark is a file too", async () => {
    const benchmark = (folder: string) => () => replay(join(folder, "B.csv"));
    await ran(before, feeds["one file"], 5, benchmark(before));
    cpSync(before, after, { recursive: true });
    const { all } = await ran(after, feeds["one file"], undefined, benchmark(after));
    assert.deepEqual(all, [
      ["finished", "COMPLETED"],
      ["paused", "COMPLETED"],
    ]);
  });

  it("goes on in place if a path is written in another way", async () => {
    await ran(before, feeds["one file"], 5);
    process.chdir(root);
    const { all } = await ran(before, () => replay("./before/more/../A.csv"));
    assert.deepEqual(all, [
      ["finished", "COMPLETED"],
      ["paused", "COMPLETED"],
    ]);
  });

  it("makes another session if a file has other bars", async () => {
    await ran(before, feeds["one file"], 5);
    cpSync(before, after, { recursive: true });
    writeFileSync(join(after, "A.csv"), csv(100, 61));
    const { all } = await ran(after, feeds["one file"]);
    assert.deepEqual(
      all.map(([name]) => name),
      ["finished #2", "paused #2"],
    );
  });

  it("makes another session if bars in no file are others", async () => {
    const lab = await openLab(":memory:");
    const made = (seed: number) => gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { seed, bars: 30 });
    const names: string[] = [];
    for (const seed of [1, 2]) names.push((await lab.run(made(seed), strategy, { name: "made" })).name);
    assert.deepEqual(names, ["made", "made #2"]);
    await lab.close();
  });
});
