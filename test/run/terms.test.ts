import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { engineTerms } from "../../src/run/terms";
import { prepareSession } from "../../src/session/plan/plan";
import { costly, leaveNothing, year } from "../api/labs";
import { eventful } from "../api/strategies";

setFlagsFromString("--allow-natives-syntax");
const haveOneShape = new Function("one", "other", "return %HaveSameMap(one, other)") as (...two: object[]) => boolean;

describe("the terms of an engine", () => {
  afterEach(leaveNothing);

  // The engine is compiled for the shape of what it was told: with another one in each run it would be compiled again.
  it("have one shape in every run, whatever its options", () => {
    const termsOf = (run: number) => {
      const { config, material } = prepareSession(year.source, eventful, run % 2 === 0 ? {} : costly);
      return engineTerms(config, material.models);
    };
    const first = termsOf(0);
    for (let run = 1; run <= 50; run++) assert.ok(haveOneShape(first, termsOf(run)), `run ${run}`);
  });
});
