import assert from "node:assert/strict";
import { join } from "node:path";
import { type Connection, openConnection } from "../../../src/store/database/connection";
import { migrate, migrations } from "../../../src/store/database/migrations";
import { restoreBars } from "../../../src/store/tables/bars";
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
      "INSERT INTO paper_sessions VALUES (3, 'a', 'CREATED', NULL, '{}', NULL, 1, 0, NULL, NULL, 1, NULL, NULL, NULL, NULL)",
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
});
