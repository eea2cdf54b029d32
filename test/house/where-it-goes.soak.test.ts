import assert from "node:assert/strict";
import { readSources } from "./reading/source";
import { unregistered } from "./rules/registries";
import { additions } from "./where-it-goes/additions";
import { Compiler, changedSources, changesOf, nearChanges, testsIn } from "./where-it-goes/scratch";

describe("what CONTRIBUTING.md says of where things go, compiled and done by halves", function () {
  // It compiles all of src, whatever else the machine does.
  this.timeout(300_000);
  const sources = readSources();
  const compiler = new Compiler();
  const all = changesOf(additions);

  it("compiles, all of it at once", () => {
    assert.deepEqual(compiler.objections(all, nearChanges(sources, all)), []);
  });

  it("passes the tests that refuse it if it is whole", () => {
    const tests = additions.flatMap(({ forgotten }) =>
      forgotten.flatMap(({ lines = [], refused }) => ("test" in refused && lines.length > 0 ? [refused] : [])),
    );
    assert.deepEqual(testsIn(all, tests), { passed: new Set(tests).size, failed: 0 });
  });

  describe("is refused:", () => {
    for (const addition of additions) {
      for (const forgotten of addition.forgotten) {
        it(`${addition.row} without ${forgotten.what}`, () => {
          const changes = changesOf([addition], { of: addition, forgotten });
          const { refused } = forgotten;
          if ("test" in refused) assert.deepEqual(testsIn(changes, [refused]), { passed: 0, failed: 1 });
          else if ("house" in refused)
            assert.match(unregistered(changedSources(sources, changes)).join("\n"), refused.house);
          else assert.match(compiler.objections(changes, [refused.in]).join("\n"), refused.says);
        });
      }
    }
  });
});
