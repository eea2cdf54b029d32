import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Feed } from "../../src/api/feed";
import type { Bar } from "../../src/core/market/bar";
import { seriesUntil } from "../../src/feeds/source/series";
import { type BenchmarkOption, replay, type SessionOptions } from "../../src/index";
import { glanceAt } from "../../src/views/live/view";
import { apart, everythingOf, lab, leaveNothing, newFile } from "../api/labs";
import { eventful } from "../api/strategies";
import { Walk } from "./endless";

const options = { name: "a", initialCapital: 50_000 } satisfies SessionOptions;

/** The first bars of a walk as a feed that ends. */
function recorded(steps: number) {
  const bars: Bar[] = [];
  for (const bar of new Feed(new Walk()).bars()) if (bars.push(bar) === steps * 2) break;
  return replay(bars, { calendar: "always", interval: "1m" });
}

async function sessionOn(walk: Walk, path?: string) {
  return (await lab(path)).createSession(new Feed(walk), eventful, options);
}

describe("a feed without an end", () => {
  afterEach(leaveNothing);

  it("carries a session as far as it is taken, just as its bars do when they were recorded", async () => {
    const session = await sessionOn(new Walk());
    const twin = await (await lab()).createSession(recorded(1000), eventful, options);
    for (const one of [session, twin]) {
      await one.step(430);
      await one.runUntil(700 * 60_000);
    }
    assert.equal(session.steps, 700);
    assert.ok(session.fills().shape[0] > 50);
    assert.deepEqual(everythingOf(session), everythingOf(twin));
    assert.deepEqual(session.plotPrice("B").data, twin.plotPrice("B").data);
  });

  it("makes no block that is not needed", async () => {
    const walk = new Walk();
    const session = await sessionOn(walk);
    await (await lab()).createSession(new Feed(walk), eventful, { ...options, symbols: ["B"] });
    assert.equal(walk.made, 0);
    await session.step(250);
    assert.equal(walk.made, 3);
    session.plotPrice("A");
    assert.equal(walk.made, 6);
    assert.deepEqual([seriesUntil(walk, "B", 100 * 60_000).length, walk.made], [100, 7]);
  });

  it("ends with its session: positions are closed where that was asked for", async () => {
    const opened = await lab();
    const session = await opened.createSession(new Feed(new Walk()), eventful, { ...options, closeAtEnd: true });
    await session.step(100);
    assert.notEqual(session.positions().shape[0], 0);
    await session.stop();
    assert.deepEqual([session.state, session.endReason, session.positions().shape[0]], ["COMPLETED", "STOPPED", 0]);
  });

  it("is paused while it runs, also on the way to a condition that never holds, at full speed", async () => {
    const session = await sessionOn(new Walk());
    const never = session.until(() => false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await session.pause();
    await never;
    assert.equal(session.state, "PAUSED");
    await session.step(10);
  });

  it("is described in the store by its recipe alone, and taken up again when it is given", async () => {
    const whole = await sessionOn(new Walk());
    await whole.step(300);
    const path = newFile();
    const first = await sessionOn(new Walk(), path);
    await first.step(120);
    const reader = await apart(path);
    const read = await reader.session("a");
    const given = await (await apart(path)).session("a", { feed: new Feed(new Walk()) });
    assert.deepEqual(everythingOf(given), everythingOf(first));
    // Without the bars, nobody knows what they did while a trade was open.
    assert.deepEqual(read.tradeRows()[0].bars, null);
    assert.throws(() => read.plotPrice("A"), {
      code: "EMPTY_DATA",
      message:
        'Expected feed "walk" to be given, because feeds of kind "walk" cannot be made again. Give it with lab.session(name, { feed })',
    });
    await first.core.releaseLock();
    const again = await (await apart(path)).session("a", { strategy: eventful, feed: new Feed(new Walk()) });
    await again.step(180);
    assert.deepEqual(everythingOf(again), everythingOf(whole));
    const stored = await reader.query("SELECT count(*) FROM paper_bars");
    assert.deepEqual(stored.values, [[0]]);
  });

  it("is another one with another seed", async () => {
    const path = newFile();
    await (await sessionOn(new Walk(), path)).step(10);
    const opened = await apart(path);
    await assert.rejects(opened.session("a", { strategy: eventful, feed: new Feed(new Walk(2)) }), {
      code: "RECOVERY_MISMATCH",
    });
    const other = await opened.createSession(new Feed(new Walk(2)), eventful, options);
    assert.equal(other.name, "a #2");
  });

  it("prints what it is, and a session on it shows no progress", async () => {
    assert.match(inspect(new Feed(new Walk())), /walk[\s\S]*Symbols +A, B[\s\S]*Bars +without end/);
    const session = await sessionOn(new Walk());
    await session.step(5);
    assert.equal(glanceAt(session.core).progress, undefined);
    assert.match(inspect(session), /5 steps/);
  });

  const feed = new Feed(new Walk());
  const needs: [string, () => unknown][] = [
    ["its length", () => feed.length],
    ["a slice", () => feed.slice("1970-01-01", "1970-01-02")],
    ["a frame", () => feed.toFrame()],
    ["its description", () => feed.describe()],
    ["a figure of its prices", () => feed.plot("A")],
  ];
  for (const [need, asked] of needs)
    it(`is not enough for ${need}`, () => assert.throws(asked, { code: "INVALID_OPTION", message: messageFor(need) }));

  for (const benchmark of ["A", new Feed(new Walk(1, ["A"]))] as BenchmarkOption[])
    it(`is not enough for a benchmark, given as ${typeof benchmark}`, async () => {
      const opened = await lab();
      const made = opened.createSession(feed, eventful, { ...options, benchmark });
      await assert.rejects(made, { code: "INVALID_OPTION", message: messageFor("a benchmark") });
    });
});

function messageFor(need: string): string {
  return `Expected feed "walk" to have an end for ${need}, but it has none. Take a part of it, with slice("2020-01-01", "2020-12-31"), or give a feed that has one`;
}
