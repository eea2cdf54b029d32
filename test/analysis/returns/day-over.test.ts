import assert from "node:assert/strict";
import { isLastDayOver } from "../../../src/analysis/returns/day-over";
import { calendarFrom } from "../../../src/core/market/calendar";

const times = (...texts: string[]) => Float64Array.from(texts, (text) => Date.parse(`${text}Z`));

describe("the last day of some times", () => {
  const always = calendarFrom({ spec: "always", timezone: "UTC" });
  const exchange = calendarFrom({ spec: "XNYS", timezone: "America/New_York" });
  const found = calendarFrom({ spec: "XNYS", timezone: "America/New_York", found: true });
  const days = ["2024-07-01T20:00", "2024-07-02T20:00"];

  it("is over when its calendar's day has ended, also on a short one", () => {
    assert.equal(isLastDayOver(times("2024-07-01T00:00", "2024-07-02T00:00"), always), true);
    assert.equal(isLastDayOver(times("2024-07-01T00:00", "2024-07-01T23:59"), always), false);
    assert.equal(isLastDayOver(times("2024-07-01T13:31", ...days, "2024-07-03T17:00"), exchange), true);
    assert.equal(isLastDayOver(times("2024-07-01T13:31", ...days, "2024-07-03T16:59"), exchange), false);
  });

  it("is over when an earlier day had nothing later, where the calendar does not know or the last minute had no bar", () => {
    assert.equal(isLastDayOver(times("2024-07-01T13:31", ...days, "2024-07-05T20:00"), found), true);
    assert.equal(isLastDayOver(times("2024-07-01T13:31", ...days, "2024-07-05T19:59"), found), false);
    const thin = ["2024-07-01T13:31", "2024-07-01T19:50", "2024-07-02T20:00"];
    assert.equal(isLastDayOver(times(...thin, "2024-07-05T14:00", "2024-07-05T19:55"), exchange), true);
    assert.equal(isLastDayOver(times(...thin, "2024-07-05T14:00", "2024-07-05T19:45"), exchange), false);
  });

  it("is not over where there is no earlier one: the first time is the start", () => {
    assert.equal(isLastDayOver(times("2024-07-01T10:00", "2024-07-02T20:00"), found), false);
    assert.equal(isLastDayOver(times(), found), false);
  });
});
