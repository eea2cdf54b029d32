import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import type { SessionOptions } from "../../src/index";
import { knownRules, newestRules, type Rules } from "../../src/run/rules";
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

  it("have a maintenance margin where there is leverage or shorting, but not in sessions of earlier rules", () => {
    const maintenanceUnder = (rules: Rules, options: SessionOptions<never>) => {
      const { config, material } = prepareSession(year.source, eventful, options, rules);
      return engineTerms(config, material.models).maintenance;
    };
    const usual = { long: 0.25, short: 0.3 };
    for (const rules of knownRules)
      assert.deepEqual(maintenanceUnder(rules, { shorting: true }), rules.number < 4 ? undefined : usual);
    const newest = newestRules();
    assert.equal(maintenanceUnder(newest, {}), undefined);
    assert.deepEqual(maintenanceUnder(newest, { leverage: 1.5 }), usual);
    assert.deepEqual(maintenanceUnder(newest, { maintenanceMargin: 0.4 }), { long: 0.4, short: 0.4 });
    const half = { shorting: true, maintenanceMargin: { short: 0.5 } };
    assert.deepEqual(maintenanceUnder(newest, half), { long: 0.25, short: 0.5 });
  });

  it("have no carry where no rate is given, so that it costs nothing", () => {
    const carryOf = (options: SessionOptions<never>) => {
      const { config, material } = prepareSession(year.source, eventful, options);
      return engineTerms(config, material.models).carry;
    };
    assert.equal(carryOf({ leverage: 2, shorting: true, dayCount: 360 }), undefined);
    assert.deepEqual(carryOf({ cashRate: 0.02 }), { borrowRate: 0, cashRate: 0.02, marginRate: 0, dayCount: 365 });
  });
});
