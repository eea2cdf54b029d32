import assert from "node:assert/strict";
import { calendarOf } from "../../../src/core/market/calendar";
import { instantOf, instantsOf } from "../../../src/core/market/instant";

const berlin = calendarOf("weekdays", "Europe/Berlin");
const asked = (text: string) => new Date(instantOf(text, berlin)).toISOString();

describe("a time that is asked about", () => {
  it("is one of clocks in the calendar's zone where it has no zone", () => {
    assert.equal(asked("2023-10-10 11:00"), "2023-10-10T09:00:00.000Z");
    assert.equal(asked("2023-12-10T11:00:30.250"), "2023-12-10T10:00:30.250Z");
  });

  it("may have an offset, or the name of a zone as times are printed", () => {
    for (const text of ["2023-10-10T09:00Z", "2023-10-10 11:00+02:00", "2023-10-10 11:00 Europe/Berlin"])
      assert.equal(asked(text), "2023-10-10T09:00:00.000Z", text);
    assert.equal(asked("2023-10-10 11:00 UTC"), "2023-10-10T11:00:00.000Z");
    assert.equal(asked("2023-10-10 11:00 America/New_York"), "2023-10-10T15:00:00.000Z");
  });

  it("is the end of the trading day where it is a date", () => {
    assert.equal(asked("2023-10-10"), "2023-10-10T22:00:00.000Z");
  });

  it("is refused, with what to write, where it is no such text", () => {
    for (const text of ["2023-02-30 11:00", "10 Oct 2023", "11:00", "2023-10-10 25:00", "2023-10-10T11:00 o'clock"])
      assert.throws(() => asked(text), {
        code: "INVALID_OPTION",
        message:
          /^Expected time to be a date such as "2023-10-10", a time such as "2023-10-10 11:00" \(in Europe\/Berlin\)/,
      });
    assert.throws(() => asked("2023-10-10 11:00 Europe/Berlim"), /Did you mean "Europe\/Berlin"\?/);
  });
});

describe("a time of an order", () => {
  it("is what Date.parse makes of it, whatever the calendar's zone", () => {
    const text = "2023-10-10 11:00";
    assert.equal(instantsOf(berlin)(text, "expiresAt"), Date.parse(text));
  });
});
