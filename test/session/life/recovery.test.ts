import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CommissionModel, defineStrategy, replay } from "../../../src/index";
import { openConnection } from "../../../src/store/sqlite/connection";
import { apart, apple, cell, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover, eventful, patient } from "../../api/strategies";

/** Leaves a session of `crossover` paused at step 100 in a file, and returns its path and what it showed. */
async function left(file = newFile()) {
  const opened = await lab(file);
  const session = await opened.createSession(year, crossover, { ...apple, name: "a" });
  await session.step(100);
  const shown = everythingOf(session);
  await opened.close();
  return { file, shown };
}

const tail =
  ". Its data or strategy has changed, or the strategy is not deterministic. The stored session is unchanged";

describe("a session that goes on in another process", () => {
  afterEach(leaveNothing);

  it("shows what was stored until it has been taken there again", async () => {
    const { file, shown } = await left();
    const session = await (await apart(file)).session("a", { strategy: crossover });
    const resumed = session.resume();
    assert.deepEqual([session.state, session.steps], ["RUNNING", 100]);
    assert.deepEqual({ ...everythingOf(session), state: "PAUSED" }, shown);
    await resumed;
    await session.pause();
    assert.equal(session.steps, 100);
    assert.deepEqual(everythingOf(session), shown);
  });

  it("can be paused, read and resumed by one process after the other", async () => {
    const { file } = await left();
    for (const strategy of [crossover, crossover, crossover]) {
      const opened = await lab(file);
      const session = await opened.session("a", { strategy });
      await session.step(33);
      await opened.close();
    }
    const session = await (await apart(file)).session("a", { strategy: crossover });
    await session.run();
    const whole = await (await lab()).run(year, crossover, { ...apple, name: "a" });
    assert.deepEqual(everythingOf(session), everythingOf(whole));
  });

  it("awaits its strategy on the way", async () => {
    const file = newFile();
    const opened = await lab(file);
    await (await opened.createSession(year, patient, { ...apple, name: "a" })).step(101);
    await opened.close();
    const session = await (await apart(file)).session("a", { strategy: patient });
    await session.run();
    const whole = await (await lab()).run(year, patient, { ...apple, name: "a" });
    assert.deepEqual(everythingOf(session), everythingOf(whole));
  });

  it("can be paused before its first step, and stopped where it stands", async () => {
    const file = newFile();
    const opened = await lab(file);
    const first = await opened.createSession(...cell("a"));
    const started = first.start();
    await first.pause();
    await started;
    await opened.close();
    const again = await lab(file);
    const session = await again.session("a", { strategy: eventful });
    assert.deepEqual([session.state, session.steps], ["PAUSED", 0]);
    await session.step(5);
    await session.stop();
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "STOPPED", 5]);
    assert.equal(session.logRows().filter(({ text }) => text === "before the first bar").length, 1);
  });

  it("needs its strategy", async () => {
    const { file } = await left();
    const session = await (await apart(file)).session("a");
    const message =
      'Session "a" was read from the store and needs its strategy to go on. Use lab.session("a", { strategy })';
    await assert.rejects(session.resume(), { code: "INVALID_STATE", message });
    assert.equal(session.state, "PAUSED");
  });

  it("refuses another strategy", async () => {
    const { file } = await left();
    const message = 'Expected strategy to be "crossover", which session "a" runs, was "eventful"';
    await assert.rejects((await apart(file)).session("a", { strategy: eventful }), { code: "INVALID_OPTION", message });
  });

  const changed = {
    "decides otherwise": {
      strategy: defineStrategy({
        name: "crossover",
        onBar({ bar, buy }) {
          buy(bar.symbol, 1);
        },
      }),
      message:
        /^Session "a" cannot go on: when its first 100 steps were run again, event 1 had another time: 2013-07-09T20:00:00\.000Z before, 2013-05-13T20:00:00\.000Z now\./,
    },
    "does nothing any more": {
      strategy: defineStrategy({ name: "crossover", onBar: () => {} }),
      message:
        /^Session "a" cannot go on: when its first 100 steps were run again, event 1 had another kind: "orderAccepted" before, none now\./,
    },
    "throws now": {
      strategy: defineStrategy({
        name: "crossover",
        onBar() {
          throw new Error("new");
        },
      }),
      message:
        /^Session "a" cannot go on: when its first 100 steps were run again, it threw: Strategy "crossover" failed in onBar at 2013-05-13 \(AAPL, bar 1\): new\./,
    },
  };

  for (const [what, { strategy, message }] of Object.entries(changed)) {
    it(`is refused, and nothing is overwritten, when its strategy ${what}`, async () => {
      const { file, shown } = await left();
      const opened = await lab(file);
      const session = await opened.session("a", { strategy });
      await assert.rejects(session.run(), (error: Error & { code?: string }) => {
        assert.equal(error.code, "RECOVERY_MISMATCH");
        assert.match(error.message, message);
        assert.ok(error.message.endsWith(tail));
        return true;
      });
      assert.deepEqual(everythingOf(session), shown);
      await opened.close();
      const right = await (await apart(file)).session("a", { strategy: crossover });
      assert.deepEqual(everythingOf(right), shown);
      await right.run();
      assert.equal(right.state, "COMPLETED");
    });
  }

  it("is given a model of the user's own again", async () => {
    const own: CommissionModel = { name: "own", commission: () => 1 };
    const file = newFile();
    const opened = await lab(file);
    await (await opened.createSession(year, crossover, { ...apple, name: "a", commission: own })).step(100);
    await opened.close();
    const again = await lab(file);
    const message =
      'Expected commission to be given to lab.session, because "own" is not one of paperlab\'s, was undefined';
    await assert.rejects(again.session("a", { strategy: crossover }), { code: "INVALID_OPTION", message });
    const session = await again.session("a", { strategy: crossover, commission: own });
    await session.run();
    const whole = await (await lab()).run(year, crossover, { ...apple, commission: own });
    assert.equal(session.fingerprint, whole.fingerprint);
  });

  // A lab that gave something else first must not have to be closed.
  for (const how of ["lab.session", "its cell"])
    it(`goes on with what was given last, by ${how}, whether or not it was refused before`, async () => {
      const [right, wrong] = [1, 2].map((fee) => (quantity: number) => fee * quantity);
      const whole = await (await lab()).run(year, crossover, { ...apple, commission: right });
      const otherwise = defineStrategy({ name: "crossover", onBar: () => {} });
      const givens = [
        { strategy: crossover, commission: wrong },
        { strategy: otherwise, commission: right },
      ];
      for (const given of givens)
        for (const isRefused of [true, false]) {
          const file = newFile();
          const cell = [year, crossover, { ...apple, name: "a", commission: right }] as const;
          const opened = await lab(file);
          await (await opened.createSession(...cell)).step(100);
          await opened.close();
          const again = await lab(file);
          const session = await again.session("a", given);
          if (isRefused) {
            await assert.rejects(session.run(), { code: "RECOVERY_MISMATCH" });
            await assert.rejects(session.run(), { code: "RECOVERY_MISMATCH" });
          }
          const next =
            how === "its cell"
              ? await again.createSession(...cell)
              : await again.session("a", { strategy: crossover, commission: right });
          await next.run();
          assert.deepEqual([next.name, next.fingerprint], ["a", whole.fingerprint]);
          assert.equal(session.state, "COMPLETED");
        }
    });

  it("keeps what it was given once it is on its way", async () => {
    const { file } = await left();
    const again = await lab(file);
    const session = await again.session("a", { strategy: crossover });
    await session.step(1);
    await again.session("a", { strategy: defineStrategy({ name: "crossover", onBar: () => {} }) });
    await session.run();
    assert.equal(session.fingerprint, (await (await lab()).run(year, crossover, apple)).fingerprint);
  });
});

describe("a session whose data is not at hand", () => {
  afterEach(leaveNothing);

  const day = 86_400_000;
  const bars = Array.from({ length: 60 }, (_, at) => ({
    ...{ symbol: "X", time: Date.UTC(2024, 0, 1) + at * day, volume: 1000 },
    ...{ open: 100 + at, high: 102 + at, low: 99 + at, close: 101 + at },
  }));

  it("was made of an array of which the file holds nothing: its prices are drawn once it is given its feed", async () => {
    const path = newFile();
    const opened = await lab(path);
    const feed = replay(bars);
    const session = await opened.run(feed, crossover, { name: "a" });
    const figure = session.plotPrice();
    await opened.close();
    const connection = await openConnection(path, "create", 0);
    await connection.run("DELETE FROM paper_bars");
    await connection.close();
    const read = await (await apart(path)).session("a");
    assert.equal(read.fingerprint, session.fingerprint);
    const message = /^Expected feed ".+" to be given, because it was made from .+ in memory\. Give it with/;
    assert.throws(() => read.plotPrice(), { code: "EMPTY_DATA", message });
    assert.deepEqual((await (await apart(path)).session("a", { feed })).plotPrice(), figure);
    const other = replay(bars.slice(1));
    const wrong = await (await apart(path)).session("a", { feed: other });
    assert.throws(() => wrong.plotPrice(), { code: "RECOVERY_MISMATCH", message: /but they have changed$/ });
  });

  it("was made of a file that is gone: it is read, and only its prices cannot be drawn", async () => {
    const path = newFile();
    const file = join(dirname(path), "x.csv");
    const rows = bars.map(
      ({ open, high, low, close }, at) =>
        `2024-0${1 + Math.floor(at / 28)}-${String(1 + (at % 28)).padStart(2, "0")},${open},${high},${low},${close},1`,
    );
    writeFileSync(file, ["date,open,high,low,close,volume", ...rows].join("\n"));
    const opened = await lab(path);
    const session = await opened.run(replay(file), crossover, { name: "a" });
    const figure = session.plotPrice();
    const shown = everythingOf(session);
    await opened.close();
    const again = await (await apart(path)).session("a");
    assert.deepEqual(again.plotPrice(), figure);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("2024-01-01,100,", "2024-01-01,100.5,"));
    const changed = await (await apart(path)).session("a");
    assert.throws(() => changed.plotPrice(), {
      code: "RECOVERY_MISMATCH",
      message: /^Expected feed "x" to hold the bars/,
    });
    writeFileSync(file, "");
    const { rmSync } = await import("node:fs");
    rmSync(file);
    const gone = await (await apart(path)).session("a");
    assert.deepEqual(everythingOf(gone), shown);
    assert.throws(() => gone.plotPrice(), { code: "MISSING_FILE", message: /x\.csv/ });
    const page = join(dirname(path), "a.html");
    await gone.report(page);
    assert.match(readFileSync(page, "utf8"), /x\.csv/);
  });
});
