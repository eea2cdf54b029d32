import assert from "node:assert/strict";
import { listed } from "../../../src/store/reading/listing";
import { openConnection } from "../../../src/store/sqlite/connection";
import { valueIn } from "../../../src/views/lab/listed";
import { lab, leaveNothing } from "../../api/labs";
import { copyOf, storedFiles } from "./files";

describe("the sessions of a stored file", () => {
  afterEach(leaveNothing);

  for (const file of storedFiles) {
    it(`are listed with what they were made of, and their metrics: ${file}`, async () => {
      const opened = await lab(copyOf(file));
      const list = await opened.sessions();
      const rows = (list.values as unknown[][]).map((row) => new Map(list.columns.map((name, at) => [name, row[at]])));
      assert.ok(rows.some((row) => row.get("state") === "COMPLETED"));
      for (const row of rows) {
        const session = await opened.session(row.get("name") as string);
        const { config } = session.core.record;
        assert.equal(row.get("strategy"), config.strategy.name);
        assert.equal(row.get("symbols"), config.symbols.join(", "));
        assert.equal(row.get("initialCapital"), session.core.initialCapital);
        assert.equal(row.get("steps"), session.steps);
        for (const [name, value] of Object.entries(session.params)) {
          const found = await opened.sessions({ where: { id: session.id }, columns: [`params.${name}`] });
          assert.deepEqual(found.values, [[value]], `${session.name}, ${name}`);
        }
        if (session.state !== "COMPLETED") continue;
        for (const name of ["sharpe", "totalReturn", "maxDrawdown", "trades"] as const)
          assert.equal(row.get(name) ?? null, session.metrics()[name], `${session.name}, ${name}`);
      }
      const wide = await opened.query("SELECT name, sharpe FROM sessions_wide ORDER BY session_id");
      assert.deepEqual(
        (wide.values as unknown[][]).map(([name]) => name),
        rows.map((row) => row.get("name")),
      );
      const best = await opened.sessions({ where: "trades >= 0", orderBy: "-sharpe", limit: 1 });
      const sharpes = rows
        .filter((row) => typeof row.get("trades") === "number")
        .map((row) => Number(row.get("sharpe")));
      assert.equal(best.column("sharpe").values[0], Math.max(...sharpes));
    });

    it(`are listed the same where the file cannot be written: ${file}`, async () => {
      const path = copyOf(file);
      const before = await openConnection(path, "readOnly", 0);
      const older = await listed(before);
      await before.close();
      await (await lab(path)).close();
      const after = await openConnection(path, "readOnly", 0);
      const now = await listed(after);
      await after.close();
      assert.ok(now.length > 0);
      const names = ["id", "name", "state", "strategy", "symbols", "feed", "initialCapital", "steps", "tags", "sharpe"];
      const shown = (rows: typeof now) =>
        rows.map((row) => [row.params, row.options, ...names.map((name) => valueIn(row, name))]);
      assert.deepEqual(shown(now), shown(older));
    });
  }
});
