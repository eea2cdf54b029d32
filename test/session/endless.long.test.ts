import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, gbm, type Lab, openLab, type Session } from "../../src/index";
import { lab, leaveNothing, newFile } from "../api/labs";

const feed = gbm({ A: { volatility: 2 } }, { bars: Infinity, interval: "1s", calendar: "always" });
const steps = 206_000;

/** Trades once an hour, and notes how much of the past it can see. */
const hourly = defineStrategy({
  name: "hourly",
  state: () => ({ seen: 0 }),
  onBar({ bar, state, history, random, orderTargetWeight, record }) {
    if (++state.seen % 3600 !== 0) return;
    orderTargetWeight(bar.symbol, random());
    record({ visible: history(bar.symbol).length });
  },
});

async function taken(opened: Lab): Promise<Session> {
  const session = await opened.createSession(feed, hourly, { name: "a" });
  await session.step(steps);
  return session;
}

describe("a session without an end", () => {
  let memory: Lab;
  let session: Session;
  before(async () => {
    memory = await openLab(":memory:");
    session = await taken(memory);
  });
  after(() => memory.close());
  afterEach(leaveNothing);

  it("keeps in memory the newest points and those that stand for the older ones, and says so", async () => {
    const curve = session.equityRows();
    const newest = curve.filter(({ kept }) => kept === "all").length - 1;
    assert.ok(newest >= 100_000 && newest < 201_024, `${newest}`);
    assert.equal(session.equity().columns.at(-1), "kept");
    assert.deepEqual([...new Set(curve.map(({ kept }) => kept))], ["all", "minute"]);
    assert.match(inspect(session), /Curve +all of the last 1\d\d,\d{3} points, and [\d,]+ of 1\d\d,\d{3} before them/);
    const rows = await memory.query("SELECT sum(points) FROM paper_equity");
    assert.deepEqual(rows.values, [[curve.length]]);
  }).timeout(60_000);

  it("keeps all points in its file, has the same metrics from there, and goes on", async () => {
    const path = newFile();
    const first = await openLab(path);
    const stored = await taken(first);
    const [metrics, fingerprint] = [{ ...stored.metrics() }, stored.fingerprint];
    assert.ok(stored.equityRows().length < steps);
    await first.close();
    const opened = await lab(path);
    const read = await opened.session("a");
    assert.deepEqual([read.equityRows().length, read.equityRows()[0].kept], [steps + 1, undefined]);
    assert.deepEqual([{ ...read.metrics() }, read.fingerprint], [metrics, fingerprint]);
    const again = await opened.session("a", { strategy: hourly });
    await again.step(10);
    await opened.close();
    const points = await (await lab(path)).query("SELECT sum(points), max(first_point + points) FROM paper_equity");
    assert.deepEqual(points.values, [[steps + 11, steps + 11]]);
  }).timeout(60_000);

  it("shows its strategy the newest 100,000 bars, or as many as it is told, also when it goes on", async () => {
    const seen = (one: Session) => one.recordRows().at(-1)?.visible;
    assert.equal(seen(session), 100_000);
    const path = newFile();
    for (const [historyBars, stored, visible] of [
      [50, 3000, 50],
      [Infinity, 105_000, 108_000],
    ]) {
      const first = await openLab(path);
      const options = { name: String(historyBars), historyBars };
      await (await first.createSession(feed, hourly, options)).step(stored);
      await first.close();
      const again = await (await lab(path)).session(options.name, { strategy: hourly });
      await again.step(5000);
      assert.equal(seen(again), visible);
    }
  }).timeout(60_000);

  it("draws its newest bars, with the fills and records of their time, and says so", async () => {
    const figure = session.plotPrice();
    assert.match(JSON.stringify(figure.layout.title), /A, the newest 100,000 bars,<br>a candle is \d+ bars/);
    const drawn = figure.data.flatMap(({ x }) => x as unknown as (string | null)[]);
    const times = drawn.filter((time) => time !== null).map((time) => Date.parse(`${time}Z`));
    const end = Date.parse("2020-01-01") + steps * 1000;
    assert.ok(Math.min(...times) > end - 100_001_000 && Math.max(...times) <= end);
  }).timeout(60_000);

  it("is not thinned where returns are those of every bar", async () => {
    const whole = await (await lab()).createSession(feed, hourly, { returnsEvery: "bar" });
    await whole.step(steps);
    assert.equal(whole.equityRows().length, steps + 1);
  }).timeout(60_000);

  it("is taken to an earlier time by a new session that runs until then", async () => {
    const time = session.fillRows()[3].time;
    const earlier = await (await lab()).createSession(feed, hourly);
    await earlier.runUntil(time);
    assert.deepEqual(earlier.fillRows(), session.fillRows().slice(0, 4));
  }).timeout(60_000);
});
