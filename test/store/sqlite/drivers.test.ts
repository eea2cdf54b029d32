import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, sep } from "node:path";
import type { Access, Connection, OpenConnection, Values } from "../../../src/store/sqlite/driver";
import { codeOf } from "../../../src/store/sqlite/errors";
import { nodeDriver } from "../../../src/store/sqlite/node-driver";
import { sqlite3Driver } from "../../../src/store/sqlite/sqlite3-driver";
import { parameterPlaces } from "../../../src/store/sqlite/tokens";
import { makeFolder } from "../samples";

const doubles = [
  0.1 + 0.2,
  -0,
  5e-324,
  1.7976931348623157e308,
  2 ** 53 + 2,
  -1 / 3,
  1e15,
  2 ** 31,
  -(2 ** 31),
  7,
  1e-7,
];
const hasNode = isBuiltin("node:sqlite");

/** The drivers of this machine, by name. */
async function drivers(): Promise<Map<string, OpenConnection>> {
  const found = new Map<string, OpenConnection>();
  const sqlite3 = await sqlite3Driver().catch(() => undefined);
  if (sqlite3 !== undefined) found.set("sqlite3", sqlite3);
  const node = nodeDriver();
  if (node !== undefined) found.set("node", node);
  return found;
}

describe("a driver of SQLite", function () {
  const folder = makeFolder(this);
  const path = () => join(folder(), "lab.db");

  /** What each driver makes of the same work, which must be the same. */
  async function alike<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const results: Result[] = [];
    for (const open of (await drivers()).values()) {
      const connection = await open(":memory:", "create");
      results.push(await work(connection));
      await connection.close();
    }
    assert.ok(results.length > 0);
    for (const result of results) assert.deepEqual(result, results[0]);
    return results[0];
  }

  it("is there", async () => {
    assert.equal((await drivers()).has("node"), hasNode);
  });

  it("keeps every double, text, NULL and BLOB, also for the other driver", async () => {
    const bytes = Buffer.from([0, 255, 1]);
    const found = await drivers();
    for (const [writer, open] of found)
      for (const [reader, openOther] of found) {
        const file = `${path()}-${writer}-${reader}`;
        const connection = await open(file, "create");
        await connection.run("PRAGMA journal_mode = WAL");
        await connection.execute("CREATE TABLE t(d, i INTEGER, s TEXT, b BLOB)");
        for (const double of doubles)
          await connection.run("INSERT INTO t VALUES (?, ?, ?, ?)", [double, 7, "é\n", bytes]);
        await connection.run("INSERT INTO t VALUES (?, ?, ?, ?)", [null, null, "", null]);
        await connection.close();
        const other = await openOther(file, "readOnly");
        const rows = await other.all("SELECT * FROM t");
        await other.close();
        // A whole number of 32 bits, and so the zero, is bound as an integer.
        for (const [place, double] of doubles.entries())
          assert.ok(Object.is(rows[place].d, double === 0 ? 0 : double), `${writer} ${reader} ${double}`);
        assert.deepEqual(rows[0], { d: doubles[0], i: 7, s: "é\n", b: bytes });
        assert.ok(Buffer.isBuffer(rows[0].b));
        assert.deepEqual(rows[doubles.length], { d: null, i: null, s: "", b: null });
      }
  });

  it("reads integers beyond 2^53 as the nearest double, and the next row as ever", async () => {
    const sql = "SELECT 9007199254740993 AS n UNION ALL SELECT -9223372036854775808 UNION ALL SELECT 5";
    const expected = [{ n: 2 ** 53 }, { n: -(2 ** 63) }, { n: 5 }];
    const [all, again, asked] = await alike(async (connection) => [
      await connection.all(sql),
      await connection.all(sql),
      await connection.ask(sql, []),
    ]);
    assert.deepEqual([all, again, asked], [expected, expected, expected]);
  });

  const bindings: [string, Values, object[]][] = [
    ["SELECT 7 / ? AS q, typeof(?) AS t", [2, 2.5], [{ q: 3, t: "real" }]],
    ["SELECT ?2 AS b, ?1 AS a, ?1 + 1 AS c", [1, 2], [{ b: 2, a: 1, c: 2 }]],
    ["SELECT $x AS x, :y AS y, $x AS z", [3, 4], [{ x: 3, y: 4, z: 3 }]],
    ["SELECT ? AS a, $x AS x, ? AS b", [1, 2, 3], [{ a: 1, x: 2, b: 3 }]],
    ["SELECT $x AS x, '$no ?' AS s -- $none\n", { $x: "v" }, [{ x: "v", s: "$no ?" }]],
    ["SELECT ? AS t, ? AS f, ? AS n, ? AS u", [true, false, null, undefined], [{ t: 1, f: 0, n: null, u: null }]],
    ["SELECT ? AS a, ? AS b", [1], [{ a: 1, b: null }]],
    ['SELECT "literal" AS s', [], [{ s: "literal" }]],
    ["PRAGMA foreign_keys", [], [{ foreign_keys: 0 }]],
  ];
  for (const [sql, values, rows] of bindings)
    it(`binds ${JSON.stringify(values)} to ${JSON.stringify(sql)}`, async () => {
      assert.deepEqual(await alike((connection) => connection.ask(sql, values)), rows);
    });

  it("counts the rows that a statement changed", async () => {
    const counts = await alike(async (connection) => {
      await connection.execute("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
      return [await connection.run("UPDATE t SET a = ?", [5]), await connection.run("DELETE FROM t WHERE a = ?", [6])];
    });
    assert.deepEqual(counts, [2, 0]);
  });

  const refused: [string, string, Values?][] = [
    ["nonsense", "SQLITE_ERROR"],
    ["INSERT INTO t VALUES (1)", "SQLITE_CONSTRAINT"],
    ["SELECT ?", "SQLITE_RANGE", [1, 2]],
    ["INSERT INTO strict VALUES ('text')", "SQLITE_CONSTRAINT"],
  ];
  for (const [sql, code, values = []] of refused)
    it(`calls the error of ${sql} ${code}`, async () => {
      const error = await alike(async (connection) => {
        await connection.execute(
          "CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1); CREATE TABLE strict(a INT) STRICT",
        );
        return connection.ask(sql, values).then(
          () => undefined,
          (thrown) => [codeOf(thrown), thrown instanceof Error, String(thrown.message).startsWith(`${code}: `)],
        );
      });
      assert.deepEqual(error, [code, true, true]);
    });

  it("says which file it cannot open, lock or write", async () => {
    for (const [name, open] of await drivers()) {
      const file = `${path()}-${name}`;
      const codeIn = async (access: Access, sql: string) => {
        try {
          const connection = await open(file, access);
          await connection.run(sql).finally(() => connection.close());
          return "";
        } catch (error) {
          return codeOf(error);
        }
      };
      assert.equal(await codeIn("write", "SELECT 1"), "SQLITE_CANTOPEN");
      assert.equal(await codeIn("create", "CREATE TABLE IF NOT EXISTS t(a)"), "");
      assert.equal(await codeIn("readOnly", "INSERT INTO t VALUES (1)"), "SQLITE_READONLY");
      const other = await open(file, "write");
      await other.run("BEGIN EXCLUSIVE");
      assert.equal(await codeIn("write", "INSERT INTO t VALUES (1)"), "SQLITE_BUSY");
      await other.close();
    }
  });

  it("finds the places of parameters", () => {
    assert.deepEqual(
      [...parameterPlaces("?1 $a ? ?5 ? :b $a '?9' \"$q\" -- :c")],
      [
        [0, "?1"],
        [1, "$a"],
        [4, "?5"],
        [6, ":b"],
      ],
    );
  });
});

describe("the driver", function () {
  const folder = makeFolder(this);

  /** What a process says that opens a connection. `root`: of the sources. */
  function said(wish: string, root = join(__dirname, "../../..")) {
    const program = `
      const { openConnection } = require(${JSON.stringify(join(root, "src/store/sqlite/connection.ts"))});
      process.emitWarning("SQLite is told", "Other");
      openConnection(":memory:", "create", 0).then(
        (connection) => connection.all("SELECT 1 AS n").then(([{ n }]) => console.log("opened", n)),
        ({ code, message }) => console.log(code, message),
      ).then(() => process.emitWarning("one's own", "ExperimentalWarning"));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", program], {
      encoding: "utf8",
      env: { ...process.env, PAPERLAB_SQLITE: wish },
    });
    return { output: stdout.trim(), warnings: stderr };
  }

  /** The sources beside a sqlite3 whose binding was not built, as where no install scripts run. */
  function withoutBinding(packages = ["sqlite3", "bindings", "file-uri-to-path"]): string {
    const root = join(__dirname, "../../..");
    for (const name of ["src/store", "src/core", "src/errors.ts", "src/turns.ts", "package.json", "tsconfig.json"])
      cpSync(join(root, name), join(folder(), name), { recursive: true });
    for (const name of packages) {
      const from = dirname(require.resolve(`${name}/package.json`));
      const filter = (path: string) => !path.endsWith(`sqlite3${sep}build`);
      cpSync(from, join(folder(), "node_modules", name), { recursive: true, filter });
    }
    return folder();
  }

  it("is the one that PAPERLAB_SQLITE names, or an error says what to do", () => {
    assert.equal(
      said("node").output,
      hasNode
        ? "opened 1"
        : `STORE_FAILED Expected node:sqlite, because PAPERLAB_SQLITE is node, but Node ${process.versions.node} has none. Use Node 22.13 or newer`,
    );
    assert.match(
      said("sqlite3", withoutBinding()).output,
      /^STORE_FAILED Expected the package sqlite3, .*: Could not locate the bindings file\. Run "npm rebuild sqlite3 --ig/,
    );
    assert.match(said("mysql").output, /^STORE_FAILED Expected PAPERLAB_SQLITE to be sqlite3 or node, was "mysql"/);
  });

  it("is Node's own where sqlite3 does not load, or an error says what to do", () => {
    const { output } = said("", withoutBinding());
    if (hasNode) assert.equal(output, "opened 1");
    else
      assert.match(
        output,
        /^STORE_FAILED Expected SQLite, but the package sqlite3 does not load \(.*\) and Node .* has none of its own\. Use Node 22\.13 or newer, which has one\. Otherwise run "npm rebuild sqlite3 --ig/,
      );
  });

  it("may be missing, as npm leaves out what it cannot build, and the error says how to build it", () => {
    const says =
      '. Run "npm install sqlite3 --ignore-scripts=false" and read its output: it needs a ' +
      "C++ compiler and Node's headers. Without access to nodejs.org, npm_config_nodedir names a folder with them";
    const { output } = said("sqlite3", withoutBinding([]));
    assert.match(output, /Cannot find \w+ 'sqlite3'/);
    assert.ok(output.endsWith(says), output);
    const otherwise = said("", withoutBinding([])).output;
    if (hasNode) assert.equal(otherwise, "opened 1");
    else assert.match(otherwise, /Use Node 22\.13 or newer, which has one\. Otherwise run "npm install sqlite3/);
  });

  it("keeps Node's notice of its own SQLite to itself, and no other warning", () => {
    const { warnings } = said(hasNode ? "node" : "");
    assert.doesNotMatch(warnings, /SQLite is an experimental feature/);
    assert.match(warnings, /Other: SQLite is told/);
    assert.match(warnings, /ExperimentalWarning: one's own/);
  });
});
