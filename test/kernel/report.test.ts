import assert from "node:assert/strict";
import { isBroken } from "../../kernel/errors/broken";
import { CellSources } from "../../kernel/errors/frames";
import { reportOf } from "../../kernel/errors/report";

/** Something of which one part throws when it is read. */
function guarded(part: string, of: object): object {
  const get = () => {
    throw new Error("hands off");
  };
  return Object.defineProperty(of, part, { get });
}

function refusing(): object {
  const get = () => {
    throw new Error("hands off");
  };
  return new Proxy(new Error("behind"), { get, has: get, getPrototypeOf: get });
}

/** Two errors, each among those of the other. */
function among(): Error {
  const [first, second] = [new AggregateError([], "first"), new AggregateError([], "second")];
  first.errors.push(second);
  second.errors.push(first);
  return first;
}

describe("the report of what a cell threw", () => {
  const report = (thrown: unknown) => reportOf(thrown, new CellSources("/", []));

  for (const part of ["message", "name", "stack", "cause", "errors", "code"]) {
    it(`is made of an error whose ${part} cannot be read`, () => {
      const thrown = guarded(part, new Error("guarded"));
      assert.ok(report(thrown).traceback.length > 0);
      assert.ok(
        report(new Error("outer", { cause: thrown }))
          .traceback.join("\n")
          .includes("Caused by: "),
      );
      assert.equal(isBroken(thrown), false);
    });
  }

  it("is made of a proxy that refuses everything", () => {
    assert.ok(report(refusing()).evalue.length > 0);
    assert.equal(isBroken(refusing()), false);
  });

  it("names each of errors that are among one another once", () => {
    const lines = report(among()).traceback.filter((line) => /first|second/.test(line));
    assert.equal(lines.length, 2);
  });
});
