import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineStrategy, threads } from "../../src/index";
import { lab, leaveNothing, year } from "../api/labs";

/** Does something bad for some params, and buys a little for others. */
const bad = defineStrategy({
  name: "bad",
  params: { what: "nothing", size: 1 },
  state: () => ({ bars: 0, kept: [] as unknown[] }),
  async onStop({ params }) {
    if (params.what === "waits") await new Promise(() => {});
  },
  async onBars({ params, state, buy }) {
    if (++state.bars !== 5) return;
    buy("AAPL", params.size);
    switch (params.what) {
      case "throws":
        throw new Error("no more");
      case "loops":
        for (;;);
      case "eats":
        for (;;) state.kept.push(new Array(100_000).fill(state.kept.length));
      case "keeps":
        for (let at = 0; at < 20; at++) state.kept.push(new Float64Array(1_000_000).fill(1));
        await sleep(400);
        break;
      case "hoards":
        for (let at = 0; at < 90; at++) state.kept.push(new Float64Array(1_000_000).fill(1));
        for (;;);
      case "discards":
        for (let at = 0; at < 40; at++) state.bars += new Float64Array(1_000_000).fill(0)[7];
        await sleep(400);
        break;
      case "pauses":
        await sleep(1000);
        break;
      case "waits long":
        await sleep(5000);
        break;
      case "exits":
        process.exit(3);
        break;
      case "rejects":
        void Promise.reject(new Error("late"));
        break;
    }
  },
});

const apple = { symbols: ["AAPL"] };

describe("a run that fails costs itself alone:", function () {
  this.timeout(120_000);
  afterEach(leaveNothing);

  it("one that throws, loops, eats all memory, exits or never ends, beside good ones", async () => {
    const kinds = ["throws", "nothing", "loops", "nothing", "eats", "nothing", "exits", "waits", "nothing"];
    const list = Array.from({ length: 18 }, (_, at) => ({ what: kinds[at % kinds.length], size: at + 1 }));
    const opened = await lab();
    const on = threads({ count: 2, timeLimit: 8000, memoryLimit: 128 });
    const sweep = await opened.sweep(year, bad, { ...apple, name: "bad", list, on });
    assert.equal(sweep.state, "COMPLETED");
    const said: Record<string, [string, RegExp]> = {
      throws: ["STRATEGY_FAILED", /^Strategy "bad" failed in onBars at 2013-05-17: no more$/],
      loops: ["RUN_FAILED", /^The run took more than 8 s and was ended. threads\(\{ timeLimit \}\) allows more$/],
      waits: ["RUN_FAILED", /^The run took more than 8 s/],
      eats: ["RUN_FAILED", /^The run took more than 128 MB and was ended/],
      exits: ["RUN_FAILED", /^The run ended its thread, with code 3$/],
    };
    const failed = new Map(sweep.errorRows().map(({ run, code, message }) => [run, [code, message]]));
    for (const [run, { what }] of list.entries()) {
      const wanted = said[what];
      if (wanted === undefined) assert.ok(sweep.fingerprint(run) !== undefined, `run ${run}: ${failed.get(run)}`);
      else {
        const [code, message] = failed.get(run) ?? [];
        assert.equal(code, wanted[0], what);
        assert.match(message ?? "", wanted[1]);
      }
    }
    const good = list.flatMap(({ what, size }, run) => (what === "nothing" ? [{ run, size }] : []));
    for (const { run, size } of good.slice(0, 3)) {
      const session = await opened.run(year, bad, { ...apple, params: { size } });
      assert.equal(sweep.fingerprint(run), session.fingerprint);
    }
    const again = await opened.sweep(year, bad, { ...apple, name: "bad", list, on });
    assert.deepEqual([again.name, again.executed], ["bad", 0]);
  });

  it("one that keeps too many typed arrays, which Node does not limit, also in one hook", async () => {
    const list = ["keeps", "discards", "nothing", "hoards", "nothing"].map((what, at) => ({ what, size: at + 1 }));
    const on = threads({ count: 2, memoryLimit: 100 });
    const sweep = await (await lab()).sweep(year, bad, { ...apple, name: "arrays", list, on });
    const message = "The run took more than 100 MB and was ended. threads({ memoryLimit }) allows more";
    assert.deepEqual(
      sweep.errorRows().map((row) => [row.what, row.code, row.message]),
      ["keeps", "hoards"].map((what) => [what, "RUN_FAILED", message]),
    );
  });

  for (const beside of ["waits long"])
    it(`one that keeps too many of them, and not one beside it that ${beside} in a hook`, async () => {
      // Two that begin at the same time cannot be told apart.
      const list = [beside, "pauses", "hoards", "hoards"].map((what, at) => ({ what, size: at + 1 }));
      const on = threads({ count: 2, memoryLimit: 100 });
      const sweep = await (await lab()).sweep(year, bad, { ...apple, name: "beside", list, on });
      assert.deepEqual([...sweep.results.states], [1, 1, 2, 2]);
    });

  it("one that leaves a rejected promise behind, as it ends a program that runs it alone", async () => {
    const list = ["nothing", "rejects", "nothing", "rejects"].map((what, at) => ({ what, size: at + 1 }));
    const on = threads({ count: 1 });
    const sweep = await (await lab()).sweep(year, bad, { ...apple, name: "left", list, on });
    assert.deepEqual(
      sweep.errorRows().map(({ run, code, message }) => [run, code, message]),
      [1, 3].map((run) => [run, "RUN_FAILED", "The run broke its thread: late"]),
    );
  });

  it("what fails is run again if retry says so, and only that", async () => {
    const opened = await lab();
    const list = [{ what: "throws" }, { what: "nothing" }];
    await opened.sweep(year, bad, { ...apple, name: "again", list });
    const again = await opened.sweep(year, bad, { ...apple, name: "again", list, retry: true });
    assert.deepEqual([again.name, again.executed, again.errorRows().length], ["again", 1, 1]);
  });

  it("one that never ends is stopped by an interrupt, and what is done is kept", async () => {
    const opened = await lab();
    const list = [{ what: "nothing" }, { what: "loops" }, { what: "nothing", size: 2 }];
    const end = new AbortController();
    const one = { ...apple, name: "stuck", list, on: threads({ count: 1 }) };
    const running = opened.sweep(year, bad, { ...one, signal: end.signal });
    await sleep(3000);
    end.abort();
    const sweep = await running;
    assert.deepEqual([sweep.state, sweep.executed, [...sweep.results.states]], ["PAUSED", 1, [1, 0, 0]]);
    const more = threads({ count: 1, timeLimit: 1000 });
    const whole = await opened.sweep(year, bad, { ...one, on: more });
    assert.deepEqual([whole.state, whole.executed, [...whole.results.states]], ["COMPLETED", 2, [1, 2, 1]]);
  });
});
