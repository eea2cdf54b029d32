import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type Bar, gbm, merge, replay } from "../../../src/index";
import { Playback } from "../../../src/session/life/playback";
import { bars, minute } from "../../support/bars";
import { Time } from "./time";

const pair = () =>
  merge(
    replay(bars("A", [1, 2, 3], { interval: minute }), { calendar: "always" }),
    replay(bars("B", [4, 5, 6], { interval: minute }), { calendar: "always" }),
  );
const endless = gbm({ A: {}, B: {} }, { bars: Infinity, interval: "1s" });
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

/** What was written to stderr while something was done. */
async function written(work: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const { error } = console;
  console.error = (...values: unknown[]) => void lines.push(values.map(String).join(" "));
  try {
    await work();
  } finally {
    console.error = error;
  }
  return lines;
}

describe("subscribing to a feed", () => {
  it("tells every bar from the first on, to each subscriber on its own", async () => {
    const feed = pair();
    const [first, second]: Bar[][] = [[], []];
    feed.subscribe((bar) => first.push(bar), { pace: "max" });
    feed.subscribe((bar) => second.push(bar), { pace: { updatesPerSecond: 500 }, symbols: ["B"] });
    assert.deepEqual(first, []);
    while (first.length < 6 || second.length < 3) await turn();
    assert.deepEqual(first, [...feed.bars()]);
    assert.deepEqual(
      second,
      [...feed.bars()].filter(({ symbol }) => symbol === "B"),
    );
  });

  it("by default tells one update a second, all bars of one time, without drift over hours", async () => {
    const time = new Time(false);
    time.lateness = () => 7;
    const told: number[] = [];
    const playback = new Playback(
      endless.source,
      () => {
        told.push(time.now);
        time.take(1);
        if (told.length === 2 * 10_801) playback.end();
      },
      {},
      time.slices,
    );
    await playback.play();
    assert.equal(told.length, 2 * 10_801);
    told.forEach((at, index) => {
      const late = at - told[0] - Math.floor(index / 2) * 1000;
      assert.ok(late >= 0 && late <= 40, `${late} ms`);
    });
  }).timeout(60_000);

  it("is ended by what it returns, also between two bars of one time and before the first", async () => {
    const told: Bar[] = [];
    const end = endless.subscribe((bar) => {
      told.push(bar);
      end();
    });
    endless.subscribe(() => assert.fail())();
    while (told.length === 0) await turn();
    await turn();
    end();
    assert.deepEqual(
      told.map(({ symbol }) => symbol),
      ["A"],
    );
  });

  it("tells a listener that throws or rejects, calls it no longer, and goes on for the others", async () => {
    const feed = pair();
    let calls = 0;
    const others: Bar[] = [];
    const lines = await written(async () => {
      feed.subscribe(
        () => {
          calls++;
          throw new TypeError("not mine");
        },
        { pace: "max" },
      );
      feed.subscribe(async () => Promise.reject(new TypeError(`nor this ${++calls}`)), { pace: { speed: 1e9 } });
      feed.subscribe((bar) => others.push(bar), { pace: { updatesPerSecond: 300 } });
      while (others.length < 6) await turn();
    });
    assert.equal(calls, 2);
    assert.equal(lines.length, 2);
    for (const line of lines)
      assert.match(
        line,
        /^paperlab: feed ".*": A listener failed and is no longer called: TypeError: (not mine|nor this 2)$/,
      );
  });

  it("waits for the promise of a slow listener, tells it once that it is late, and catches up", async () => {
    const time = new Time(false);
    const told: number[] = [];
    const playback = new Playback(
      endless.source,
      async () => {
        told.push(time.now);
        await null;
        if (told.length <= 10) time.take(800);
        if (told.length === 60) playback.end();
      },
      { symbols: ["A"], pace: { updatesPerSecond: 2 } },
      time.slices,
    );
    const lines = await written(() => playback.play());
    assert.deepEqual(lines, [
      'paperlab: feed "gbm A, B": A listener is slower than its pace; its bars are 1.2 s late and wait for it',
    ]);
    assert.ok(told[59] - told[0] - 59 * 500 <= 21);
  });

  it("tells nobody of a late timer, as after a machine that slept", async () => {
    const time = new Time(false);
    let count = 0;
    time.lateness = () => (count === 3 ? 100_000 : 0);
    const listener = () => {
      if (++count === 20) playback.end();
    };
    const playback = new Playback(endless.source, listener, {}, time.slices);
    assert.deepEqual(await written(() => playback.play()), []);
  });

  it("says when the feed cannot be read any further", async () => {
    const { source } = pair();
    const blocks = function* () {
      yield* source.blocks();
      throw new Error("the disk is gone");
    };
    let calls = 0;
    const playback = new Playback({ ...source, name: "f", blocks }, () => ++calls, { pace: "max" });
    const [line] = await written(() => playback.play());
    assert.equal(line, 'paperlab: feed "f": Its bars cannot be read any further: Error: the disk is gone');
    assert.equal(calls, 6);
  });

  it("refuses what makes no sense before it begins", () => {
    const feed = pair();
    assert.throws(() => feed.subscribe("no" as never), { message: 'Expected listener to be a function, was "no"' });
    assert.throws(() => feed.subscribe(() => 0, { pase: "max" } as never), { code: "UNKNOWN_OPTION" });
    assert.throws(() => feed.subscribe(() => 0, { symbols: ["C"] }), { code: "UNKNOWN_SYMBOL" });
    assert.throws(() => feed.subscribe(() => 0, { pace: { speed: -1 } }), { code: "INVALID_OPTION" });
    const message =
      'Expected pace to be { updatesPerSecond } or { speed } for subscribe() on feed "gbm A, B", which has no end, was "max"';
    assert.throws(() => endless.subscribe(() => 0, { pace: "max" }), { code: "INVALID_OPTION", message });
  });

  it("keeps a program going until it is over, as a session does, and no longer", () => {
    const program = `
      const { replay } = require("./src/index");
      const day = (time) => ({ symbol: "A", time, open: 1, high: 1, low: 1, close: 1, volume: 1 });
      const feed = replay([day("2024-01-02"), day("2024-01-03"), day("2024-01-04")]);
      feed.subscribe(({ symbol }) => process.stdout.write(symbol), { pace: { updatesPerSecond: 20 } });
      feed.subscribe(() => 0)();`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", "tsx", "-e", program], {
      encoding: "utf8",
      timeout: 30_000,
    });
    assert.deepEqual([stdout, stderr, status], ["AAA", "", 0]);
  });
});
