import assert from "node:assert/strict";
import type { Engine } from "../../../src/core/engine/engine";
import type { StrategyCalls } from "../../../src/core/engine/strategy-turn";
import { bars } from "../../support/bars";
import { begin, play, playAsync } from "../../support/play";

const feed = [...bars("A", [100, 101, 99, 102, 103]), ...bars("B", [50, 49, 51, 52, 48])];

/** A strategy with every hook, each passing what it did through `later`. */
function everyHook(later: (done: undefined) => unknown) {
  return ({ desk }: Engine): StrategyCalls => {
    const seen: string[] = [];
    const note = (text: string) => {
      seen.push(text);
      desk.log(text);
    };
    return {
      name: "every",
      onStart: () => later(note("start") as undefined),
      onFill: (fill) => later(note(`fill ${fill.id}`) as undefined),
      onBar: (columns, row) => {
        note(`bar ${columns.close[row]} ${desk.history(desk.symbols[columns.symbol[row]]).length}`);
        desk.orderTarget(desk.symbols[columns.symbol[row]], (desk.history("A").length % 3) * 5);
        return later(undefined);
      },
      onBars: (step) => later(note(`bars ${step.length}`) as undefined),
      targetWeights: () => later(note(`weights ${desk.openOrders().length}`) as undefined),
      onStop: () => later(note("stop") as undefined),
    };
  };
}

describe("an async strategy", () => {
  it("gives the same events as the same one synchronous", async () => {
    const sync = play(
      feed,
      everyHook(() => undefined),
    );
    const async = await playAsync(
      feed,
      everyHook(() => Promise.resolve()),
    );
    assert.deepEqual(async.events, sync.events);
    assert.deepEqual(async.equity, sync.equity);
    assert.ok(sync.fills.length > 3);
  });

  it("may return any object with a then", async () => {
    let thens = 0;
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what this is about
    const thenable = { then: (fulfilled: (value: undefined) => void) => fulfilled(void thens++) };
    await playAsync(
      feed,
      everyHook(() => thenable),
    );
    assert.ok(thens > 20);
  });

  it("is waited for: nothing goes on before it is done", async () => {
    const { engine, columns } = begin(feed, () => ({ name: "slow", onBars: () => Promise.resolve() }));
    assert.equal(engine.process(columns, 0, columns.length, Infinity), 2);
    assert.ok(engine.pending !== undefined);
    await engine.pending;
    engine.resume();
    assert.equal(engine.pending, undefined);
    assert.equal(engine.process(columns, 2, columns.length, Infinity), 4);
  });

  it("may do other things with what it returns: a value that is no promise is not waited for", () => {
    const { engine } = play(feed, () => ({ name: "chatty", onBars: () => 42, onBar: () => "done" }));
    assert.equal(engine.steps, 5);
  });
});
