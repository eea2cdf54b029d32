import assert from "node:assert/strict";
import { defineSignals, defineStrategy, sma, strategies } from "../../src/index";
import { misspelledParams } from "../../src/session/plan/misspelled-params";
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

  it("is a warning of its session", async () => {
    const onBar = ({ params }: { params: Loose }) => void params.fats;
    const strategy = defineStrategy({ name: "typo", params: { fast: 1, slow: 2 } as Loose, onBar });
    const session = await (await lab()).createSession(year, strategy, apple);
    assert.deepEqual(session.core.warnings, [
      'onBar reads params.fats, which "typo" does not declare: did you mean "fast"?',
    ]);
  });
});
