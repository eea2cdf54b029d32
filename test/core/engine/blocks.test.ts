import assert from "node:assert/strict";
import { Engine } from "../../../src/core/engine/engine";
import { bars, columnsOf, day, start } from "../../support/bars";
import { engineTerms } from "../../support/terms";

describe("a history, where new columns begin", () => {
  it("has no bars of theirs before their steps, also if an order looks at the days of its symbol first", () => {
    // Thursday and Friday; then Saturday, on which only B has a bar, to Wednesday.
    const first = start + 4 * day;
    const a = bars("A", [100, 100, undefined, 101, 102, 103, 104], { first });
    const b = bars("B", [50, 50, 50, 50, 50, 50, 50], { first });
    const blocks = [
      [...a.slice(0, 2), ...b.slice(0, 2)],
      [...a.slice(2), ...b.slice(2)],
    ].map((rows) => columnsOf(rows, ["A", "B"]));
    const engine = new Engine(engineTerms({ symbols: ["A", "B"] }));
    const seen: number[] = [];
    let step = 0;
    const onBars = () => {
      if (step++ === 1) engine.desk.place("A", "buy", 1);
      seen.push(engine.desk.history("A").length);
    };
    engine.start({ name: "looks", onBars }, start);
    for (const columns of blocks) engine.process(columns, 0, columns.length, Infinity);
    assert.deepEqual(seen, [1, 2, 2, 3, 4, 5, 6]);
  });
});
