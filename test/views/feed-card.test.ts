import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type Bar, type Feed, replay } from "../../src/index";
import { perYearText } from "../../src/views/metrics-display";

/** Rows of dates, six years of them from 2018 on, `months` apart, `shift` days later. */
function periods(months: number, shift: number, symbol = "M"): { time: string; symbol: string; close: number }[] {
  return Array.from({ length: 72 / months }, (_, at) => {
    const time = new Date(Date.UTC(2018, at * months, 1 + shift)).toISOString().slice(0, 10);
    return { time, symbol, close: 100 + (at % 3) };
  });
}

function feedOf(rows: readonly object[]): Feed {
  const bars = rows.map((row) => ({ open: 100, high: 110, low: 90, ...row }));
  return replay(bars as unknown as Bar[]);
}

const shownAs = (feed: Feed, label: string) => new RegExp(`\\n {2}${label} +(.*)`).exec(inspect(feed))?.[1];

describe("the card of a feed", () => {
  const spans: [what: string, months: number, shift: number, span: string][] = [
    ["first days of months", 1, 0, "1 month"],
    ["last days of months", 1, -1, "1 month"],
    ["first days of quarters", 3, 0, "1 quarter"],
    ["first days of years", 12, 0, "1 year"],
    ["last days of years", 12, -1, "1 year"],
  ];
  for (const [what, months, shift, span] of spans)
    it(`names the period of rows with the ${what}`, () => {
      const feed = feedOf(periods(months, shift));
      assert.equal(shownAs(feed, "Interval"), span);
      assert.equal(shownAs(feed, "Year"), `${12 / months} ${months === 12 ? "bar" : "bars"}, counted`);
    });

  it("names an interval in days where rows are that far apart, or symbols have several periods", () => {
    const apart = Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2018, 0, 1 + at * 40)));
    const rows = apart.map((time, at) => ({
      time: time.toISOString().slice(0, 10),
      symbol: "X",
      close: 100 + (at % 3),
    }));
    assert.equal(shownAs(feedOf(rows), "Interval"), "40d");
    const mixed = feedOf([...periods(1, 0), ...periods(3, 0, "Q")]);
    assert.doesNotMatch(String(shownAs(mixed, "Interval")), /month|quarter/);
  });

  it("has a year of at most one decimal, and exact figures behind it", () => {
    const texts = [257.9394, 260.9883, 252, 12.04, 11.94, 4.06, 365.25, 1.02, 0.96, 0.2479].map(perYearText);
    assert.deepEqual(texts, ["257.9", "261", "252", "12", "11.9", "4.1", "365.3", "1", "1", "0.25"]);
    const days = Array.from({ length: 900 }, (_, at) => new Date(Date.UTC(2018, 0, 1 + at)));
    const open = days.filter((day) => ![0, 6].includes(day.getUTCDay()) && day.getUTCDate() % 11 !== 0);
    const rows = open.map((time, at) => ({
      time: time.toISOString().slice(0, 10),
      symbol: "X",
      close: 100 + (at % 3),
    }));
    const feed = feedOf(rows);
    const { perYear = 0 } = feed.manifest.found?.year ?? {};
    assert.match(String(perYear), /^\d+\.\d{3,}$/);
    assert.equal(shownAs(feed, "Year"), `${perYear.toFixed(1)} days, counted`);
  });
});
