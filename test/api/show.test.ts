import assert from "node:assert/strict";
import { dfd, type Session, show } from "../../src/index";
import { apple, lab, leaveNothing, year } from "./labs";
import { crossover } from "./strategies";

/** Returns what is shown in a notebook. */
function shown(run: () => void): { text: string; html: string }[] {
  const sent: { text: string; html: string }[] = [];
  const display = (bundle: Record<string, string>) =>
    sent.push({ text: bundle["text/plain"], html: bundle["text/html"] });
  const key = Symbol.for("paperlab.kernel");
  Reflect.set(globalThis, key, { display, cell: () => undefined });
  try {
    run();
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
  return sent;
}

describe("show of a frame", () => {
  let session: Session;

  before(async () => {
    session = await (await lab()).run(year, crossover, apple);
  });
  after(leaveNothing);

  const headOf = (text: string) => text.split("\n")[0].trim().split(/ {2,}/);
  const titled = (columns: readonly string[]) => columns.map((name) => (/Time$/.test(name) ? `${name} (UTC)` : name));
  const headsOf = (html: string) =>
    html
      .replaceAll("<wbr>", "")
      .match(/<th [^>]*>[^<]*/g)
      ?.map((head) => head.replace(/.*>/, ""));

  it("chooses columns in the order asked for, in text and HTML", () => {
    const [{ text, html }] = shown(() => show(session.trades(), { columns: ["netPnl", "entryTime", "id"] }));
    assert.deepEqual(headOf(text), ["netPnl", "entryTime (UTC)", "id"]);
    assert.deepEqual(headsOf(html), ["netPnl", "entryTime (UTC)", "id"]);
    assert.doesNotMatch(text, /not shown|\.000Z/);
  });

  it("refuses a second value in place of options", () => {
    const says = { code: "INVALID_OPTION", message: /\{ rows: 50 \}, was .*\. Show each value by itself$/ };
    for (const second of [session.trades(), session, [1], "text"])
      assert.throws(() => show(session.trades(), second as object), says);
  });

  it("shows all columns that were chosen, however wide, unless a width was chosen too", () => {
    const frame = session.trades();
    const [{ text }] = shown(() => show(frame, { columns: frame.columns }));
    assert.deepEqual(headOf(text), titled(frame.columns));
    const [labeled] = shown(() => show(frame.tail(1), { columns: frame.columns }));
    assert.match(labeled.text.split("\n")[2], new RegExp(`^${frame.shape[0] - 1} +trade-`));
    const [narrow] = shown(() => show(frame, { columns: frame.columns, width: 40 }));
    assert.ok(narrow.text.split("\n")[0].length <= 40);
    assert.match(narrow.text, /\nnot shown: /);
    assert.match(narrow.html, />not shown: /);
  });

  it("chooses how many rows, and says of how many", () => {
    const frame = session.equity();
    const rowsOf = (rows: number) => shown(() => show(frame, { rows }))[0].html.match(/<td [^>]*>20\d\d-[^<T]*<\/td>/g);
    const times = frame.columns.length - 2;
    for (const rows of [1, 2, 7, 40]) assert.equal(rowsOf(rows)?.length, rows * 2, `${rows} ${times}`);
    assert.equal(rowsOf(Infinity)?.length, frame.shape[0] * 2);
    assert.match(shown(() => show(frame, { rows: 1 }))[0].text, /\n\.\.\. 265 more rows\n266 rows\n/);
  });

  it("chooses a width", () => {
    for (const width of [60, 80, 200]) {
      const [{ text }] = shown(() => show(session.trades(), { width }));
      for (const line of text.split("\n").filter((one) => !one.startsWith("not shown")))
        assert.ok(line.length <= width);
    }
    const [{ text }] = shown(() => show(session.trades(), { width: 60 }));
    assert.ok(headOf(text).includes("netPnl"));
  });

  it("goes without ids first, then without times, in every table and at every width", () => {
    const money = /Pnl|Commission$|[pP]rice$|^(commission|slippage|equity|cash|marketValue)$/;
    const isEmpty = (values: unknown[]) => values.every((value) => value === null || value === "" || value === 0);
    const frames = [session.trades(), session.trades().head(3), session.trades().iloc({ rows: ["0:3"] })];
    frames.push(session.orders(), session.fills(), session.events(), session.snapshots(), session.positions());
    let hadToChoose = 0;
    for (const frame of frames)
      for (let width = 50; width < 190; width += 3) {
        const heads = headOf(shown(() => show(frame, { width }))[0].text);
        const wide = shown(() => show(frame, { width: 1000 }))[0].text.split("\n");
        const lengths = wide[1].split("  ").filter((line) => line !== "");
        const lengthOf = (name: string) => lengths[headOf(wide[0]).indexOf(name)].length;
        const hidden = headOf(wide[0]).filter((name) => !heads.includes(name) && !isEmpty(frame.column(name).values));
        hadToChoose += hidden.length;
        for (const id of heads.filter((name) => /(^i|I)d$|^sequence$/.test(name)))
          for (const name of hidden.filter((name) => !/(^i|I)d$|^sequence$/.test(name)))
            assert.ok(lengthOf(name) > lengthOf(id), `${id}, not ${name} at ${width}`);
        for (const time of heads.filter((name) => /^(entry|exit|ended)(Date|Time)$/.test(name)))
          for (const name of hidden.filter((name) => money.test(name) && !/Commission$|^slippage$/.test(name)))
            assert.ok(lengthOf(name) > lengthOf(time), `${time}, not ${name} at ${width}`);
      }
    assert.ok(hadToChoose > 100);
    const heads = headOf(shown(() => show(session.trades().head(3), { width: 90 }))[0].text);
    assert.ok(heads.includes("grossPnl") && !heads.some((name) => name.endsWith("OrderId")), heads.join());
  });

  it("works with a Series, with frames of one's own, and with those of another danfo", () => {
    const own = new dfd.DataFrame([[1, 2]], { columns: ["a", "b"] });
    const foreign = { $isSeries: false, columns: ["a", "b"], values: [[1, 2]], index: [0] };
    for (const frame of [own, foreign]) {
      assert.equal(shown(() => show(frame, { columns: ["b"] }))[0].text, "b\n-\n2");
    }
    const [{ text }] = shown(() => show(session.trades().column("netPnl"), { rows: 1 }));
    assert.match(text, /^ *netPnl\n-+\n.*\n\.\.\. \d+ more rows\n\d+ rows$/);
    assert.equal(shown(() => show(foreign))[0].text, "a  b\n-  -\n1  2");
  });

  it("refuses what it cannot do, and names what may have been meant", () => {
    const frame = session.trades();
    const refusals: [unknown, unknown, string][] = [
      [frame, { columns: ["netPnL"] }, 'Unknown column "netPnL" of this frame. Did you mean "netPnl"?'],
      [frame.column("tag"), { columns: ["x"] }, 'Unknown column "x" of this frame. Known: tag'],
      [frame, { columns: "netPnl" }, 'Expected columns to be a list of names of columns, was "netPnl"'],
      [frame, { columns: [] }, "Expected columns to be a list of names of columns, was an array of 0"],
      [frame, { columns: [1] }, "Expected columns[0] to be the name of a column, was 1"],
      [frame, { rows: 0 }, "Expected rows to be a whole number of at least 1, was 0"],
      [frame, { width: 1.5 }, "Expected width to be a whole number of characters, at least 1, was 1.5"],
      [frame, { row: 3 }, 'Unknown option "row" of show. Did you mean "rows"?'],
      [session, { rows: 3 }, "Expected value to be a DataFrame if options choose what is shown, was an object"],
    ];
    for (const [value, options, message] of refusals) assert.throws(() => show(value, options as object), { message });
  });

  it("may be what forEach calls", () => {
    const values = [session.trades(), session.plotEquity()];
    assert.equal(shown(() => values.forEach(show)).length, 2);
  });
});
