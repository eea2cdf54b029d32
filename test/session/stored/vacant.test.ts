import assert from "node:assert/strict";
import { defineSignals, defineStrategy, type Lab, type Session, type Strategy } from "../../../src/index";
import { apart, apple, closeAll, lab, leaveNothing, newFile, year } from "../../api/labs";

const fine = defineStrategy({ name: "s", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });
const fails = () => {
  throw new Error("no");
};

/** Strategies that fail before their first bar. */
const failing: Readonly<Record<string, [strategy: Strategy<never, never>, state: string]>> = {
  "signals that look ahead": [
    defineSignals({ name: "s", signals: ({ close }) => close.map((price, at) => close[at + 1] > price) }) as never,
    "CREATED",
  ],
  "signals that throw": [defineSignals({ name: "s", signals: fails }) as never, "CREATED"],
  "signals of the wrong length": [defineSignals({ name: "s", signals: () => [1] }) as never, "CREATED"],
  "an onStart that throws": [defineStrategy({ ...fine, onStart: fails }) as never, "FAILED"],
  "an asynchronous onStart that throws": [defineStrategy({ ...fine, onStart: async () => fails() }) as never, "FAILED"],
  "a state that throws": [defineStrategy({ ...fine, state: fails }) as never, "FAILED"],
};

const named = { ...apple, name: "a" };
const namesIn = async (opened: Lab) => (await opened.sessions()).column("name").values;
const create = (opened: Lab, strategy: unknown): Promise<Session> =>
  opened.createSession(year, strategy as never, named);

async function failed(opened: Lab, strategy: unknown): Promise<Session> {
  const session = await create(opened, strategy);
  await assert.rejects(session.run());
  return session;
}

describe("the name of a session that failed before its first step", () => {
  afterEach(leaveNothing);

  for (const [what, [strategy, state]] of Object.entries(failing)) {
    for (const [where, at] of [
      ["in memory", () => ":memory:"],
      ["in a file", newFile],
    ] as const)
      it(`goes to the corrected cell: ${what}, ${where}`, async () => {
        const opened = await lab(at());
        const first = await failed(opened, strategy);
        assert.deepEqual([first.state, first.steps], [state, 0]);
        assert.match(String(first), /Error /);
        // As often as the cell is run unchanged, too.
        for (let times = 0; times < 2; times++) assert.equal((await failed(opened, strategy)).name, "a");
        const corrected = await create(opened, fine);
        assert.equal(corrected.name, "a");
        assert.deepEqual(corrected.core.warnings, ['It replaces the earlier "a", which failed before its first step']);
        await corrected.run();
        assert.deepEqual(await namesIn(opened), ["a"]);
        await assert.rejects(first.run(), { name: "PaperLabError" });
        assert.equal(await create(opened, fine), corrected);
      });

    it(`goes to the corrected cell of another process: ${what}`, async () => {
      const path = newFile();
      await failed(await lab(path), strategy);
      await closeAll();
      const opened = await apart(path);
      assert.match(String(await opened.session("a")), /Error /);
      const corrected = await create(opened, fine);
      assert.equal(corrected.name, "a");
      await corrected.run();
      assert.deepEqual(await namesIn(opened), ["a"]);
    });
  }

  it("stays with one that failed at its first bar, and with one that was not started", async () => {
    const opened = await lab(newFile());
    const failedLate = await failed(opened, defineStrategy({ name: "s", onBar: fails }));
    assert.deepEqual([failedLate.state, failedLate.steps], ["FAILED", 1]);
    const waiting = await create(opened, defineStrategy({ name: "s", onBars: () => undefined }));
    const third = await opened.run(year, fine, named);
    assert.deepEqual(await namesIn(opened), ["a", "a #2", "a #3"]);
    await waiting.run();
    assert.deepEqual([failedLate.name, waiting.name, third.name], ["a", "a #2", "a #3"]);
  });

  it("is the first free one, and the same session is found behind it", async () => {
    const opened = await lab(newFile());
    const [lookingAhead] = failing["signals that look ahead"];
    const [atStart] = failing["an onStart that throws"];
    const done = await opened.run(year, fine, named);
    await failed(opened, lookingAhead);
    const other = defineStrategy({ name: "s", onBars: ({ buy }) => void buy("AAPL", 1) });
    const corrected = await create(opened, other);
    assert.equal(corrected.name, "a #2");
    assert.deepEqual(corrected.core.warnings, [
      'It replaces the earlier "a #2", which failed before its first step',
      'Session "a" stays as it is; this is another one (onBars: new; onBar: gone)',
    ]);
    await corrected.run();
    await failed(opened, atStart);
    assert.deepEqual(await namesIn(opened), ["a", "a #2", "a #3"]);
    assert.equal(await create(opened, fine), done);
    assert.equal(await create(opened, other), corrected);
    assert.deepEqual(await namesIn(opened), ["a", "a #2", "a #3"]);
  });

  it("stays with it once it could begin after all", async () => {
    let isReady = false;
    const late = defineSignals({ name: "s", signals: ({ close }) => (isReady ? close.map(() => 1) : fails()) });
    const path = newFile();
    const opened = await lab(path);
    const session = await failed(opened, late);
    isReady = true;
    await session.step(1);
    assert.doesNotMatch(String(session), /Error /);
    assert.equal((await create(opened, fine)).name, "a #2");
    await closeAll();
    const again = await (await apart(path)).session("a");
    assert.deepEqual([again.state, again.steps], ["PAUSED", 1]);
    assert.doesNotMatch(String(again), /Error /);
  });

  it("stays with it if another process took it further meanwhile", async () => {
    let isReady = false;
    const late = defineSignals({ name: "s", signals: ({ close }) => (isReady ? close.map(() => 1) : fails()) });
    const path = newFile();
    const [one, two] = [await lab(path), await apart(path)];
    const session = await failed(one, late);
    await session.core.releaseLock();
    isReady = true;
    const elsewhere = await two.session("a", { strategy: late });
    await elsewhere.step(1);
    assert.equal((await create(one, fine)).name, "a #2");
  });
});
