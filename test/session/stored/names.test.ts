import assert from "node:assert/strict";
import {
  type CommissionModel,
  commissionBps,
  defineStrategy,
  type Lab,
  maxPositionWeight,
  type RiskRule,
  type SessionOptions,
  slippageBps,
} from "../../../src/index";
import { apart, apple, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover, eventful, failing } from "../../api/strategies";

type Options = SessionOptions<{ fast: number; slow: number }>;

/** Runs the same cell twice, the second time in a lab opened anew, and returns the names of the two sessions. */
async function namesOf(first: Options, second: Options): Promise<string[]> {
  const path = newFile();
  const names: string[] = [];
  for (const options of [first, second]) {
    const opened = await lab(path);
    names.push((await opened.run(year, crossover, { ...apple, name: "a", ...options })).name);
    await opened.close();
  }
  return names;
}

describe("a cell that is run again", () => {
  afterEach(leaveNothing);

  for (const [place, at] of [
    ["in memory", () => ":memory:"],
    ["in a file", newFile],
  ] as const) {
    it(`finds its session again, ${place}`, async () => {
      const opened = await lab(at());
      const first = await opened.run(year, crossover, { ...apple, name: "a" });
      const second = await opened.run(year, crossover, { ...apple, name: "a" });
      assert.equal(second, first);
      assert.equal((await opened.sessions()).shape[0], 1);
    });

    it(`goes on with its session at the pace that it says now, ${place}`, async () => {
      const opened = await lab(at());
      const slow = await opened.createSession(year, crossover, {
        ...apple,
        name: "a",
        pace: { updatesPerSecond: 0.001 },
      });
      await slow.step(1);
      const again = await opened.createSession(year, crossover, { ...apple, name: "a" });
      assert.equal(again, slow);
      await again.run();
      assert.deepEqual([again.state, again.core.warnings], ["COMPLETED", []]);
    });

    it(`gives two that are made at once one session where they are the same, two names where not, ${place}`, async () => {
      const opened = await lab(at());
      const make = (fast: number) => opened.createSession(year, crossover, { ...apple, name: "a", params: { fast } });
      const [first, second, third] = await Promise.all([make(5), make(5), make(6)]);
      assert.equal(first, second);
      assert.deepEqual([first.name, third.name], ["a", "a #2"]);
    });
  }

  it("goes on where it was paused", async () => {
    const opened = await lab(newFile());
    const session = await opened.createSession(year, crossover, { ...apple, name: "a" });
    await session.step(20);
    assert.equal(await opened.run(year, crossover, { ...apple, name: "a" }), session);
    assert.deepEqual([session.state, session.steps], ["COMPLETED", 265]);
  });

  it("finds its session again after the file was closed", async () => {
    assert.deepEqual(await namesOf({}, {}), ["a", "a"]);
  });

  it("finds it again when only notes and tags have changed", async () => {
    assert.deepEqual(await namesOf({ notes: "one" }, { notes: "two", tags: ["x"] }), ["a", "a"]);
  });

  const models = { commission: commissionBps(1), slippage: slippageBps(1), risk: [maxPositionWeight(1)] };

  it("finds it again with models and rules of paperlab, and params and benchmark given", async () => {
    const more = { benchmark: "SPX", params: { fast: 7 }, lotSize: { AAPL: 10 } };
    const again = { commission: commissionBps(1), slippage: slippageBps(1), risk: [maxPositionWeight(1)], ...more };
    assert.deepEqual(await namesOf({ ...models, ...more }, again), ["a", "a"]);
  });

  const changes: Record<string, Options> = {
    "a param": { params: { fast: 6 } },
    "the capital": { initialCapital: 99_999 },
    "the symbols": { symbols: ["SPX"] },
    "a number of a model": { ...models, commission: commissionBps(2) },
    "a limit of a rule": { ...models, risk: [maxPositionWeight(0.9)] },
    "the benchmark": { ...models, benchmark: "AAPL" },
    "the seed": { seed: 2 },
  };

  for (const [what, change] of Object.entries(changes)) {
    it(`makes another session when ${what} has changed`, async () => {
      assert.deepEqual(await namesOf(models, { ...models, ...change }), ["a", "a #2"]);
    });
  }

  it("makes another session when feed or strategy has changed, and finds each again", async () => {
    const opened = await lab(newFile());
    const shorter = year.slice("2013-05-13", "2014-01-31");
    const run = async () => [
      (await opened.run(year, crossover, { ...apple, name: "a" })).name,
      (await opened.run(shorter, crossover, { ...apple, name: "a" })).name,
      (await opened.run(year, eventful, { ...apple, name: "a" })).name,
    ];
    assert.deepEqual(await run(), ["a", "a #2", "a #3"]);
    assert.deepEqual(await run(), ["a", "a #2", "a #3"]);
  });

  it("finds it again also when its strategy has functions within its functions", async () => {
    const opened = await lab();
    const nested = defineStrategy({
      name: "nested",
      onBar({ bar, orderTarget }) {
        const shares = (price: number) => Math.floor(1000 / price);
        orderTarget(bar.symbol, shares(bar.close));
      },
    });
    const run = async () => (await opened.run(year, nested, { ...apple, name: "a" })).name;
    assert.deepEqual([await run(), await run()], ["a", "a"]);
  });

  it("finds it again with a model or rule of one's own, as long as that is the same", async () => {
    const flat = (amount: number): CommissionModel => ({ name: "flat", commission: () => amount });
    const rule = (most: number): RiskRule => ({
      name: "most",
      check: () => (most > 0 ? undefined : { code: "MOST" }),
    });
    const pairs: [Options, Options][] = [
      [{ commission: flat(1) }, { commission: flat(2) }],
      [{ risk: [rule(1)] }, { risk: [rule(2)] }],
    ];
    for (const [one, other] of pairs) {
      assert.deepEqual(await namesOf(one, one), ["a", "a"]);
      assert.deepEqual(await namesOf(one, other), ["a", "a #2"]);
    }
    assert.deepEqual(await namesOf({ commission: { ...commissionBps(1) } }, { commission: { ...commissionBps(1) } }), [
      "a",
      "a",
    ]);
  });

  it("makes another session with a model that is an instance of a class", async () => {
    class Fixed implements CommissionModel {
      readonly name = "fixed";
      commission(): number {
        return 1;
      }
    }
    assert.deepEqual(await namesOf({ commission: new Fixed() }, { commission: new Fixed() }), ["a", "a #2"]);
  });

  it("makes another session in place of one that failed", async () => {
    const opened = await lab(newFile());
    const run = () => opened.run(year, failing, { ...apple, name: "a" });
    await assert.rejects(run(), { code: "STRATEGY_FAILED" });
    await assert.rejects(run(), { code: "STRATEGY_FAILED" });
    const { values } = await opened.query("SELECT name, state FROM paper_sessions ORDER BY id");
    assert.deepEqual(values, [
      ["a", "FAILED"],
      ["a #2", "FAILED"],
    ]);
  });
});

describe("a name that exists", () => {
  afterEach(leaveNothing);

  async function second(opened: Lab, ifExists: Options["ifExists"]) {
    await opened.run(year, crossover, { ...apple, name: "a" });
    return opened.createSession(year, crossover, { ...apple, name: "a", ifExists });
  }

  for (const at of [() => ":memory:", newFile]) {
    const place = at === newFile ? "in a file" : "in memory";

    it(`is the same session with "reuse", ${place}`, async () => {
      assert.equal((await second(await lab(at()), "reuse")).id, 1);
    });

    it(`is numbered with "new", ${place}`, async () => {
      const opened = await lab(at());
      const { id, name, state } = await second(opened, "new");
      assert.deepEqual([id, name, state], [2, "a #2", "CREATED"]);
      assert.equal((await second(opened, "new")).name, "a #3");
    });

    it(`is replaced with "replace", ${place}`, async () => {
      const opened = await lab(at());
      const { id, name, state } = await second(opened, "replace");
      assert.deepEqual([id, name, state], [2, "a", "CREATED"]);
      assert.equal((await opened.sessions()).shape[0], 1);
    });

    it(`is an error with "error", and nothing has changed, ${place}`, async () => {
      const opened = await lab(at());
      const message = 'Session "a" exists. Choose another name or ifExists';
      await assert.rejects(second(opened, "error"), { code: "SESSION_EXISTS", message });
      assert.deepEqual((await opened.sessions()).column("state").values, ["COMPLETED"]);
    });

    it(`is not needed: sessions are numbered, and no number comes twice, ${place}`, async () => {
      const opened = await lab(at());
      const make = async (name?: string) => (await opened.createSession(year, crossover, { ...apple, name })).name;
      assert.deepEqual([await make(), await make()], ["session-1", "session-2"]);
      await opened.deleteSession("session-2");
      assert.deepEqual([await make("session-4"), await make(), await make()], ["session-4", "session-5", "session-6"]);
    });
  }

  it("stays what it was when what is to replace it is mistaken", async () => {
    const opened = await lab(newFile());
    const kept = await opened.run(year, crossover, { ...apple, name: "a" });
    const mistaken = { name: "a", ifExists: "replace", symbols: ["APPL"] } as const;
    await assert.rejects(opened.createSession(year, crossover, mistaken), { code: "UNKNOWN_SYMBOL" });
    assert.equal(await opened.session("a"), kept);
  });

  for (const [where, at] of [
    ["in memory", () => undefined],
    ["in a file", newFile],
  ] as const) {
    it(`is replaced while its session runs here, as often as its cell is run, ${where}`, async () => {
      const path = at();
      const opened = await lab(path);
      const replacing = async (by: Lab) => {
        const options = { ...apple, name: "a", ifExists: "replace", pace: { updatesPerSecond: 1 } } as const;
        const session = await by.createSession(year, crossover, options);
        await session.start();
        return session;
      };
      const [first, second] = [await replacing(opened), await replacing(opened)];
      // A second lab of the file has the same sessions.
      const third = await replacing(path === undefined ? opened : await lab(path));
      assert.deepEqual([first.state, second.state, third.state], ["PAUSED", "PAUSED", "RUNNING"]);
      assert.deepEqual([third.name, (await opened.sessions()).shape[0]], ["a", 1]);
      for (const gone of [first, second]) await assert.rejects(gone.resume(), { code: "UNKNOWN_SESSION" });
      await third.stop();
    });
  }

  it("is not replaced while its session runs in another process", async () => {
    const path = newFile();
    const running = await (await lab(path)).createSession(year, crossover, {
      ...apple,
      name: "a",
      pace: { updatesPerSecond: 1 },
    });
    await running.start();
    const other = await apart(path);
    const replacing = other.createSession(year, crossover, { ...apple, name: "a", ifExists: "replace" });
    await assert.rejects(replacing, { code: "SESSION_IN_USE" });
    assert.equal(running.state, "RUNNING");
    await running.stop();
  });
});
