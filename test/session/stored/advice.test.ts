import assert from "node:assert/strict";
import { defineStrategy, replay } from "../../../src/index";
import { newestRules } from "../../../src/run/rules";
import { withoutAdvice } from "../../../src/session/options/without-advice";
import { describeSession } from "../../../src/session/plan/config";
import { identityOf } from "../../../src/session/plan/identity";

const idle = defineStrategy({ name: "idle", onBar() {} });
const times = ["2022-01-03T10:00:00", "2022-01-03T11:00:00", "2022-01-03T12:00:00"];
const feed = replay(
  times.map((time) => ({ symbol: "E", time, open: 1, high: 1, low: 1, close: 1 })),
  { calendar: "FX" },
);

describe("what a feed's card advises", () => {
  it("is no part of a session's identity, so that sessions from before it are the same", () => {
    const { source } = feed;
    const hashWith = (manifest: unknown) => {
      const told = { ...source, manifest } as typeof source;
      const parts = { feed: told, strategy: idle, params: {}, symbols: ["E"], options: {}, benchmark: undefined };
      return identityOf(describeSession(parts, newestRules().number), idle, {}, undefined).hash;
    };
    assert.equal(source.manifest.found?.zone, "America/New_York");
    const earlier = withoutAdvice(source.manifest);
    assert.equal(earlier.found?.zone, undefined);
    assert.equal(hashWith(source.manifest), hashWith(earlier));
    const found = { ...earlier.found, calendar: { outside: 0, sundays: true as const } };
    const advised = { ...found, calendar: { ...found.calendar, currencies: { timezone: "UTC" } } };
    assert.equal(hashWith({ ...earlier, found: advised }), hashWith({ ...earlier, found }));
    assert.notEqual(hashWith({ ...earlier, found }), hashWith(earlier));
  });
});
