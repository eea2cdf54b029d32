import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openStore, type Store } from "../../../src/store/store";
import { aBatch, aSession, makeFolder } from "../samples";

for (const place of ["a file", "memory"])
  describe(`query of ${place}`, function () {
    const folder = makeFolder(this);
    let store: Store;
    beforeEach(async () => {
      store = await openStore(place === "memory" ? ":memory:" : join(folder(), "lab.db"));
      const { id } = await store.insertSession({ ...aSession, name: "a" });
      await store.commit(id, aBatch(0, 3));
    });
    afterEach(() => store.close());

    it("answers with columns and rows in the order asked for", async () => {
      const sql =
        "SELECT f.id, f.order_id, o.symbol, f.price FROM paper_fills f JOIN paper_orders o ON o.number = f.order_number ORDER BY 1 DESC LIMIT 1";
      const expected = {
        columns: ["id", "order_id", "symbol", "price"],
        rows: [["fill-3", "order-3", "AAPL", 100 / 3 + 3]],
      };
      assert.deepEqual(await store.query(sql), expected);
    });

    it("keeps the columns when there are no rows", async () => {
      const sql = "SELECT id, price AS p FROM paper_fills WHERE price > 1e9;";
      assert.deepEqual(await store.query(sql), { columns: ["id", "p"], rows: [] });
    });

    it("keeps two columns of one name apart", async () => {
      const table = await store.query("SELECT 1 AS n, 2 AS n UNION ALL SELECT 3, 4 ORDER BY 1 DESC");
      assert.deepEqual(table, {
        columns: ["n", "n:1"],
        rows: [
          [3, 4],
          [1, 2],
        ],
      });
    });

    it("shows BLOBs by their size, and null as it is", async () => {
      assert.deepEqual((await store.query("SELECT zeroblob(1024), NULL")).rows, [["<1,024 bytes>", null]]);
    });

    it("takes values by place and by name", async () => {
      const count = async (condition: string, values: never) =>
        (await store.query(`SELECT count(*) FROM paper_fills WHERE ${condition}`, values)).rows[0][0];
      assert.equal(await count("number > ? AND symbol = ?", [1, "AAPL"] as never), 2);
      assert.equal(await count("number > :least", { least: 1 } as never), 2);
      assert.equal(await count("number > $least", { $least: 2 } as never), 1);
    });

    it("names a value that the statement does not take", async () => {
      const message = 'Unknown parameter "leest" of the query. Did you mean "least"?';
      await assert.rejects(store.query("SELECT :least", { leest: 1 }), { code: "INVALID_QUERY", message });
      await assert.rejects(store.query("SELECT ?", [1, 2]), { code: "INVALID_QUERY" });
      await assert.rejects(store.query("SELECT ?", [10n]), { code: "INVALID_QUERY" });
    });

    it("names the near match of a table that is not there", async () => {
      const message = 'Invalid query: no such table: paper_trade. Did you mean "paper_trades"?';
      await assert.rejects(store.query("SELECT * FROM paper_trade"), { code: "INVALID_QUERY", message });
    });

    it("takes one statement, with comments and semicolons wherever they may be", async () => {
      const sql = "/* ; */ -- two; words\n SELECT ';' AS \"a;b\" -- end;\n ; ; ";
      assert.deepEqual(await store.query(sql), { columns: ["a;b"], rows: [[";"]] });
      await assert.rejects(store.query("SELECT 1; SELECT 2"), {
        code: "INVALID_QUERY",
        message: /one SQL statement, was 2/,
      });
      await assert.rejects(store.query(" -- nothing"), { code: "INVALID_QUERY", message: /one SQL statement, was 0/ });
    });

    it("changes nothing, whatever it is asked", async () => {
      const other = join(folder(), "other.db");
      const attempts = [
        "DELETE FROM paper_fills",
        "WITH a AS (SELECT 1) DELETE FROM paper_fills",
        "UPDATE paper_sessions SET name = 'x'",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version = 10",
        "COMMIT",
        "CREATE TABLE t(a)",
        "CREATE TEMP TABLE t(a)",
        `VACUUM INTO '${other}'`,
        `ATTACH '${other}' AS other`,
        "SELECT 1); DELETE FROM paper_fills; SELECT (1",
      ];
      for (const sql of attempts) await assert.rejects(store.query(sql), { code: "INVALID_QUERY" }, sql);
      assert.equal(existsSync(other), false);
      assert.deepEqual((await store.query("SELECT count(*) FROM paper_fills")).rows, [[3]]);
      await store.commit(1, { cursor: 4 });
    });

    it("answers VALUES, WITH and EXPLAIN too", async () => {
      assert.deepEqual((await store.query("VALUES (1, 'a')")).rows, [[1, "a"]]);
      assert.deepEqual((await store.query("WITH a(n) AS (VALUES (1), (2)) SELECT n FROM a")).rows, [[1], [2]]);
      assert.ok((await store.query("EXPLAIN QUERY PLAN SELECT * FROM paper_fills")).rows.length > 0);
    });
  });
