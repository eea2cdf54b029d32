import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type LiveInput, type LiveOptions, live, merge, replay, resample } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { crossover, eventful } from "../../api/strategies";
import { barsOf, streamOf, Wire } from "./stream";

const options = { name: "BTC", interval: "1m" } satisfies LiveOptions;

describe("a live feed", () => {
  afterEach(leaveNothing);

  it("prints what is known before anything has come", () => {
    const feed = live(new Wire(), { ...options, symbols: ["BTC", "ETH"], backlog: "coalesce" });
    const card = inspect(feed);
    assert.match(card, /^BTC {2}\(feed\)/);
    for (const line of [
      /Symbols +BTC, ETH/,
      /Interval +1m/,
      /Calendar +always \(UTC\)/,
      /Bars +as they come; session\.feed\(\) has those that came/,
      /Backlog +bars that wait for the strategy become one/,
    ])
      assert.match(card, line);
  });

  it("asks nothing of its source before a session runs on it", async () => {
    const wire = new Wire();
    let begun = 0;
    const feed = live(() => {
      begun++;
      return wire;
    }, options);
    const session = await (await lab()).createSession(feed, crossover, { name: "a" });
    assert.deepEqual([begun, wire.asked], [0, 0]);
    await session.start();
    await session.stop();
    assert.equal(begun, 1);
  });

  it("has no bars of its own", async () => {
    const feed = live(new Wire(), options);
    const cure = "Run a session on it; session.feed() has the bars that came";
    const bounded = (need: string) => ({
      code: "INVALID_OPTION",
      message: `Expected feed "BTC" to have an end for ${need}, but it has none. ${cure}`,
    });
    assert.throws(() => feed.length, bounded("its length"));
    assert.throws(() => resample(feed, "5m"), {
      code: "INVALID_OPTION",
      message:
        'Expected feed "BTC" to hold bars that can become longer ones, but it is live. Let its source send longer bars, ' +
        "or run a session on it and resample session.feed()",
    });
    assert.throws(() => merge(feed, replay(barsOf(0, 3, "ETH"))), { code: "INVALID_OPTION" });
    assert.throws(() => [...feed.bars()], {
      code: "INVALID_OPTION",
      message: `Expected feed "BTC" to hold bars, but it is live. ${cure}`,
    });
    for (const call of [() => feed.toFrame(), () => feed.describe(), () => feed.plot(), () => feed.slice("2026-01-01")])
      assert.throws(call, { code: "INVALID_OPTION", message: /Run a session on it/ });
  });

  it("refuses options that are none", () => {
    const source = new Wire();
    for (const [input, given, code, message] of [
      [
        5,
        options,
        "INVALID_OPTION",
        /^Expected source to be an iterable of bars or trades, async or not, or a function/,
      ],
      ["bars", options, "INVALID_OPTION", /^Expected source to be an iterable of bars or trades/],
      [source, undefined, "INVALID_OPTION", /^Expected options to be an object such as \{ name: "BTC" \}/],
      [source, {}, "INVALID_OPTION", /^Expected name to be the name of the feed, was undefined/],
      [source, { ...options, symbols: [] }, "INVALID_OPTION", /^Expected symbols to be a list of at least one symbol/],
      [
        source,
        { ...options, backlog: "drop" },
        "INVALID_OPTION",
        /^Expected backlog to be "wait" or "coalesce", was "drop"/,
      ],
      [
        source,
        { ...options, grace: -1 },
        "INVALID_OPTION",
        /^Expected grace to be milliseconds from 0 to 3600000, was -1/,
      ],
      [source, { ...options, interval: "soon" }, "INVALID_OPTION", /^Expected interval to be an interval such as "1d"/],
      [source, { ...options, calendar: "XNYX" }, "INVALID_OPTION", /XNYX/],
      [source, { ...options, intervall: "1m" }, "UNKNOWN_OPTION", /Did you mean "interval"/],
    ] as const)
      assert.throws(() => live(input as never as LiveInput, given as never as LiveOptions), { code, message });
  });

  it("has a pace of its own", async () => {
    await assert.rejects((await lab()).createSession(live(new Wire(), options), crossover, { pace: { speed: 2 } }), {
      code: "INVALID_OPTION",
      message: 'Expected pace to be "max" on feed "BTC", whose bars come live, was an object',
    });
    const session = await (await lab()).createSession(live(new Wire(), options), crossover);
    session.setPace("max");
    for (const pace of [{}, { updatesPerSecond: 2 }, { speed: 60 }])
      assert.throws(() => session.setPace(pace), {
        code: "INVALID_OPTION",
        message: 'Expected pace to be "max" on feed "BTC", whose bars come live, was an object',
      });
  });

  it("that comes of a stream that can be begun only once serves one session", async () => {
    const opened = await lab();
    const feed = live(streamOf(barsOf(0, 10)), options);
    assert.equal((await opened.run(feed, eventful, { name: "a" })).steps, 10);
    const other = await opened.run(feed, eventful, { name: "b" });
    assert.equal(other.state, "PAUSED");
    assert.match(other.reason ?? "", /^the source failed: Expected source to be a function that begins it/);
  });

  it("begins its source for each session, and tells what it threw instead", async () => {
    const opened = await lab();
    const feed = live(() => streamOf(barsOf(0, 10)), options);
    const [a, b] = await Promise.all(["a", "b"].map((name) => opened.run(feed, eventful, { name })));
    assert.deepEqual([a.steps, b.steps, a.fingerprint], [10, 10, b.fingerprint]);
    const broken = live(() => {
      throw new Error("no line");
    }, options);
    const c = await opened.run(broken, eventful, { name: "c" });
    assert.deepEqual([c.state, c.reason], ["PAUSED", "the source failed: no line"]);
    const none = live((() => 5) as never, options);
    const d = await opened.run(none, eventful, { name: "d" });
    assert.equal(
      d.reason,
      "the source failed: Expected source() to be an iterable of bars or trades, async or not, was 5",
    );
  });

  it("takes arrays and plain generators, also of promises, and functions that return them", async () => {
    const opened = await lab();
    const bars = barsOf(0, 10);
    const generate = function* () {
      yield* bars;
    };
    const inputs = {
      bars,
      generate,
      generator: generate(),
      array: () => bars,
      later: async () => bars,
      set: new Set(bars),
    };
    for (const [name, input] of Object.entries({ ...inputs, promises: bars.map(async (bar) => bar) as never })) {
      const session = await opened.run(live(input, options), eventful, { name });
      assert.deepEqual([session.state, session.reason], ["COMPLETED", "the source ended"], name);
      assert.deepEqual([...session.feed().bars()], bars, name);
    }
    const used = await opened.run(live(inputs.generator, options), eventful, { name: "used" });
    assert.equal(used.steps, 0);
  });

  it("of a plain generator closes it with its session", async () => {
    let closed = 0;
    const endless = function* () {
      try {
        for (let at = 0; ; at++) yield barsOf(at, at + 1)[0];
      } finally {
        closed++;
      }
    };
    const session = await (await lab()).createSession(live(endless, options), eventful, { name: "a" });
    await session.step(100);
    await session.stop();
    assert.deepEqual([session.steps, closed], [100, 1]);
  });

  it("is named by its sessions' cards, with what was dropped and why they rest", async () => {
    const feed = live(streamOf([...barsOf(0, 3), {}, ...barsOf(2, 4), ...barsOf(9, 11)]), options);
    const card = inspect(await (await lab()).run(feed, eventful, { name: "a" }));
    assert.match(card, /Live +6 bars came, 1 message that is no bar, 1 repeated, 1 gap/);
    assert.match(card, /Reason +the source ended/);
  });
});
