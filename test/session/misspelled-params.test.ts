import assert from "node:assert/strict";
import { defineSignals, defineStrategy, sma, strategies } from "../../src/index";
import { misspelledParams } from "../../src/session/misspelled/misspelled-params";
import { apple, lab, leaveNothing, year } from "../api/labs";

type Loose = Readonly<Record<string, number>>;

describe("a param that a strategy reads and does not declare", () => {
  after(leaveNothing);

  it("is told with the near match, once", () => {
    const strategy = defineStrategy({
      name: "typo",
      params: { period: 10 } as Loose,
      onStart: (context) => void context.params.peroid,
      onBar: ({ history, params }) => void [sma(history().close, params.perod), params.perod, params?.period],
    });
    assert.deepEqual(misspelledParams(strategy), [
      'onStart reads params.peroid, which "typo" does not declare: did you mean "period"?',
      'onBar reads params.perod, which "typo" does not declare: did you mean "period"?',
    ]);
    class Typo {
      readonly name = "typo";
      readonly params: Loose = { period: 10 };
      onBar({ params }: { params: Loose }): void {
        void params.perod;
      }
    }
    assert.equal(misspelledParams(new Typo()).length, 1);
    const signals = defineSignals({
      name: "typo",
      params: { period: 10 } as Loose,
      signals: ({ close, params }) => close.map((price) => price * params.periods),
    });
    assert.match(misspelledParams(signals).join(), /^signals reads params\.periods, .* "period"\?$/);
  });

  it("is not told where it may be optional, a comment, a text, or a method", () => {
    const params: Loose = { period: 10 };
    const strategy = defineStrategy({
      name: "fine",
      params,
      onBar({ params, log }) {
        // Not params.perod.
        log(`params.perod ${params.period} ${params.extra ?? 3} ${params.toString()} ${"perod" in params}`);
      },
    });
    assert.deepEqual(misspelledParams(strategy), []);
    assert.deepEqual(misspelledParams(defineStrategy({ name: "none", onBar: ({ params }) => void params.perod })), []);
    assert.deepEqual(Object.values(strategies).flatMap(misspelledParams), []);
  });

  it("is told of the params of the hook's own context, by whatever name", () => {
    const params: Loose = { period: 10 };
    const told = (hooks: object) =>
      misspelledParams(defineStrategy({ name: "own", params, onBar: () => {}, ...hooks } as never));
    const reading: readonly object[] = [
      { onBar: ({ params: given }: { params: Loose }) => given.perod },
      { onBar: ({ params: { perod } }: { params: Loose }) => perod },
      { onBar: (context: { params: Loose }) => [1].map(() => context.params.perod) },
      {
        onBar(context: { params: Loose }) {
          const { params } = context;
          const { perod } = params;
          return perod;
        },
      },
      { onBar: ({ state, ...rest }: { state: Loose; params: Loose }) => [state, rest.params.perod] },
      { onBar: ({ params: { period, ...rest } }: { params: Loose }) => [period, rest.perod] },
      { onBar: ({ params }: { params: Loose }) => new Map([["perod", params["perod" as string]]]) },
      {
        onBar({ params, state }: { params: Loose; state: { perod: number } }) {
          state.perod = params.perod;
        },
      },
      { targetWeights: () => ({}), rebalance: (given: Loose) => ({ every: "day", offset: given.perod }) },
    ];
    for (const hooks of reading) assert.equal(told(hooks).length, 1, String(Object.values(hooks).at(-1)));
    const bests = [{ params }];
    const others: readonly object[] = [
      { onBar: () => bests[0].params.perod },
      { onBar: ({ state }: { state: { params: Loose } }) => state.params.perod },
      { onBar: (context: { params: Loose }) => [context.params.period, bests.map(({ params }) => params.perod)] },
      { onBar: (context: object) => [context, params.perod] },
      { onBar: new Function("{ params }", "try { throw 0 } catch (params) { return params.perod }") },
    ];
    for (const hooks of others) assert.deepEqual(told(hooks), [], String(Object.values(hooks).at(-1)));
  });

  it("is not told where the function provides for it", () => {
    const hooks: readonly ((context: { params: Loose }) => unknown)[] = [
      ({ params }) => params.perod ?? params.period,
      ({ params }) => (params.perod === undefined ? params.period : params.perod),
      ({ params }) => ("perod" in params ? params.perod : 0),
      ({ params }) => (Object.hasOwn(params, "perod") ? params.perod : 0),
      ({ params }) => (typeof params.perod === "number" ? params.perod : 0),
      ({ params: { perod = 3 } }) => perod,
      (context) => context.params?.perod ?? 3,
    ];
    for (const onBar of hooks) {
      const strategy = defineStrategy({ name: "fine", params: { period: 10 } as Loose, onBar: onBar as never });
      assert.deepEqual(misspelledParams(strategy), [], String(onBar));
    }
  });

  it("is a warning of its session", async () => {
    const onBar = ({ params }: { params: Loose }) => void params.fats;
    const strategy = defineStrategy({ name: "typo", params: { fast: 1, slow: 2 } as Loose, onBar });
    const session = await (await lab()).createSession(year, strategy, apple);
    assert.deepEqual(session.core.warnings, [
      'onBar reads params.fats, which "typo" does not declare: did you mean "fast"?',
    ]);
  });
});
