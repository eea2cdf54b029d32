import assert from "node:assert/strict";
import type { Executed, KernelClient, KernelMessage } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("a session that runs in a cell", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("that import paperlab");
    await kernel.execute(`
      import { openLab, sample, defineStrategy } from "paperlab";
      const feed = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" });
      const hold = defineStrategy({ name: "hold", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });
      const lab = await openLab(":memory:");
      const slow = { symbols: ["AAPL"], pace: { updatesPerSecond: 250 } };`);
  });

  const shown = (messages: readonly KernelMessage[]) => messages.filter(({ type }) => /display_data$/.test(type));
  const textOf = ({ content }: KernelMessage): string => content.data["text/plain"];
  const displays = ({ published }: Executed) => shown(published).map(textOf);

  it("is shown in one place, with clock, progress, equity, positions and fills, and ends as its card", async () => {
    const executed = await kernel.execute(
      'await lab.run(feed, hold, { ...slow, name: "live", pace: { updatesPerSecond: 80 } })',
    );
    const messages = shown(executed.published);
    assert.deepEqual([...new Set(messages.map(({ content }) => content.transient.display_id))].length, 1);
    assert.ok(messages.slice(1).every(({ type }) => type === "update_display_data"));
    const texts = displays(executed);
    assert.ok(texts.length >= 3, `${texts.length} pictures`);
    const [running, last] = [texts.filter((text) => / s left/.test(text)).at(-1) ?? "", texts.at(-1) ?? ""];
    assert.match(
      running,
      /^Session live {2}\(RUNNING\)\n {2}\[#+\.*\] \d+ %\n {2}[▁▂▃▄▅▆▇█]{48}\n {2}Clock {6}20\d\d-\d\d-\d\d, \d+ steps, \d+ s left/,
    );
    assert.match(running, /\n {2}Equity {5}[\d,.]+\n {2}Profit {5}[+-]?[\d,.]+ {2}\([+-]?[\d.]+ %; this day/);
    assert.match(running, /\n {2}Positions {2}[\d,]+ AAPL \(profit [+-]?[\d,.]+\)\n {2}Trades/);
    assert.match(running, /\n {2}Curve {6}from [\d,.]+ to [\d,.]+, since 2013-05-10/);
    assert.match(running, /\nLast fills\n {2}time +side +quantity +symbol +price\n/);
    assert.match(last, /^Session live {2}\(COMPLETED, END_OF_FEED\)/);
    assert.equal(executed.data, undefined);
  });

  it("shows the progress of its own bars and the time left at its rate, also when it goes on", async () => {
    const code = `await lab.run(sample("us-daily"), hold, { ...slow, name: "part", pace: { updatesPerSecond: 60 } })`;
    let before = 0;
    for (let round = 0; round < 2; round++) {
      const begun = performance.now();
      const id = await kernel.send("shell", "execute_request", { code });
      const ofCell = () =>
        shown(kernel.published)
          .filter(({ parent }) => parent === id)
          .map(textOf);
      await kernel.until(() => ofCell().filter((text) => / left\n/.test(text)).length >= 3);
      await kernel.request("control", "interrupt_request", {});
      await kernel.outcome(id);
      const seconds = (performance.now() - begun) / 1000;
      const texts = ofCell();
      // The rate is counted from one of the pictures that do not tell it yet, or from before.
      const first = Math.max(
        ...texts
          .slice(
            0,
            texts.findIndex((text) => / left\n/.test(text)),
          )
          .map((text) => Number(/ ([\d,]+) steps?/.exec(text)?.[1].replace(",", "") ?? 0)),
      );
      const read = texts.flatMap((text) => {
        const [, percent, steps, left] = /\] (\d+) %\n[\s\S]* ([\d,]+) steps?, (\d+) s left/.exec(text) ?? [];
        return left === undefined ? [] : [{ percent: +percent, steps: +steps.replace(",", ""), left: +left }];
      });
      assert.ok(read.length >= 3 && read[0].steps > before, `${read.length} pictures`);
      for (const { percent, steps, left } of read) {
        assert.ok(Math.abs(percent - steps / 12.6) <= 1, `${percent} % after ${steps} steps`);
        // The machine may be too busy for the pace, but no slower than all of it took.
        const [least, most] = [0.7 / 60, seconds / (steps - first)].map((each) => (1260 - steps) * each);
        assert.ok(left > least && left <= most + 1, `${left} s left after ${steps} steps, not ${least} to ${most}`);
      }
      before = read[read.length - 1].steps;
    }
  });

  it("is shown at most four times a second", async () => {
    const begun = performance.now();
    const { published } = await kernel.execute('await lab.run(feed, hold, { ...slow, name: "often" })');
    const most = (performance.now() - begun) / 250 + 2;
    assert.ok(shown(published).length <= most, `${shown(published).length} pictures, at most ${most}`);
  });

  it("is harmless HTML while it runs: no script, style, svg or iframe", async () => {
    const { published } = await kernel.execute('await lab.run(feed, hold, { ...slow, name: "<img src=x onerror=1>" })');
    for (const { content } of shown(published)) {
      assert.doesNotMatch(content.data["text/html"], /<(script|style|svg|iframe)|<img src=x/);
      assert.match(content.data["text/html"], /&lt;img src=x onerror=1&gt;/);
    }
  });

  it("shares its place with the others of its cell, a row each", async () => {
    const executed = await kernel.execute(
      "await Promise.all(Array.from({ length: 20 }, () => lab.run(feed, hold, slow)));",
    );
    const texts = displays(executed);
    assert.match(texts.at(-2) ?? "", /^20 sessions {2}\(\d+ running.*\)\n.*done +left +clock .* positions +fills/);
    assert.match(texts.at(-1) ?? "", /^20 sessions\n/);
    assert.equal(texts.at(-1)?.match(/COMPLETED/g)?.length, 20);
    assert.equal(executed.stderr, "");
  });

  it("says what went wrong with each", async () => {
    const executed = await kernel.execute(`
      const broken = defineStrategy({ name: "broken", onBar() { throw new RangeError("too far"); } });
      await Promise.allSettled([hold, broken].map((strategy) => lab.run(feed, strategy, { symbols: ["AAPL"] })));`);
    assert.match(displays(executed).at(-1) ?? "", /fills +trouble\n[\s\S]*COMPLETED[\s\S]*FAILED.*too far/);
  });

  it("is told from those of another lab", async () => {
    const executed = await kernel.execute(`
      const other = await openLab(":memory:");
      for (const one of [lab, other]) await one.run(feed, hold, { symbols: ["AAPL"], name: "in both" });`);
    assert.equal(
      displays(executed)
        .at(-1)
        ?.match(/in both/g)?.length,
      2,
    );
  });

  it("is shown as it is when it was run before", async () => {
    const code = 'await lab.run(feed, hold, { symbols: ["AAPL"], name: "twice" });';
    await kernel.execute(code);
    const texts = displays(await kernel.execute(code));
    assert.equal(texts.length, 1);
    assert.match(texts[0], /^Session twice {2}\(COMPLETED/);
  });

  it("is the same when its cell is run again, also with a hook that has a loop and stands alone", async () => {
    const code = `
      const onBar = async ({ bar, orderTarget }: { bar: { symbol: string }; orderTarget(symbol: string, n: number): void }) => {
        for (const n of [1, 2]) orderTarget(bar.symbol, n);
      };
      const loose = defineStrategy({ name: "loose", onBar });
      const ran = await lab.run(feed, loose, { symbols: ["AAPL"], name: "loose" });
      ran.id`;
    const first = await kernel.execute(code);
    assert.equal(first.traceback, "");
    assert.equal((await kernel.execute(code)).text, first.text);
  });

  it("is shown FAILED where its strategy throws, before the error", async () => {
    const executed = await kernel.execute(`
      const bad = defineStrategy({ name: "bad", onBar() { throw new Error("no"); } });
      await lab.run(feed, bad, { ...slow, name: "bad" });`);
    assert.match(displays(executed).at(-1) ?? "", /^Session bad {2}\(FAILED\)/);
    const order = executed.published.map(({ type }) => type);
    assert.ok(order.lastIndexOf("display_data") < order.indexOf("error"));
  });

  it("can be watched after its cell has ended, until it is over", async () => {
    const { published } = await kernel.execute(
      'const behind = await lab.createSession(feed, hold, { ...slow, name: "behind" }); await behind.start(); behind.watch();',
    );
    const id = published[0].parent;
    const later = () => shown(kernel.published.filter(({ parent }) => parent === id)).map(textOf);
    await kernel.until(() => later().some((text) => /COMPLETED/.test(text)));
    assert.ok(later().filter((text) => /RUNNING/.test(text)).length >= 2);
    assert.match(later().at(-1) ?? "", /^Session behind {2}\(COMPLETED, END_OF_FEED\)/);
  });
});
