import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { defineStrategy, type LiveOptions, type LiveStream, live, type Session } from "../../../src/index";
import { everythingOf, lab, leaveNothing, newFile } from "../../api/labs";
import { crossover, eventful, failing } from "../../api/strategies";
import { barOf, barsOf, newYear, streamOf, until, Wire } from "../../feeds/live/stream";
import { minute } from "../../support/bars";

const options = { name: "BTC", interval: "1m" } satisfies LiveOptions;
const kindsOf = (session: Session) => session.feedEventRows().map(({ kind, count }) => [kind, count]);

/** Checks that a session on the bars that came does the same. */
async function assertSameAgain(session: Session, strategy = eventful): Promise<void> {
  const again = await (await lab()).run(session.feed(), strategy as typeof eventful, { name: session.name });
  assert.deepEqual({ ...everythingOf(again), reason: undefined }, { ...everythingOf(session), reason: undefined });
  assert.equal(again.fingerprint, session.fingerprint);
}

for (const place of ["memory", "a file"]) {
  const path = () => (place === "memory" ? ":memory:" : newFile());

  describe(`a session on a live feed, in ${place}`, () => {
    afterEach(leaveNothing);

    it("takes what comes, ends with its source, and does the same on the bars that came", async () => {
      const opened = await lab(path());
      const session = await opened.run(live(streamOf(barsOf(0, 300)), options), eventful, { name: "a" });
      assert.deepEqual(
        [session.state, session.endReason, session.reason],
        ["COMPLETED", "END_OF_FEED", "the source ended"],
      );
      assert.equal(session.steps, 300);
      assert.ok(session.fillRows().length > 50);
      assert.deepEqual([...session.feed().bars()], barsOf(0, 300));
      await assertSameAgain(session);
    });

    it("waits for bars, pauses without one, and goes on with a gap in between", async () => {
      const wire = new Wire();
      const session = await (await lab(path())).createSession(live(wire, options), crossover, { name: "a" });
      await session.start();
      await session.pause();
      assert.deepEqual([session.state, session.steps], ["PAUSED", 0]);
      await session.start();
      wire.send(...barsOf(0, 50));
      await until(() => session.steps === 50);
      await session.pause();
      assert.deepEqual([session.state, wire.closed], ["PAUSED", 2]);
      await session.resume();
      wire.send(...barsOf(55, 100));
      wire.end();
      await session.run();
      assert.deepEqual([session.state, session.steps], ["COMPLETED", 95]);
      assert.deepEqual(kindsOf(session), [
        ["gap", 1],
        ["ended", 1],
      ]);
      const [gap] = session.feedEventRows();
      assert.equal(gap.text, "from 2026-01-01T00:49:00.000Z to 2026-01-01T00:55:00.000Z: the source was begun again");
      await assertSameAgain(session, crossover as never);
    });

    it("ends before its first bar if it is stopped, or if its source ends", async () => {
      const opened = await lab(path());
      const stopped = await opened.createSession(live(new Wire(), options), eventful, { name: "a" });
      await stopped.start();
      await stopped.stop();
      assert.deepEqual([stopped.state, stopped.endReason, stopped.steps], ["COMPLETED", "STOPPED", 0]);
      const empty = await opened.run(live(streamOf([]), options), eventful, { name: "b" });
      assert.deepEqual([empty.state, empty.reason, empty.metrics().trades], ["COMPLETED", "the source ended", 0]);
      assert.throws(() => empty.feed(), { code: "EMPTY_DATA" });
    });

    it("is PAUSED with the reason if its source fails, and goes on with another one of the same name", async () => {
      const opened = await lab(path());
      const wire = new Wire();
      const session = await opened.createSession(live(wire, options), eventful, { name: "a" });
      wire.send(...barsOf(0, 20));
      wire.end(new Error("the line is dead"));
      await session.run();
      assert.deepEqual([session.state, session.steps], ["PAUSED", 20]);
      assert.equal(session.reason, "the source failed: the line is dead");
      assert.match(session.core.warnings[0], /^It was PAUSED: the source failed: the line is dead/);
      const other = live(() => streamOf(barsOf(19, 60)), options);
      assert.equal(await opened.createSession(other, eventful, { name: "a" }), session);
      await session.run();
      assert.deepEqual([session.state, session.steps, session.reason], ["COMPLETED", 60, "the source ended"]);
      assert.deepEqual(kindsOf(session), [
        ["failed", 1],
        ["repeated", 1],
        ["gap", 1],
        ["ended", 1],
      ]);
      await assertSameAgain(session);
    });

    const once: Readonly<Record<string, (wire: Wire) => LiveStream>> = {
      "a generator": async function* (wire) {
        yield* wire;
      },
      "a stream of Node's": (wire) => Readable.from(wire),
      "a stream of the web": (wire) => Readable.toWeb(Readable.from(wire)) as LiveStream,
    };
    for (const [kind, streamOver] of Object.entries(once))
      it(`keeps ${kind}, which can be begun only once, open while it is PAUSED`, async () => {
        const wire = new Wire();
        const session = await (await lab(path())).createSession(live(streamOver(wire), options), eventful, {
          name: "a",
        });
        await session.start();
        wire.send(...barsOf(0, 10));
        await until(() => session.steps === 10);
        await session.pause();
        wire.send(...barsOf(10, 30));
        wire.end();
        await session.run();
        assert.deepEqual([session.steps, kindsOf(session)], [30, [["ended", 1]]]);
      });

    it("lets go of its source when its strategy fails", async () => {
      const wire = new Wire();
      wire.send(...barsOf(0, 40));
      const session = await (await lab(path())).createSession(live(wire, options), failing, { name: "a" });
      await assert.rejects(session.run(), { code: "STRATEGY_FAILED" });
      assert.deepEqual([session.state, wire.closed], ["FAILED", 1]);
    });

    it("drops what is none, late, repeated or unknown, says so, and goes on", async () => {
      const { high, low, ...rest } = barOf(2);
      const { time: _, ...timeless } = barOf(2);
      const nonsense = [
        { ...rest, high: low, low: high },
        { ...barOf(2), close: Number.NaN },
        timeless,
        { ...barOf(2), time: barOf(2).time * 1000 },
        { ...barOf(2), time: "2026-01-01 00:02" },
        { ...barOf(2), volume: -1 },
        { time: barOf(2).time, symbol: "BTC", price: 100 },
        "\u0000garbled",
        null,
      ];
      const messages = [barOf(0), barOf(1), ...nonsense, barOf(1), barOf(0), barOf(2, "BTX"), barOf(2)];
      const heard: string[] = [];
      const opened = await lab(path());
      const session = await opened.createSession(live(streamOf(messages), options), eventful, { name: "a" });
      session.on("feed", ({ kind }) => heard.push(kind));
      await session.run();
      assert.deepEqual([...session.feed().bars()], barsOf(0, 3));
      const kinds = [...nonsense.map(() => "bad"), "repeated", "outOfOrder", "unknownSymbol", "ended"];
      assert.deepEqual(
        session.feedEventRows().map(({ kind }) => kind),
        kinds,
      );
      assert.deepEqual(heard, kinds);
      const texts = session.feedEventRows().map(({ text }) => text);
      assert.match(texts[0], /^expected high to be at least low, was .*: {"time":1767225720000,"symbol":"BTC"/);
      assert.match(texts[3], /^expected time to be epoch milliseconds from 1973 to tomorrow/);
      assert.match(texts[6], /^expected a bar, as the feed has an interval/);
      assert.equal(texts[7], "expected a bar or a trade: \u0000garbled");
      assert.equal(texts[11], '"BTX" is not in the feed. Did you mean "BTC"?');
      assert.deepEqual(session.feedEvents().shape, [13, 6]);
    });

    it("takes bars of one time together, whoever comes first", async () => {
      const symbols = ["BTC", "ETH"];
      const messages = [
        barOf(0, "ETH"),
        barOf(0),
        barOf(1),
        barOf(2),
        barOf(1, "ETH"),
        barOf(2, "ETH"),
        barOf(3, "ETH"),
      ];
      const feed = live(streamOf(messages), { ...options, name: "coins", symbols, grace: 60_000 });
      const session = await (await lab(path())).run(feed, eventful, { name: "a" });
      assert.equal(session.steps, 4);
      const came = [...session.feed().bars()].map(({ symbol, time }) => `${symbol} ${(time - newYear) / minute}`);
      assert.deepEqual(came, ["BTC 0", "ETH 0", "BTC 1", "BTC 2", "ETH 2", "ETH 3"]);
      assert.deepEqual(kindsOf(session), [
        ["late", 1],
        ["ended", 1],
      ]);
      await assertSameAgain(session);
    });

    it("does not wait for ever for a symbol that sends nothing", async () => {
      const wire = new Wire();
      const feed = live(wire, { ...options, name: "coins", symbols: ["BTC", "ETH"], grace: 1 });
      const session = await (await lab(path())).createSession(feed, eventful, { name: "a" });
      wire.send(barOf(0));
      await session.start();
      await until(() => session.steps === 1);
      wire.send(barOf(0, "ETH"));
      await until(() => session.feedEventRows().length === 1);
      assert.deepEqual(kindsOf(session), [["late", 1]]);
      await session.stop();
    });

    it("takes trades; those of one millisecond are one bar", async () => {
      const trade = (at: number, price: number, size?: number) => ({ time: new Date(newYear + at), price, size });
      const trades = [trade(0, 10, 1), trade(0, 12, 2), trade(5, 9), trade(5, 11, 1), trade(3, 1), trade(7, 10)];
      const session = await (await lab(path())).run(live(streamOf(trades), { name: "BTC" }), eventful, { name: "a" });
      assert.deepEqual(
        [...session.feed().bars()],
        [
          { symbol: "BTC", time: newYear, open: 10, high: 12, low: 10, close: 12, volume: 3 },
          { symbol: "BTC", time: newYear + 5, open: 9, high: 11, low: 9, close: 11, volume: 1 },
          { symbol: "BTC", time: newYear + 7, open: 10, high: 10, low: 10, close: 10, volume: 0 },
        ],
      );
      assert.deepEqual(kindsOf(session), [
        ["outOfOrder", 1],
        ["ended", 1],
      ]);
      await assertSameAgain(session);
    });

    it("tells of gaps of more than two intervals, but not of nights on a calendar that has them", async () => {
      const opened = await lab(path());
      const away = [...barsOf(0, 3), ...barsOf(5, 7), ...barsOf(8, 9)];
      const always = await opened.run(live(streamOf(away), options), eventful, { name: "a" });
      assert.deepEqual(kindsOf(always), [
        ["gap", 1],
        ["ended", 1],
      ]);
      assert.match(always.feedEventRows()[0].text, /^from .*00:02:00.000Z to .*00:05:00.000Z: no bars came$/);
      const friday = Date.UTC(2026, 0, 9, 20, 58);
      const monday = Date.UTC(2026, 0, 12, 14, 30);
      const at = [
        friday,
        friday + minute,
        friday + 2 * minute,
        monday + minute,
        monday + 2 * minute,
        monday + 5 * minute,
      ];
      const feed = live(streamOf(at.map((time) => ({ ...barOf(0), time }))), { ...options, calendar: "XNYS" });
      assert.deepEqual(kindsOf(await opened.run(feed, eventful, { name: "b" })), [
        ["gap", 1],
        ["ended", 1],
      ]);
    });

    it("reads no further than 64 bars ahead of a strategy that is slow", async () => {
      const wire = new Wire();
      let resolve = () => {};
      const held = new Promise<void>((free) => {
        resolve = free;
      });
      const slow = defineStrategy({ name: "slow", onBar: () => held });
      const session = await (await lab(path())).createSession(live(wire, options), slow, { name: "a" });
      wire.send(...barsOf(0, 1000));
      wire.end();
      await session.start();
      await until(() => wire.asked >= 65);
      for (let turn = 0; turn < 100; turn++) await new Promise((next) => setImmediate(next));
      assert.ok(wire.asked <= 2 * 64 + 2, `asked for ${wire.asked}`);
      resolve();
      await session.run();
      assert.deepEqual([session.steps, wire.asked], [1000, 1001]);
    });

    it("joins bars that waited, if it may", async () => {
      const wire = new Wire();
      const calls: (() => void)[] = [];
      const slow = defineStrategy({ name: "slow", onBar: () => new Promise<void>((free) => calls.push(free)) });
      const feed = live(wire, { ...options, backlog: "coalesce" });
      const session = await (await lab(path())).createSession(feed, slow, { name: "a" });
      wire.send(barOf(0));
      await session.start();
      await until(() => calls.length === 1);
      wire.send(...barsOf(1, 1000));
      wire.end();
      await until(() => wire.asked === 1001);
      calls[0]();
      await until(() => calls.length === 2);
      calls[1]();
      await session.run();
      const waited = barsOf(1, 1000);
      assert.deepEqual(
        [...session.feed().bars()],
        [
          barOf(0),
          {
            ...barOf(999),
            open: barOf(1).open,
            high: Math.max(...waited.map(({ high }) => high)),
            low: Math.min(...waited.map(({ low }) => low)),
            volume: waited.reduce((sum, { volume }) => sum + volume, 0),
          },
        ],
      );
      assert.deepEqual(kindsOf(session), [
        ["coalesced", 998],
        ["ended", 1],
      ]);
    });

    it("keeps the first 1,000 events of a kind, and counts the others", async () => {
      const bad = Array.from({ length: 5000 }, (_, at) => ({ nonsense: at }));
      const feed = live(streamOf([barOf(0), ...bad, barOf(1)]), options);
      const session = await (await lab(path())).run(feed, eventful, { name: "a" });
      const events = session.feedEventRows().filter(({ kind }) => kind === "bad");
      assert.ok(events.length <= 1000);
      assert.equal(
        events.reduce((sum, { count }) => sum + count, 0),
        5000,
      );
    });

    it("trades some symbols of its feed, and ignores the others", async () => {
      const feed = live(streamOf([barOf(0), barOf(0, "ETH"), barOf(1), barOf(1, "ETH")]), {
        ...options,
        name: "coins",
        symbols: ["BTC", "ETH"],
      });
      const session = await (await lab(path())).run(feed, eventful, { name: "a", symbols: ["ETH"] });
      assert.deepEqual([...session.feed().bars()], barsOf(0, 2, "ETH"));
      assert.deepEqual(kindsOf(session), [["ended", 1]]);
    });

    it("has its bars and events in tables, and draws its prices", async () => {
      const opened = await lab(path());
      const session = await opened.run(live(streamOf(barsOf(0, 30)), options), eventful, { name: "a" });
      const { values } = await opened.query("SELECT sum(rows) FROM paper_live_bars");
      assert.deepEqual(values, [[30]]);
      const events = await opened.query("SELECT number, kind, count, text FROM paper_feed_events");
      assert.deepEqual(events.values, [[1, "ended", 1, "the source ended"]]);
      assert.ok(session.plotPrice().data.length > 0);
      await opened.deleteSession("a");
      assert.deepEqual((await opened.query("SELECT count(*) FROM paper_live_bars")).values, [[0]]);
    });
  });
}
