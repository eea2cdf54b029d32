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
    // In the background, nobody gets the error.
    reset();
    await session.start();
    while (session.state === "RUNNING") await new Promise((resolve) => setTimeout(resolve, 5));
    assert.match(String(warningsOf(session).at(-1)), /^Session "a" cannot go on: .*held: 0, was 33/);
    assert.equal(session.state, "PAUSED");
  });

  for (const [what, touch] of Object.entries({
    "is set": () => (held = 7),
    "is as it was when it came to rest": () => (held = 66),
    "is set anew": reset,
    "is left by another session": async (opened: Lab) => void (await (await make(opened, counting(), "other")).run()),
  }))
    it(`stays refused until its steps come to the same, whatever its variable ${what}`, async () => {
      const opened = await lab();
      const [session, second] = [await make(opened, counting()), await make(opened, counting(), "second")];
      await session.step(33);
      await second.step(33);
      const { fingerprint } = session;
      // Its steps began with 0 and went on beside those of the other one.
      await session.step(33);
      const stood = session.fingerprint;
      assert.notEqual(stood, fingerprint);
      reset();
      const refused = { code: "RECOVERY_MISMATCH", message: /decided otherwise \(held: 0, was 99\)/ };
      await assert.rejects(session.run(), refused);
      await touch(opened);
      for (const go of [() => session.run(), () => session.step(1), () => session.run()])
        await assert.rejects(go(), { code: "RECOVERY_MISMATCH", message: /Make it again under another name/ });
      assert.deepEqual([session.state, session.steps, session.fingerprint], ["PAUSED", 66, stood]);
    });

  it("goes on after it was refused, once its cell has made it again and its steps come to the same", async () => {
    const expected = await fingerprintOf(counting());
    // What cannot be read may change what a strategy decides.
    class Hidden {
      #isOn = false;
      get isOn() {
        return this.#isOn;
      }
      turn(isOn: boolean) {
        this.#isOn = isOn;
      }
    }
    const hidden = new Hidden();
    const misled = defineStrategy({
      name: "counting",
      onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, ++held % 20 < 10 !== hidden.isOn ? 1 : 0),
    });
    const opened = await lab();
    const session = await make(opened, misled);
    await session.step(33);
    hidden.turn(true);
    reset();
    await assert.rejects(session.run(), { code: "RECOVERY_MISMATCH" });
    reset();
    assert.equal(await make(opened, misled), session);
    await assert.rejects(session.run(), { code: "RECOVERY_MISMATCH" });
    hidden.turn(false);
    reset();
    assert.equal(await make(opened, misled), session);
    await session.run();
    assert.deepEqual([session.state, session.fingerprint], ["COMPLETED", expected]);
  });

  it("puts back what steps that are run again in vain have changed, and says what it cannot put back", async () => {
    const keeping = { list: [1, 2], map: new Map([["n", 1]]), at: new Date(0), typed: new Float64Array(2), fields: {} };
    const before = structuredClone(keeping);
    const chance = () =>
      defineStrategy({
        name: "chance",
        onBar({ bar, orderTargetWeight }) {
          const { list, map, at, typed, fields } = keeping;
          list[0] = list.push(bar.close);
          map.clear();
          at.setTime(bar.time);
          typed[1]++;
          Object.assign(fields, { [bar.time]: { ...fields } });
          orderTargetWeight(bar.symbol, ++held > 0 ? Math.random() : 0);
        },
      });
    const path = newFile();
    const opened = await lab(path);
    const session = await make(opened, chance());
    await session.step(5);
    Object.assign(keeping, structuredClone(before));
    held = 0;
    const message = /It uses Math\.random, which differs from run to run\. Use random\(\) of the context instead/;
    await assert.rejects(session.run(), { code: "RECOVERY_MISMATCH", message });
    assert.deepEqual(keeping, before);
    const said = "Its steps were run again in vain, which may have changed held. Set it anew before you use it";
    assert.ok(warningsOf(session).at(-1)?.startsWith(`${said}. What a strategy changes belongs in its state: () =>`));
    assert.equal(held, 5);
    // So does a session that goes on from a file.
    await opened.close();
    held = 0;
    const again = await make(await lab(path), chance());
    await assert.rejects(again.run(), { code: "RECOVERY_MISMATCH", message });
    assert.deepEqual(keeping, before);
    assert.ok(warningsOf(again).at(-1)?.startsWith(said));
  });

  it("says in one line which variables another session has left", async () => {
    const both = defineStrategy({
      name: "both",
      onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, (++held + next()) % 20 < 10 ? 1 : 0),
    });
    const opened = await lab();
    await (await make(opened, both, "first")).run();
    const told = warningsOf(await make(opened, both, "second"));
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(told[0], /begins with held, seen as session "first" left them\. .*its state: \(\) =>/);
  });

  it("says what to do where its variable is as another run left it, so that it is another session", async () => {
    const opened = await lab();
    const strategy = counting();
    for (const name of ["first", "second"]) await (await make(opened, strategy, name)).run();
    const again = await make(opened, strategy, "first");
    assert.equal(again.name, "first #2");
    assert.match(warningsOf(again).join("\n"), /held: 530, was 0\)[\s\S]*its state: \(\) => \(\{ \.\.\. \}\)/);
    // What belongs to it again, but not to the one that was made after another.
    reset();
    const other = await make(opened, strategy, "second");
    assert.equal(other.name, "second #2");
    assert.match(warningsOf(other).join("\n"), /held: 0, was 265\)\. .*its state: \(\) => \(\{ \.\.\. \}\)/);
  });

  it("says what to do where its steps do not come to the same after it was opened again", async () => {
    const path = newFile();
    const opened = await lab(path);
    const [one, two] = [await make(opened, counting(), "one"), await make(opened, counting(), "two")];
    for (let round = 0; round < 15; round++) for (const session of [one, two]) await session.step(3);
    await opened.close();
    reset();
    const again = await make(await lab(path), counting(), "one");
    await assert.rejects(again.run(), {
      code: "RECOVERY_MISMATCH",
      message:
        /It changes held, which is outside its strategy: .* with a strategy that keeps its state in state: \(\) =>/,
    });
  });

  it("runs its steps again alone, where several share a variable", async () => {
    const opened = await lab();
    const strategy = counting();
    const one = await make(opened, strategy, "one");
    const two = await make(opened, strategy, "two");
    await one.step(20);
    reset();
    await two.step(20);
    const { fingerprint } = two;
    reset();
    const results = await Promise.allSettled([one.step(20), two.step(20)]);
    // The first one has its state again. The other one cannot, and says so.
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "fulfilled"],
    );
    assert.doesNotMatch(warningsOf(one).join(), /goes on with it/);
    assert.match(warningsOf(two).join(), /held: \d+, was 20\. This was changed while it was PAUSED, and it goes on/);
    assert.notEqual(fingerprint, two.fingerprint);
  });
});
