import assert from "node:assert/strict";
import { any, defineStrategy, driftOver, strategies } from "../../src/index";
import { misspelledMembers } from "../../src/session/misspelled/misspelled-members";
import { apple, lab, leaveNothing, year } from "../api/labs";

type Loose = Readonly<Record<string, number>>;

describe("what a hook reads of its context, which has none", () => {
  after(leaveNothing);

  const told = (hooks: object) => misspelledMembers({ name: "own", ...hooks });

  it("is told with the near match", () => {
    assert.deepEqual(told({ onBar: ({ csh }: Loose) => csh, onFill: (context: Loose) => context.equty }), [
      'onBar reads csh of its context, which has none: did you mean "cash"?',
      'onFill reads equty of its context, which has none: did you mean "equity"?',
    ]);
    const when = any(driftOver({ absolute: 0.1 }), ({ csh }: never) => csh > 1);
    const targetWeights = () => ({});
    assert.match(
      told({ targetWeights, rebalance: { every: "month", when } }).join(),
      /^rebalance\.when.* reads csh of/,
    );
    class Mine {
      readonly name = "mine";
      onBar({ positon }: Loose): void {
        void positon;
      }
    }
    assert.equal(misspelledMembers(new Mine()).length, 1);
  });

  it("is not told of what there is, what the text provides for, and what is like nothing", () => {
    const hooks: readonly object[] = [
      { onBar: ({ cash, equity, bar, params }: Loose) => [cash, equity, bar, params] },
      { onBar: ({ csh = 1 }: Loose) => csh },
      { onBar: (context: Loose) => context.csh ?? context.cash },
      { onBar: ({ state }: { state: Loose }) => state.csh },
      { onBar: ({ somethingElse }: Loose) => somethingElse },
      { score: ({ csh }: Loose) => csh },
    ];
    for (const one of hooks) assert.deepEqual(told(one), [], String(Object.values(one)[0]));
    assert.deepEqual(Object.values(strategies).flatMap(misspelledMembers), []);
  });

  it("is a warning of its session", async () => {
    const strategy = defineStrategy({ name: "typo", onBar: (({ csh }: Loose) => void csh) as never });
    const session = await (await lab()).createSession(year, strategy, apple);
    assert.deepEqual(session.core.warnings, ['onBar reads csh of its context, which has none: did you mean "cash"?']);
  });
});
