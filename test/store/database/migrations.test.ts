import assert from "node:assert/strict";
import { join } from "node:path";
import { migrate, migrations } from "../../../src/store/database/migrations";
import { restoreContent } from "../../../src/store/reading/restore";
import { type Connection, openConnection } from "../../../src/store/sqlite/connection";
import { restoreBars } from "../../../src/store/tables/bars";
import { tables } from "../../../src/store/tables/schema";
import { makeFolder } from "../samples";

describe("migrations", function () {
  const folder = makeFolder(this);
  let connection: Connection;
  beforeEach(async () => {
    connection = await openConnection(join(folder(), "lab.db"), "create", 1000);
  });
  afterEach(() => connection.close());
  const version = async () => (await connection.all("PRAGMA user_version"))[0].user_version;
  const more = [...migrations, "CREATE TABLE paper_new(a); INSERT INTO paper_new VALUES (1)"];

  it("make an empty file a database of the last version", async () => {
    await migrate(connection, "lab.db");
    assert.equal(await version(), migrations.length);
    await migrate(connection, "lab.db");
  });

  it("take a file from an older version step by step, and keep what is in it", async () => {
    await migrate(connection, "lab.db");
    await connection.run(
      "INSERT INTO paper_sessions (id, name, state, config, initial_capital, cursor, created_at) VALUES (3, 'a', 'CREATED', '{}', 1, 0, 1)",
    );
    await migrate(connection, "lab.db", more);
    assert.equal(await version(), more.length);
    assert.deepEqual(await connection.all("SELECT s.id, n.a FROM paper_sessions s, paper_new n"), [{ id: 3, a: 1 }]);
  });

  it("give a file of version 1 a table of bars", async () => {
    await migrate(connection, "lab.db", migrations.slice(0, 1));
    await connection.run(
      "INSERT INTO paper_sessions VALUES (3, 'a', 'CREATED', NULL, '{}', NULL, 1, 0, NULL, NULL, 1, NULL, NULL, NULL, NULL)",
    );
    assert.equal(await restoreBars(connection, "x"), undefined);
    await migrate(connection, "lab.db");
    assert.deepEqual(await connection.all("SELECT count(*) AS bars FROM paper_bars"), [{ bars: 0 }]);
    assert.deepEqual(await connection.all("SELECT id, name FROM paper_sessions"), [{ id: 3, name: "a" }]);
  });

  it("leave a step that fails undone, and the version before it in place", async () => {
    await migrate(connection, "lab.db");
    const broken = [...migrations, "CREATE TABLE paper_new(a); INSERT INTO nowhere VALUES (1)"];
    await assert.rejects(migrate(connection, "lab.db", broken), { code: "SQLITE_ERROR" });
    assert.equal(await version(), migrations.length);
    assert.deepEqual(await connection.all("SELECT * FROM sqlite_schema WHERE name = 'paper_new'"), []);
  });

  it("refuse a newer version", async () => {
    await migrate(connection, "lab.db", more);
    await assert.rejects(migrate(connection, "lab.db"), {
      code: "STORE_NEWER",
      message: `lab.db was written by a newer paperlab (schema ${more.length}, this one knows ${migrations.length}). Update paperlab`,
    });
  });

  it("come to what the declared tables say", async () => {
    const shape = async (one: Connection) => {
      const found = await one.all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'paper_%' ORDER BY name",
      );
      const columns = [];
      for (const { name } of found) {
        const info = await one.all(
          `SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('${name}') ORDER BY name`,
        );
        columns.push([
          name,
          info,
          await one.all(`PRAGMA foreign_key_list(${name})`),
          await one.all(`PRAGMA index_list(${name})`),
        ]);
      }
      return columns;
    };
    await migrate(connection, "lab.db", [...migrations]);
    const fresh = await openConnection(":memory:", "create", 0);
    await migrate(fresh, "memory");
    const declared = await shape(fresh);
    assert.equal(declared.length, tables.length);
    assert.deepEqual(await shape(connection), declared);
    const views = (one: Connection) => one.all("SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY name");
    assert.deepEqual(await views(connection), await views(fresh));
    await fresh.close();
  });

  it("give the sessions of a file of version 2 their events and their cash", async () => {
    await migrate(connection, "lab.db", migrations.slice(0, 2));
    await connection.execute(`
INSERT INTO paper_sessions VALUES (3, 'a', 'PAUSED', NULL, '{}', NULL, 0.1, 9, NULL, NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO paper_orders VALUES
  (3, 1, 'A', 'buy', 1, 'market', NULL, NULL, 'DAY', 'filled', NULL, 1, 7, 10, 20, NULL, 1, NULL),
  (3, 2, 'A', 'buy', 1, 'market', NULL, NULL, 'DAY', 'denied', 'NO', 0, NULL, 10, 11, NULL, 2, NULL),
  (3, 3, 'A', 'buy', 1, 'limit', 5, NULL, 'DAY', 'expired', 'DAY_OVER', 0, NULL, 10, 40, NULL, 3, 6),
  (3, 4, 'A', 'buy', 1, 'limit', 5, NULL, 'GTC', 'working', NULL, 0, NULL, 40, NULL, NULL, 7, NULL);
INSERT INTO paper_fills VALUES (3, 1, 1, 'A', 'buy', 1, 7, 0, 0, 20, NULL, NULL, 4);
INSERT INTO paper_logs VALUES (3, 5, 30, 'x');`);
    const expected = {
      kind: Uint8Array.of(0, 1, 0, 2, 6, 4, 0),
      number: Int32Array.of(1, 2, 3, 1, 5, 3, 4),
      time: Float64Array.of(10, 11, 10, 20, 30, 40, 40),
    };
    assert.deepEqual((await restoreContent(connection, 3)).events, expected);
    await migrate(connection, "lab.db");
    const { events, orders, fills } = await restoreContent(connection, 3);
    assert.deepEqual([events, orders.length, fills.length], [expected, 4, 1]);
    const entry = { session_id: 3, symbol: null };
    assert.deepEqual(await connection.all("SELECT * FROM paper_cash"), [
      { ...entry, number: 1, time: null, kind: "deposit", amount: 0.1, cause: "initial capital" },
      { ...entry, number: 2, time: 20, kind: "fill", symbol: "A", amount: -7, cause: "fill-1 of order-1" },
    ]);
  });
});
