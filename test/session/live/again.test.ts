import assert from "node:assert/strict";
import { type Bar, defineStrategy, live, type Session } from "../../../src/index";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { barOf, barsOf, newYear, streamOf, until, Wire } from "../../feeds/live/stream";
import { minute } from "../../support/bars";

const options = { name: "BTC", interval: "1m" };

/** Always has an order at work that the next bars do not fill, beside those that they do. */
const pending = defineStrategy({
  name: "pending",
  state: () => ({ bars: 0 }),
  onBar({ bar, state, buy, cancel, openOrders }) {
    state.bars++;
    if (state.bars % 3 === 0) buy(bar.symbol, 1);
    if (state.bars % 5 === 0) for (const { id } of openOrders()) cancel(id);
    buy(bar.symbol, 1, { type: "limit", limitPrice: 1, timeInForce: "GTC" });
  },
});

for (const place of ["memory", "a file"]) {
  const path = () => (place === "memory" ? ":memory:" : newFile());

  describe(`a live session that did not come to the end of its feed, in ${place}`, () => {
    afterEach(leaveNothing);

    const begin = async () => {
      const wire = new Wire();
      const session = await (await lab(path())).createSession(live(wire, options), pending, { name: "a" });
      await session.start();
      wire.send(...barsOf(0, 30));
      await until(() => session.steps === 30);
      return session;
    };
    const again = async (session: Session) => (await lab()).run(session.feed(), pending);
    const cancelsOf = (session: Session) => new Set(session.orderRows().flatMap(({ reason }) => reason ?? []));

    it("has the fingerprint of a run on its bars when it was stopped, though its last orders say why they ended", async () => {
      const session = await begin();
      await session.stop();
      const same = await again(session);
      assert.deepEqual(same.equityRows(), session.equityRows());
      assert.deepEqual(same.fillRows(), session.fillRows());
      assert.deepEqual(
        [cancelsOf(session), cancelsOf(same)],
        [new Set(["REQUESTED", "STOPPED"]), new Set(["REQUESTED", "END_OF_FEED"])],
      );
      assert.equal(same.fingerprint, session.fingerprint);
    });

    it("has it while it is PAUSED, too, and another one if a bar was another", async () => {
      const session = await begin();
      await session.pause();
      assert.equal((await again(session)).fingerprint, session.fingerprint);
      const bars: Bar[] = [...session.feed().bars()];
      bars[21] = { ...bars[21], open: bars[21].open * 1.001 };
      const other = await (await lab()).run(live(streamOf(bars), options), pending);
      assert.notEqual(other.fingerprint, session.fingerprint);
      await session.stop();
    });
  });
}

describe("a live bar on a calendar", () => {
  afterEach(leaveNothing);

  // From the second of January 2026, a Friday, at 20:58 UTC; the exchange closes at 21:00.
  const friday = newYear + (24 + 20) * 60 * minute + 58 * minute;
  const at = (time: number): Bar => ({ ...barOf(0), time });
  const taken = async (calendar: "XNYS" | "weekdays" | "always", times: readonly number[], trades = false) => {
    const messages = times.map((time) => (trades ? { time, price: 100 } : at(time)));
    const feed = live(streamOf(messages), { name: "BTC", calendar, ...(trades ? { grace: 0 } : { interval: "1m" }) });
    const session = await (await lab()).run(feed, pending);
    const bad = session.feedEventRows().filter(({ kind }) => kind === "bad");
    return { times: [...session.feed().bars()].map(({ time }) => time), bad: bad.map(({ text }) => text) };
  };
  const day = 1440 * minute;

  it("is dropped and told if its day is closed, as a row of a file is", async () => {
    const times = [friday, friday + day, friday + 3 * day];
    const { times: left, bad } = await taken("XNYS", times);
    assert.deepEqual(left, [friday, friday + 3 * day]);
    assert.equal(bad.length, 1);
    assert.match(bad[0], /^expected a trading day of the calendar XNYS, was 2026-01-03: {"time":1767473880000,/);
    assert.deepEqual((await taken("weekdays", times)).times, left);
    assert.deepEqual((await taken("always", times)).times, times);
    assert.deepEqual((await taken("XNYS", times, true)).times, left);
  });

  it("is dropped and told if it has nothing of the hours of its session; trades are kept", async () => {
    const times = [friday, friday + 2 * minute, friday + 3 * minute];
    const { times: left, bad } = await taken("XNYS", times);
    assert.deepEqual(left, times.slice(0, 2));
    assert.match(
      bad[0],
      /^expected a bar within the hours of XNYS, 2026-01-02T14:30:00.000Z to 2026-01-02T21:00:00.000Z/,
    );
    const open = friday - 388 * minute;
    assert.deepEqual((await taken("XNYS", [open, open + minute])).times, [open + minute]);
    assert.deepEqual((await taken("weekdays", times)).times, times);
    assert.deepEqual((await taken("XNYS", times, true)).times, times);
  });
});
