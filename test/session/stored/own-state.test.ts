import assert from "node:assert/strict";
import { defineStrategy, type Lab, type Session, type Strategy } from "../../../src/index";
import { apple, lab, leaveNothing, newFile, year } from "../../api/labs";

/** Strategies that count their bars in a variable outside. */
let held = 0;
const counting = () =>
  defineStrategy({
    name: "counting",
    onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, ++held % 20 < 10 ? 1 : 0),
  });
const seen = new Map<string, number>();
const next = () => {
  seen.set("n", (seen.get("n") ?? 0) + 1);
  return seen.get("n") as number;
};
const mapping = () =>
  defineStrategy({
    name: "mapping",
    onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, next() % 20 < 10 ? 1 : 0),
  });
const reset = () => {
  held = 0;
  seen.clear();
};

const make = (opened: Lab, strategy: Strategy, name = "a") => opened.createSession(year, strategy, { ...apple, name });
const warningsOf = ({ core }: Session) => [...core.warnings];

describe("a session whose strategy keeps state outside itself", () => {
  beforeEach(reset);
  afterEach(leaveNothing);

  async function fingerprintOf(strategy: Strategy): Promise<string> {
    reset();
    const session = await (await make(await lab(), strategy)).run();
    reset();
    return session.fingerprint;
  }

  for (const [where, at] of [
    ["in memory", () => ":memory:"],
    ["in a file", newFile],
  ] as const)
    for (const [what, strategy] of Object.entries({ counting, mapping })) {
      it(`goes on as if nothing had happened where its state was set anew: ${what}, ${where}`, async () => {
        const expected = await fingerprintOf(strategy());
        const opened = await lab(at());
        const session = await make(opened, strategy());
        for (const steps of [33, 1, 50]) {
          await session.step(steps);
          reset();
          assert.equal(await make(opened, strategy()), session);
        }
        await session.run();
        assert.deepEqual([session.fingerprint, warningsOf(session)], [expected, []]);
      });

      it(`is stored as it went on: ${what}, ${where}`, async () => {
        const path = at();
        const opened = await lab(path);
        const session = await make(opened, strategy());
        await session.step(33);
        reset();
        await session.step(33);
        const { values } = await opened.query("SELECT cursor, fingerprint FROM paper_sessions");
        assert.deepEqual(values, [[66, session.fingerprint]]);
      });
    }

  it("is not run again where nobody touched its state", async () => {
    const opened = await lab();
    const session = await make(opened, counting());
    await session.step(33);
    await session.step(33);
    assert.deepEqual([held, warningsOf(session)], [66, []]);
  });

  it("says what was changed while it was PAUSED, and goes on", async () => {
    const session = await make(await lab(), counting());
    await session.step(33);
    held = 5;
    await session.step(1);
    assert.match(warningsOf(session).join(), /^held: 5, was 33\. This was changed while it was PAUSED/);
  });

  it("says what was changed before its first step", async () => {
    const session = await make(await lab(), counting());
    held = 5;
    await session.step(1);
    assert.match(warningsOf(session).join(), /It begins with what was changed after it was created: held: 5, was 0/);
  });

  it("says that another one of its strategy left its state, or runs with it", async () => {
    const opened = await lab();
    const strategy = counting();
    await (await make(opened, strategy, "first")).run();
    const second = await make(opened, strategy, "second");
    assert.match(warningsOf(second).join(), /begins with held as session "first" left it/);
    reset();
    const both = [await make(opened, strategy, "third"), await make(opened, strategy, "fourth")];
    await Promise.all(both.map((one) => one.run()));
    for (const one of both) assert.match(warningsOf(one).join(), /use the same held, which changes/);
  });

  it("cannot go on where it decides otherwise from the same state", async () => {
    const opened = await lab();
    const chance = defineStrategy({
      name: "chance",
      onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, ++held > 0 ? Math.random() : 0),
    });
    const session = await make(opened, chance);
    await session.step(33);
    const { fingerprint } = session;
    reset();
    await assert.rejects(session.step(1), { code: "RECOVERY_MISMATCH", message: /held: 0, was 33/ });
    assert.deepEqual([session.state, session.steps, session.fingerprint], ["PAUSED", 33, fingerprint]);
  });
});
