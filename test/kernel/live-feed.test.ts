import assert from "node:assert/strict";
import { executed, KernelClient, signs } from "../support/kernel-client";

const cells = `${signs}
import { openLab, live, defineStrategy } from "paperlab";
let began = 0;
const barAt = (at: number) => {
  const close = 100 + 5 * Math.sin(at / 7);
  return { time: Date.UTC(2026, 0, 1) + at * 60_000, open: 100, high: 106, low: 94, close, volume: 1000 };
};
async function* feedOf(from: number, to: number) {
  began++;
  for (let at = from; at < to; at++) {
    yield barAt(at);
    if (at % 20 === 0) await beats(1);
  }
  if (to < 1000) await new Promise(() => {});
}
let next = 0;
const feed = live(() => feedOf(next, next + 100), { name: "BTC", interval: "1m" });
const swing = defineStrategy({
  name: "swing",
  onBar({ bar, orderTarget }) {
    if (bar.time === barAt(40).time) giveSign();
    orderTarget(bar.symbol, bar.close > 100 ? 10 : 0);
  },
});
const lab = await openLab("live.db");`;
const run = 'const session = await lab.createSession(feed, swing, { name: "paper" }); await session.run();';

describe("a live feed in a cell", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start();
    await kernel.execute(cells);
  });
  after(() => kernel.close());

  it("is PAUSED by an interrupt, and goes on when its cell is run again, behind a gap", async () => {
    const id = await kernel.send("shell", "execute_request", { code: run });
    await kernel.sign();
    await kernel.request("control", "interrupt_request", {});
    const { traceback } = executed(await kernel.outcome(id));
    assert.match(traceback, /was interrupted and is PAUSED after \d+ steps/);
    assert.equal((await kernel.execute("session.steps > 0 && session.state")).text, "'PAUSED'");
    const again = await kernel.execute(`next = 2000; ${run} [session.state, session.reason, began]`);
    assert.match(again.text ?? "", /'COMPLETED', 'the source ended', 2/);
    const events = await kernel.execute("session.feedEventRows().map(({ kind }) => kind).join()");
    // An interrupt may also end what the source waits for, which then fails.
    assert.match(events.text ?? "", /^'(failed,)?gap,ended'$/);
    const same = await kernel.execute(
      "const twin = await lab.run(session.feed(), swing); twin.fingerprint === session.fingerprint",
    );
    assert.equal(same.text, "true");
  });
});
