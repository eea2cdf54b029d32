import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { cwd } from "node:process";
import { defineStrategy, gbm, type OptunaSampler, optuna, param, type SweepOptions, threads } from "../../../src/index";
import { pythonFrom } from "../../../src/sweep/search/python";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { interruptedAfter } from "../../support/interrupted";

const feed = gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { bars: 120, seed: 4 });

/** A strategy of which it is known where it is best: with size 7, tilt 0.3 and side "b" it loses nothing. */
const hill = defineStrategy({
  name: "hill",
  params: {
    size: param.int(1, { min: 0, max: 60 }),
    tilt: param.number(0, { min: -1, max: 1 }),
    side: param.choice("a", ["a", "b", "c"]),
  },
  onBar({ bar, history, params, buy, sell }) {
    // What is lost in commissions grows with the distance.
    const far = (params.size - 7) ** 2 / 100 + (params.tilt - 0.3) ** 2 + (params.side === "b" ? 0 : 1);
    const units = Math.round(far * 100);
    if (units === 0) return;
    if (history(bar.symbol).length % 2 === 0) buy(bar.symbol, units);
    else sell(bar.symbol, units);
  },
});
const options = { metrics: ["commission" as const], rank: "turnover" as const, initialCapital: 1e9, draws: 60 };

describe("optuna", function () {
  this.timeout(120_000);
  before(() => assert.ok(pythonFrom(cwd()), "There is no .venv"));
  afterEach(leaveNothing);

  const search = async (sampler: OptunaSampler, seed = 1, more: object = {}) =>
    (await lab()).sweep(feed, hill, {
      ...options,
      metrics: ["maxDrawdown"],
      rank: "maxDrawdown",
      shorting: true,
      sampler: optuna(sampler, { seed }),
      ...more,
    });

  it("asks for the same runs with the same seed, on one thread and on two, and for others with another", async () => {
    for (const sampler of ["tpe", "cmaes", "nsgaii", "random"] as const) {
      const [one, two, other] = [
        await search(sampler, 1, { on: threads({ count: 1 }), draws: 24 }),
        await search(sampler, 1, { on: threads({ count: 2 }), draws: 24 }),
        await search(sampler, 2, { draws: 24 }),
      ];
      assert.deepEqual(one.results.points, two.results.points);
      assert.notDeepEqual(one.results.points, other.results.points);
      assert.deepEqual(one.errorRows(), []);
      for (const { params } of one.results.points) {
        const { size, tilt, side } = params as { size: number; tilt: number; side: string };
        assert.ok(Number.isInteger(size) && size >= 0 && size <= 60 && Math.abs(tilt) <= 1 && "abc".includes(side));
      }
    }
  });

  it("finds what is better than what chance finds with as many runs", async () => {
    const far = (params: Readonly<Record<string, unknown>>) => {
      const { size, tilt, side } = params as { size: number; tilt: number; side: string };
      return (size - 7) ** 2 / 100 + (tilt - 0.3) ** 2 + (side === "b" ? 0 : 1);
    };
    const found: number[] = [];
    const chance: number[] = [];
    for (const seed of [1, 2]) {
      found.push(far((await search("tpe", seed)).best().params));
      chance.push(far((await search("random", seed)).best().params));
    }
    const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
    assert.ok(sum(found) < sum(chance), `${found} ${chance}`);
  });

  it("goes on with the same runs after an interrupt", async () => {
    const whole = await search("tpe", 5, { draws: 24 });
    const path = newFile();
    const go = async (more: Partial<SweepOptions>) => {
      const opened = await lab(path);
      return opened.sweep(feed, hill, {
        ...options,
        metrics: ["maxDrawdown"],
        rank: "maxDrawdown",
        shorting: true,
        sampler: optuna("tpe", { seed: 5 }),
        draws: 24,
        name: "it",
        on: threads({ count: 1 }),
        ...more,
      } as never);
    };
    const { executed, state } = await go(interruptedAfter(11));
    assert.deepEqual([executed, state], [11, "PAUSED"]);
    const second = await go({});
    assert.equal(second.state, "COMPLETED");
    assert.deepEqual(second.results.points, whole.results.points);
    assert.equal(executed + second.executed, whole.length);
  });

  it("says what to install where Python, Optuna or what a sampler needs is missing", async () => {
    await assert.rejects(search("tpe", 1, { sampler: optuna("tpe", { seed: 1, python: "/nowhere/python" }) }), {
      code: "OPTUNA_FAILED",
      message: /there is no \/nowhere\/python\. Install it: \.venv/,
    });
    // A Python without packages.
    const bare = newFile("python");
    writeFileSync(bare, `#!/bin/sh\nexec ${pythonFrom(cwd())} -S -E "$@"\n`);
    chmodSync(bare, 0o755);
    await assert.rejects(search("tpe", 1, { sampler: optuna("tpe", { seed: 1, python: bare }) }), {
      code: "OPTUNA_FAILED",
      message: /does not have optuna .*Install it: .* -m pip install optuna/,
    });
    await assert.rejects(search("tpe", 1, { sampler: optuna("tpe", { seed: 1, settings: { gama: 1 } }) }), {
      code: "OPTUNA_FAILED",
      message: /gama/,
    });
    // Samplers whose packages are not there are refused by the names of these.
    const hasNot = (name: string) => spawnSync(pythonFrom(cwd()) as string, ["-c", `import ${name}`]).status !== 0;
    for (const [sampler, packages] of [
      ["gp", ["scipy", "torch"]],
      ["qmc", ["scipy"]],
    ] as const) {
      const lacking = packages.filter(hasNot);
      if (lacking.length === 0) assert.equal((await search(sampler, 1, { draws: 8 })).state, "COMPLETED");
      else
        await assert.rejects(search(sampler, 1, { draws: 8 }), {
          code: "OPTUNA_FAILED",
          message: new RegExp(`does not have ${lacking.join(", ")} .*-m pip install ${lacking.join(" ")}$`),
        });
    }
    for (const settings of [null, [1], "gamma", { n_startup_trials: Number.NaN }] as never[])
      assert.throws(() => optuna("tpe", { seed: 1, settings }), {
        code: "INVALID_OPTION",
        message: /settings of optuna/,
      });
    assert.throws(() => optuna("tpes" as never, { seed: 1 }), {
      code: "INVALID_OPTION",
      message: /Did you mean "tpe"/,
    });
    assert.throws(() => optuna("tpe", { seed: -1 }), { code: "INVALID_OPTION" });
    const message = "Expected batch of optuna to be a whole number from 1 to 10,000, was 0";
    assert.throws(() => optuna("tpe", { seed: 1, batch: 0 }), { code: "INVALID_OPTION", message });
    assert.throws(() => optuna("tpe", { sed: 1 } as never), { code: "UNKNOWN_OPTION" });
    assert.equal(pythonFrom("/"), undefined);
  });
});
