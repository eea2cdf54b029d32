import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { defineStrategy, type Lab, type Session, type Strategy } from "../../../src/index";
import { apple, lab, leaveNothing, newFile, year } from "../../api/labs";

function* counted() {
  for (let at = 0; ; at++) yield at;
}
class Private {
  #at = 0;
  next() {
    return ++this.#at;
  }
}
const hidden = (value: unknown, read: () => boolean): Strategy =>
  defineStrategy({
    name: "hidden",
    onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, value !== undefined && read() ? 1 : 0),
  });
const make = (opened: Lab, strategy: Strategy, name: string) =>
  opened.createSession(year, strategy, { ...apple, name });
const warningsOf = ({ core }: Session) => core.warnings.join("\n");

describe("sessions whose strategies read the same state, which cannot be read", () => {
  afterEach(leaveNothing);

  const states: Record<string, () => Strategy> = {
    "a generator": () => {
      const state = counted();
      return hidden(state, () => Number(state.next().value) % 20 < 10);
    },
    "an object with private fields": () => {
      const state = new Private();
      return hidden(state, () => state.next() % 20 < 10);
    },
    "a WeakMap": () => {
      const [state, key] = [new WeakMap<object, number>(), {}];
      return hidden(state, () => Boolean(state.set(key, (state.get(key) ?? 0) + 1)) && Number(state.get(key)) < 50);
    },
  };
  for (const [what, strategyOf] of Object.entries(states)) {
    it(`say that they may not be independent, and what to do: ${what}`, async () => {
      const opened = await lab();
      const strategy = strategyOf();
      const first = await make(opened, strategy, "first");
      assert.match(
        warningsOf(first),
        /^Its strategy reads \w.*, which cannot be compared\. .*state: \(\) => \(\{.*\}\)/,
      );
      assert.doesNotMatch(warningsOf(await make(opened, strategy, "early")), /independent/);
      await first.run();
      const second = await make(opened, strategy, "second");
      assert.match(warningsOf(second), /as session "first" does, and may begin with .* Then they are not independent$/);
      assert.doesNotMatch(warningsOf(await make(opened, strategyOf(), "own")), /independent/);
    });
  }
});

const roll = () => Math.random() * 97;
const clock = () => new Date().getSeconds() * 1000 + new Date().getMilliseconds();
const uses: Record<string, { decide: () => number; name: string; instead: string; isRead: boolean }> = {
  "Math.random": { decide: () => Math.random() * 97, name: "Math.random", instead: "random()", isRead: true },
  "a helper's Math.random": { decide: () => roll(), name: "Math.random", instead: "random()", isRead: true },
  "Date.now": { decide: () => Date.now(), name: "Date.now", instead: "now", isRead: true },
  "a helper's new Date()": { decide: () => clock(), name: "new Date()", instead: "now", isRead: false },
  "performance.now": {
    decide: () => performance.now() * 1e6,
    name: "performance.now",
    instead: "now",
    isRead: true,
  },
  "node:crypto": { decide: () => randomInt(97), name: "randomInt", instead: "random()", isRead: true },
};

describe("a strategy that uses chance or the clock", () => {
  afterEach(leaveNothing);

  for (const [what, { decide, name, instead, isRead }] of Object.entries(uses)) {
    it(`is told what the context has instead: ${what}`, async () => {
      const chance = defineStrategy({
        name: "chance",
        onBar: ({ bar, orderTarget }) => orderTarget(bar.symbol, 1 + (Math.floor(decide()) % 97)),
      });
      const path = newFile();
      const opened = await lab(path);
      const session = await make(opened, chance, "a");
      if (isRead) assert.ok(warningsOf(session).includes(`${instead} of the context instead`), warningsOf(session));
      assert.doesNotMatch(warningsOf(session), /state: \(\)/);
      await session.step(60);
      await opened.close();
      const again = await make(await lab(path), chance, "a");
      await assert.rejects(again.run(), (error: Error & { code?: string }) => {
        assert.equal(error.code, "RECOVERY_MISMATCH");
        assert.ok(error.message.includes(name) && error.message.includes("of the context instead (docs/context.md)"));
        return true;
      });
    });
  }

  it("is not told so for a name in a comment, a text or a name of its own", async () => {
    const calm = defineStrategy({
      name: "calm",
      onBar({ bar, log }) {
        // Not Math.random(), nor Date.now().
        log(`${bar.symbol} without ${"Math.random()"}, ${"Date()"}, on ${new Date(bar.time)}`);
      },
    });
    assert.equal(warningsOf(await make(await lab(), calm, "a")), "");
  });
});
