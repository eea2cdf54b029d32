import assert from "node:assert/strict";
import { defineStrategy, type Strategy, type StrategyContext } from "../../src/index";
import { closeAll, lab, leaveNothing, newFile } from "../api/labs";
import { run, type Script, type Step, told } from "./diagnosed";

/** Returns what is said of a strategy whose own text is a step. */
function said(step: (context: StrategyContext) => unknown): Promise<string | undefined> {
  const strategy = defineStrategy({ name: "scripted", onBars: () => undefined });
  return told({ strategy: { ...strategy, onBars: step } as unknown as Strategy }, "NOT_DETERMINISTIC");
}

describe("the warning of a session that is not deterministic", () => {
  afterEach(leaveNothing);

  it("sees chance and the clock in helpers and in models", async () => {
    const coin = () => (Math.random() < 2 ? 1 : 0);
    const clock = () => Date.now();
    class Lucky {
      commission() {
        return Math.random();
      }
    }
    const uses = (script: Script) => told(script, "NOT_DETERMINISTIC");
    const helped: Step = ({ buy }, at) => void (at === 0 && coin() > 0 && clock() > 0 && buy("X", 1));
    const once: Step = ({ buy }, at) => void (at === 0 && buy("X", 1));
    assert.match(
      (await uses({ step: helped })) ?? "",
      /use (Math.random, Date.now|Date.now, Math.random), which differ/,
    );
    const commission = new Lucky();
    class Fickle {
      commission() {
        const { random } = Math;
        return random();
      }
    }
    assert.match(
      (await uses({ step: once, options: { commission: new Fickle() } })) ?? "",
      /use Math.random, which differs/,
    );
    assert.match((await uses({ step: once, options: { commission } })) ?? "", /use Math.random, which differs/);
    assert.equal(await uses({ step: once }), undefined);
  });

  it("sees no network or chance in names of a function's own", async () => {
    assert.equal(
      await said(() => {
        const own = {
          fetch: () => 1,
          more: {
            fetch() {
              return 2;
            },
          },
        };
        return own.fetch() + own.more.fetch();
      }),
      undefined,
    );
    assert.equal(
      await said(({ random }) => {
        const randomInt = (most: number) => Math.floor(random() * most);
        return randomInt(3);
      }),
      undefined,
    );
    for (const step of [
      () => Number(typeof fetch === "number" && fetch("x")),
      () => Number(typeof globalThis.fetch === "number" && globalThis.fetch("x")),
    ])
      assert.match((await said(step)) ?? "", /use fetch, which differs/);
    assert.match((await said(() => Date.now() + Math.random())) ?? "", /Math.random/);
    assert.match((await said(() => crypto.randomUUID().length)) ?? "", /use (randomUUID|crypto)/);
  });

  it("sees what is taken from a global by another name, outside the strategy and within", async () => {
    const { random } = Math;
    const { now: clock } = Date;
    const [M, D, rnd] = [Math, Date, Math.random];
    const lib = { odd: Math.random };
    const helper = () => {
      const { random: any } = Math;
      return any();
    };
    const uses: Readonly<Record<string, readonly (() => unknown)[]>> = {
      "Math.random": [
        () => random(),
        () => M.random(),
        () => rnd(),
        () => lib.odd(),
        () => helper(),
        () => {
          const { random } = Math;
          return random();
        },
        () => {
          const { floor, random: any = () => 0 } = Math;
          return floor(any());
        },
        () => {
          const m = Math;
          const again = m;
          return again.random();
        },
        () => (({ random: any } = Math) => any())(),
        () => {
          const {
            Math: { random },
          } = globalThis;
          return random();
        },
        () => Math?.random?.(),
      ],
      "Date.now": [() => clock(), () => D.now()],
      "new Date\\(\\)": [
        () => new D(),
        () => {
          const Day = Date;
          return new Day();
        },
      ],
      "performance.now": [
        () => {
          const { now } = performance;
          return typeof now;
        },
        () => {
          const { performance: watch } = globalThis;
          return watch.now();
        },
      ],
    };
    for (const [name, steps] of Object.entries(uses))
      for (const step of steps)
        assert.match(
          (await said(step)) ?? "nothing",
          new RegExp(`^Its functions use ${name}, which differs`),
          `${step}`,
        );
  });

  it("does not take for chance what only has its name, and what of a global is no chance", async () => {
    const [M, D] = [Math, Date];
    const own = { random: () => 1, now: 5 };
    const { random, now } = own;
    const steps = [
      () => random() + now + own.random(),
      () => M.floor(2.5) + D.UTC(2020, 1),
      () => new D(5),
      () => {
        const { floor, max } = Math;
        return floor(max(1, 2));
      },
      () => {
        const { random } = own;
        return random();
      },
      ({ random }: StrategyContext) => random(),
      (context: StrategyContext) => {
        const { random, now } = context;
        return random() + now;
      },
    ];
    for (const step of steps) assert.equal(await said(step), undefined, `${step}`);
  });

  it("is that of a session that was read from a file, too", async () => {
    const { random } = Math;
    const path = newFile();
    const before = (await run({ step: () => void random() }, path)).diagnosticRows();
    await closeAll();
    const again = (await (await lab(path)).session("scripted")).diagnosticRows();
    assert.deepEqual(again, before);
    assert.ok(again.some(({ code }) => code === "NOT_DETERMINISTIC"));
  });
});
