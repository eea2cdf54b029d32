import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { defineStrategy, type Session } from "../../../src/index";
import { openConnection } from "../../../src/store/sqlite/connection";
import { apple, cell, lab, leaveNothing, newFile, year } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { copyOf, goldenOf, reopened, storedFiles } from "../stored/files";
import { feeds, options, wild } from "../wild";

describe("a session that is verified", () => {
  afterEach(leaveNothing);

  it("is the same, whatever its strategy, options and feed, wherever it stands, in memory and in a file", async () => {
    await fc.assert(
      fc.asyncProperty(feeds, options, fc.option(fc.integer({ min: 1, max: 60 })), async (feed, given, steps) => {
        const path = newFile();
        const opened = await lab(path);
        const session = await opened.createSession(feed, wild, { ...given, name: "a" });
        await (steps === null ? session.run() : session.step(steps));
        const isSame = async (one: Session | string, more = {}) => {
          const found = await opened.verify(one, more);
          assert.deepEqual([found.firstDifference, found.same, found.steps], [undefined, true, session.steps]);
        };
        await isSame(session);
        await opened.close();
        const again = await lab(path);
        const found = await again.verify("a", { strategy: wild, feed });
        assert.deepEqual([found.firstDifference, found.same], [undefined, true]);
      }),
      { numRuns: 12 },
    );
  });

  for (const file of storedFiles) {
    it(`is the same, stored by an earlier paperlab: ${file}`, async () => {
      const opened = await lab(copyOf(file));
      for (const [name, { state, steps }] of Object.entries(goldenOf(file).stored)) {
        if (state === "FAILED" || steps === 0) continue;
        const found = await opened.verify(await reopened(opened, name, file));
        assert.deepEqual([found.firstDifference, found.same], [undefined, true], name);
      }
    });
  }

  it("is the same with what was asked for by hand, and prints that", async () => {
    const opened = await lab();
    const session = await opened.createSession(year, eventful, { ...apple, name: "by hand" });
    await session.step(40);
    await session.buy("AAPL", 3);
    await session.step(20);
    await session.setTradingState("HALTED");
    await session.step(20);
    const found = await opened.verify(session);
    assert.equal(found.same, true);
    assert.match(
      inspect(found),
      /^Verification of by hand {2}\(the same, bit for bit\)\n +Run again +80 steps, \d+ events\n/,
    );
  });

  const edits: [what: string, sql: string, field: string][] = [
    ["a fill", "UPDATE paper_fills SET price = price + 0.01 WHERE number = 3", "price"],
    ["an order", "UPDATE paper_orders SET quantity = quantity + 1 WHERE number = 3", "quantity"],
  ];
  for (const [what, sql, field] of edits) {
    it(`is not the same where ${what} was changed in its file, which is named`, async () => {
      const path = newFile();
      const opened = await lab(path);
      await opened.run(...cell("a"));
      await opened.close();
      const database = await openConnection(path, "write", 0);
      await database.run(sql, []);
      await database.close();
      const again = await lab(path);
      const { same, firstDifference } = await again.verify("a", { strategy: eventful });
      assert.equal(same, false);
      assert.equal(firstDifference?.field, field);
      assert.notEqual(firstDifference?.stored, firstDifference?.now);
      assert.ok((firstDifference?.event ?? 0) > 0 && (firstDifference?.step ?? 0) > 0);
    });
  }

  it("is not the same where its strategy depends on more than its bars, and where it throws now", async () => {
    const opened = await lab();
    let size = 1;
    const strategy = defineStrategy({
      name: "outside",
      onBar({ bar, buy }) {
        if (size > 9) throw new Error("too much");
        buy(bar.symbol, size);
      },
    });
    const session = await opened.run(year, strategy, apple);
    size = 2;
    const { firstDifference, ...rest } = await opened.verify(session);
    assert.equal(rest.same, false);
    assert.deepEqual(firstDifference, { step: 1, event: 1, field: "quantity", stored: 1, now: 2 });
    assert.match(
      inspect(await opened.verify(session)),
      /not the same[\s\S]*step 1, event 1: quantity\n +Stored +1\n +Now +2/,
    );
    size = 10;
    const thrown = (await opened.verify(session)).firstDifference;
    assert.deepEqual([thrown?.step, thrown?.field, thrown?.stored], [1, "error", undefined]);
    assert.match(String(thrown?.now), /too much/);
  });

  it("needs its strategy, a rest, and a step", async () => {
    const path = newFile();
    const opened = await lab(path);
    const session = await opened.createSession(...cell("a"));
    await assert.rejects(
      opened.verify(session),
      /to be COMPLETED or PAUSED for a verification, was CREATED. Run it first/,
    );
    await session.run();
    await opened.close();
    const again = await lab(path);
    await assert.rejects(again.verify("a"), /needs its strategy to run again. Use lab.session\("a", \{ strategy \}\)/);
    await assert.rejects(again.verify("b"), { code: "UNKNOWN_SESSION" });
    await assert.rejects(again.verify("a", { strategi: eventful } as object), { code: "UNKNOWN_OPTION" });
    const signal = AbortSignal.abort();
    await assert.rejects(again.verify("a", { strategy: eventful, signal }), { code: "INTERRUPTED" });
  });

  it("leaves no trial and no session behind", async () => {
    const opened = await lab();
    const session = await opened.run(...cell("a"));
    const trials = (await opened.trials()).shape;
    await opened.verify(session);
    assert.deepEqual([(await opened.trials()).shape, (await opened.sessions()).shape[0]], [trials, 1]);
  });
});
