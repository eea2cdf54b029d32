import assert from "node:assert/strict";
import type { CashRow } from "../../src/index";
import { apart, costly, lab, leaveNothing, newFile, tableOf, year } from "./labs";
import { crossover, eventful } from "./strategies";

const withoutBalance = ({ balance: _, ...row }: CashRow) => row;

describe("the cash account of a session", () => {
  afterEach(leaveNothing);

  it("begins with the initial capital, and has each fill and each commission", async () => {
    const session = await (await lab()).createSession(year, eventful, { ...costly, name: "a" });
    await session.step(3);
    const [{ id, time, price, commission, quantity, orderId }] = session.fillRows();
    const fill = { time, symbol: "AAPL", cause: `${id} of ${orderId}, plain` };
    const paid = 5000 - quantity * price;
    assert.deepEqual(session.cashRows().slice(0, 3), [
      { number: 1, kind: "deposit", amount: 5000, balance: 5000, cause: "initial capital" },
      { number: 2, kind: "fill", amount: -(quantity * price), balance: paid, ...fill },
      { number: 3, kind: "commission", amount: -commission, balance: paid - commission, ...fill },
    ]);
    assert.deepEqual(tableOf(session.cash()).columns, [
      ...["number", "time", "date", "kind", "symbol", "amount", "balance", "cause"],
    ]);
  });

  it("is told in events to the cent, since fractions of a cent are noise", async () => {
    const session = await (await lab()).run(year, eventful, {
      ...costly,
      shorting: true,
      cashRate: 0.0123,
      borrowRate: 0.03,
    });
    const { columns, rows } = tableOf(session.events());
    const texts = rows
      .filter((row) => row[columns.indexOf("kind")] === "cash")
      .map((row) => row[columns.indexOf("text")]);
    assert.ok(texts.length > 10);
    for (const text of texts) assert.match(String(text), /^[a-z ]+ of [0-9-]+ to [0-9-]+: -?[0-9,]+\.[0-9]{2}$/);
  });

  it("has no entry for a commission of nothing", async () => {
    const session = await (await lab()).run(year, crossover, { symbols: ["AAPL"] });
    const kinds = new Set(session.cashRows().map(({ kind }) => kind));
    assert.deepEqual([...kinds], ["deposit", "fill"]);
  });

  it("sums to the cash to the last bit", async () => {
    for (const seed of ["a", "b"]) {
      const session = await (await lab()).run(year, eventful, { ...costly, shorting: true, seed });
      const rows = session.cashRows();
      assert.ok(rows.length > 10);
      assert.equal(rows.at(-1)?.balance, session.snapshotRows().at(-1)?.cash);
      assert.equal(
        rows.reduce((sum, { amount }) => sum + amount, 0),
        rows.at(-1)?.balance,
      );
    }
  });

  it("is the same in SQL, of several sessions in one file, without storing fills twice", async () => {
    const file = newFile();
    const opened = await lab(file);
    const sessions = [
      await opened.run(year, eventful, { ...costly, name: "a" }),
      await opened.run(year, eventful, { ...costly, name: "b", seed: 2 }),
      await opened.createSession(year, eventful, { ...costly, name: "c" }),
    ];
    for (const { id, ...session } of sessions.map((one) => ({ id: one.id, rows: one.cashRows() }))) {
      const { columns, values } = await opened.query(
        "SELECT number, time, kind, symbol, amount, cause FROM paper_cash WHERE session_id = ? ORDER BY number",
        [id],
      );
      const told = (values as unknown[][]).map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
      assert.deepEqual(
        told,
        session.rows.map(withoutBalance).map((row) => ({ time: null, symbol: null, ...row })),
      );
    }
    const { values } = await opened.query("SELECT count(*) FROM paper_cash_entries");
    assert.deepEqual(values, [[3]]);
    assert.ok(((await opened.query("SELECT count(*) FROM paper_cash")).values.flat()[0] as number) > 100);
    await opened.deleteSession("a");
    const left = await opened.query("SELECT DISTINCT session_id FROM paper_cash ORDER BY 1");
    assert.deepEqual(left.values, [[2], [3]]);
    const again = await (await apart(file)).session("b");
    assert.deepEqual(again.cashRows(), sessions[1].cashRows());
  });

  it("is that of a session in memory, too", async () => {
    const opened = await lab();
    const session = await opened.run(year, eventful, { ...costly, name: "a" });
    const { values } = await opened.query("SELECT count(*) FROM paper_cash WHERE session_id = 1");
    assert.deepEqual(values, [[session.cashRows().length]]);
  });
});
