import assert from "node:assert/strict";
import type { Lab, Session } from "../../../src/index";
import { costly, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover, eventful } from "../../api/strategies";

for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const]) {
  describe(`the views for SQL ${place}`, () => {
    let opened: Lab;
    let sessions: Session[];

    before(async () => {
      opened = await lab(at());
      sessions = [
        await opened.run(year, crossover, { symbols: ["AAPL", "SPX"], tags: ["a", "b"], notes: "n", snapshotEvery: 1 }),
        await opened.run(year, eventful, { ...costly, name: "costly" }),
        await opened.run(year, crossover, { symbols: ["AAPL"], initialCapital: 12_345.675, snapshotEvery: "1d" }),
      ];
      const paused = await opened.createSession(year, crossover, { symbols: ["AAPL"], snapshotEvery: "1w" });
      await paused.step(70);
      sessions.push(paused);
    });
    after(leaveNothing);

    it("have the points of equity curves, bit for bit", async () => {
      for (const session of sessions) {
        const { values } = await opened.query(
          "SELECT point, time, equity FROM equity_points WHERE session_id = ? ORDER BY point",
          [session.id],
        );
        const wanted = session.equityRows().map(({ time, equity }, point) => [point, time, equity]);
        assert.ok(wanted.length > 70);
        assert.deepEqual(values, wanted);
      }
    });

    it("have the snapshots and what they held, as the frames do", async () => {
      for (const session of sessions) {
        const rows = session.snapshotRows();
        const { values } = await opened.query(
          "SELECT time, cash, equity, gross_exposure, net_exposure, drawdown FROM paper_snapshots WHERE session_id = ? ORDER BY number",
          [session.id],
        );
        assert.ok(rows.length > 10);
        const { snapshots } = session.core.content;
        const wanted = snapshots.map((one) => [
          ...[one.time, one.cash, one.equity, one.grossExposure, one.netExposure, one.drawdown],
        ]);
        near(values as number[][], wanted);
        assert.deepEqual(
          rows.map(({ time }) => time),
          wanted.map(([time]) => time),
        );
        const held = await opened.query(
          `SELECT snapshot_number, symbol, quantity, average_price, price, market_value, unrealized_pnl
          FROM paper_snapshot_positions WHERE session_id = ? ORDER BY snapshot_number, place`,
          [session.id],
        );
        const positions = snapshots.flatMap((one, place) =>
          one.positions.map((position) => [
            ...[place + 1, position.symbol, position.quantity, position.averagePrice, position.price],
            ...[position.marketValue, position.unrealizedPnl],
          ]),
        );
        near(held.values as unknown[][], positions);
      }
    });

    it("have each session with its metrics, params, options and tags", async () => {
      const wide = await opened.query("SELECT * FROM sessions_wide ORDER BY session_id");
      const rows = (wide.values as unknown[][]).map((row) =>
        Object.fromEntries(wide.columns.map((name, at) => [name, row[at]])),
      );
      assert.deepEqual(
        rows.map(({ name }) => name),
        sessions.map(({ name }) => name),
      );
      for (const [place, session] of sessions.entries()) {
        const row = rows[place];
        const { state, steps, notes } = session;
        assert.deepEqual(
          [row.state, row.steps, row.initial_capital, row.notes, JSON.parse(String(row.params))],
          [state, steps, session.core.initialCapital, notes === "" ? null : notes, session.params],
        );
        assert.deepEqual(JSON.parse(String(row.tags ?? "[]")), session.tags);
        assert.deepEqual(JSON.parse(String(row.options)), { ...session.options });
        if (state !== "COMPLETED") continue;
        for (const [name, value] of Object.entries(session.metrics())) assert.equal(row[name] ?? null, value, name);
      }
      const { values } = await opened.query(
        `SELECT name FROM sessions_wide WHERE params ->> '$.fast' = 5
        AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'b')`,
      );
      assert.deepEqual(values, [[sessions[0].name]]);
    });

    it("have snapshots of what is sold short, and where equity moves by carry", async () => {
      const short = await opened.run(year, crossover, {
        ...{ symbols: ["AAPL"], params: { fast: 20, slow: 5 }, borrowRate: 0.005, snapshotEvery: 1 },
      });
      const { values } = await opened.query("SELECT equity FROM paper_snapshots WHERE session_id = ? ORDER BY number", [
        short.id,
      ]);
      near(
        values as number[][],
        short.snapshotRows().map(({ equity }) => [equity]),
      );
    });
  });
}

// SQL sums in another order than the portfolio, which may differ in the last bits.
function near(was: readonly (readonly unknown[])[], wanted: readonly (readonly unknown[])[]): void {
  assert.equal(was.length, wanted.length);
  for (const [row, cells] of wanted.entries()) {
    for (const [column, cell] of cells.entries()) {
      const found = was[row][column];
      if (typeof cell !== "number" || typeof found !== "number") assert.equal(found, cell);
      else
        assert.ok(
          Math.abs(found - cell) <= 1e-12 * Math.max(1, Math.abs(cell)),
          `${row}, ${column}: ${found}, not ${cell}`,
        );
    }
  }
}
