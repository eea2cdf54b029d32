import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Feed, replay } from "../../../src/api/feed";
import { keptSource } from "../../../src/feeds/kept";
import type { ActionsInput } from "../../../src/feeds/read/actions/read-actions";
import { replaySource } from "../../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../../src/feeds/remake";
import { useFolder } from "../files";

const dates = ["2014-06-02", "2014-06-03", "2014-06-04", "2014-06-05", "2014-06-06", "2014-06-09"];
const prices = { open: 2, high: 4, low: 1, close: 3 };
const bars = dates.flatMap((time) => ["A", "B"].map((symbol) => ({ symbol, time, ...prices })));
const split = { ex_date: "2014-06-05", symbol: "A", type: "split", value: 2 } as const;
const dividend = { ex_date: "2014-06-05", symbol: "A", type: "dividend", value: 0.1 } as const;
const late = { ex_date: "2014-06-09", symbol: "B", type: "dividend", value: 0.25 } as const;

describe("corporate actions", () => {
  const file = useFolder();
  const table = (...lines: string[]) => file("actions.csv", ["ex_date,symbol,type,value", ...lines].join("\n"));
  const from = (actions: unknown) => replaySource(bars, { actions: actions as ActionsInput });

  it("are read from a file or a list, and sorted by date, symbol and kind", () => {
    const path = file(
      "actions.csv",
      'symbol;Ex-Date;note;type;value\nB;2014-06-09;"a; b";dividend;0.25\nA;20140605;;dividend;0.1\nA;2014-06-05;x;split;2\n',
    );
    for (const actions of [path, [late, dividend, { ...split, note: "x" }]])
      assert.deepEqual(from(actions).actions, [split, dividend, late]);
    assert.equal(from([]).actions, undefined);
    assert.equal(from([]).manifest.actions, undefined);
  });

  it("that cannot be right are refused with file and line", () => {
    const refused: [line: string, code: string, fault: string][] = [
      ["2014-06-05,A,split", "INVALID_DATA", "Expected 4 cells, was 3"],
      ["05/06/2014,A,split,2", "INVALID_DATA", 'Expected ex_date to be a date such as 2014-06-09, was "05/06/2014"'],
      ["2014-06-31,A,split,2", "INVALID_DATA", 'Expected ex_date to be a date such as 2014-06-09, was "2014-06-31"'],
      [
        "2014-06-07,A,split,2",
        "INVALID_DATA",
        'Expected ex_date to be a trading day of the calendar weekdays, was "2014-06-07"',
      ],
      ["2014-06-05,A,spilt,2", "INVALID_DATA", 'Expected type to be "split", "dividend" or "delisting", was "spilt"'],
      ["2014-06-05,A,split,two", "INVALID_DATA", 'Expected value to be a positive number, was "two"'],
      ["2014-06-05,A,split,0", "INVALID_DATA", "Expected value to be a positive number, was 0"],
      ["2014-06-05,A,dividend,-1", "INVALID_DATA", "Expected value to be a positive number, was -1"],
      ["2014-06-05,,split,2", "INVALID_DATA", 'Expected symbol to be a name, was ""'],
      [
        "2014-06-05,C,split,2",
        "UNKNOWN_SYMBOL",
        'Unknown symbol "C" in feed "bars". Choose symbols to leave out the actions of others',
      ],
      [
        "2014-06-04,A,split,3",
        "INVALID_DATA",
        "Expected each action once, was the split of A on 2014-06-04 again (actions.csv:2)",
      ],
    ];
    for (const [line, code, fault] of refused) {
      const path = table("2014-06-04,A,split,2", line);
      const message = `${path}:3: ${fault}`;
      assert.throws(() => from(path), { code, message });
    }
    assert.throws(() => from([split, { ...split, value: Infinity }]), {
      message: "actions[1]: Expected value to be a positive number, was Infinity",
    });
    assert.throws(() => from([5]), { message: "actions[0]: Expected { ex_date, symbol, type, value }, was 5" });
  });

  it("of the wrong kind, or in a file without their columns, are refused", () => {
    assert.throws(() => from(5), { code: "INVALID_OPTION", message: /^Expected actions to be the path of a CSV file/ });
    assert.throws(() => from("none.csv"), { code: "MISSING_FILE" });
    const message =
      'other.csv:1: Expected columns ex_date, symbol, type, value in the header, which has "date", "symbol", "type", "value"';
    assert.throws(() => from(file("other.csv", "date,symbol,type,value\n")), { code: "INVALID_COLUMNS", message });
    assert.throws(() => from(file("empty.csv", "")), { code: "INVALID_COLUMNS", message: /which has none/ });
  });

  it("may be two dividends of one day, a regular and a special one", () => {
    assert.equal(from([dividend, { ...dividend, value: 3 }]).actions?.length, 2);
    assert.throws(() => from([dividend, dividend]), { code: "INVALID_DATA" });
  });

  it("of symbols that were not chosen are left out, which the card says", () => {
    const feed = replay(bars, { symbols: ["A"], actions: [split, late] });
    assert.deepEqual(feed.actions, [split]);
    assert.match(inspect(feed), /Not carried +actions of B, which the feed does not have/);
  });

  it("are shown on the card and counted by describe", () => {
    const feed = replay(bars, { actions: [split, dividend, late] });
    const text = /Actions +1 split \(A 1\), 2 dividends \(A 1, B 1\)/;
    assert.match(inspect(feed), text);
    assert.deepEqual(
      [feed.describe().column("splits").values, feed.describe().column("dividends").values],
      [
        [1, 0],
        [1, 1],
      ],
    );
    assert.deepEqual(replay(bars).actions, []);
  });

  it("that no session applies are told on the card", () => {
    const delisting = { ex_date: "2014-06-10", symbol: "A", type: "delisting", value: 2 } as const;
    const early = { ...late, ex_date: "2014-06-02" };
    const after = { ...late, ex_date: "2014-06-10" };
    const cardOf = (rows: typeof bars, actions: ActionsInput) => inspect(new Feed(replaySource(rows, { actions })));
    const card = cardOf(bars, [early, split, late, after, delisting]);
    assert.match(card, /Never come +2 dividends \(B 2\), before the first bar of its symbol or after the last\n/);
    const never =
      "The delisting of A on 2014-06-10 never comes, because it is after the last step of the feed, which is on";
    assert.ok(card.includes(`Warning     ${never} 2014-06-09`), card);
    // At a later step, a delisting comes without a bar of its symbol, and with it what was due before.
    const isShort = ({ symbol, time }: (typeof bars)[number]) => symbol === "B" || time < "2014-06-04";
    const short = bars.filter(isShort);
    assert.match(cardOf(short, [split]), /Never come +1 split \(A 1\)/);
    for (const actions of [[{ ...delisting, ex_date: "2014-06-05" }], [split, { ...delisting, ex_date: "2014-06-09" }]])
      assert.doesNotMatch(cardOf(short, actions), /never comes?/i);
    assert.doesNotMatch(cardOf(bars, [split, dividend, late]), /never comes?/i);
  });

  it("are cut with the feed", () => {
    const feed = new Feed(from([split, dividend, late]));
    assert.deepEqual(feed.slice("2014-06-05", "2014-06-06").actions, [split, dividend]);
    assert.deepEqual(feed.slice("2014-06-06").actions, [late]);
    assert.deepEqual(feed.slice(undefined, "2014-06-04").actions, []);
    assert.deepEqual(replaySource(bars, { actions: [split, late], from: "2014-06-06" }).actions, [late]);
  });

  it("are in the manifest, and come back with the feed", () => {
    const path = file(
      "bars.csv",
      `date,symbol,price\n${bars.map(({ time, symbol }) => `${time},${symbol},3`).join("\n")}`,
    );
    const ofFile = replaySource(path, {
      symbols: ["A"],
      actions: table("2014-06-05,A,split,2", "2014-06-09,B,dividend,1"),
    });
    file("actions.csv", "gone");
    for (const feed of [ofFile, ofFile.slice("2014-06-06")]) {
      const manifest = JSON.parse(JSON.stringify(feed.manifest));
      assert.deepEqual(remakeSource(manifest).manifest, feed.manifest);
    }
    const ofMemory = from([split, late]);
    const manifest = JSON.parse(JSON.stringify(ofMemory.manifest));
    const kept = keptSource(manifest, ofMemory.columns);
    assert.deepEqual([kept.actions, kept.manifest], [[split, late], ofMemory.manifest]);
  });

  it("make another feed of the same bars", () => {
    const [one, other] = [from([split]).manifest, from([{ ...split, value: 3 }]).manifest];
    assert.equal(one.sha256, other.sha256);
    assert.equal(haveSameBars(one, other), false);
    assert.equal(haveSameBars(one, JSON.parse(JSON.stringify(one))), true);
  });
});
