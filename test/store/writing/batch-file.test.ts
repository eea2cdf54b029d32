import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Cells, openConnection } from "../../../src/store/sqlite/connection";
import { openStore } from "../../../src/store/store";
import { sweepBatchFiles, withBatch } from "../../../src/store/writing/batch-attachment";
import { encodeBatchFile } from "../../../src/store/writing/pages/batch-file";
import type { RecordWriter } from "../../../src/store/writing/pages/record";
import { aSession } from "../samples";

type Kind = "integer" | "real" | "text";
type Row = readonly (number | string | undefined)[];

function tableOf(name: string, kinds: readonly Kind[], rows: readonly Row[]) {
  const write = (record: RecordWriter, add: () => void) => {
    for (const row of rows) {
      record.begin();
      for (const [place, kind] of kinds.entries()) record[kind](row[place] as never);
      record.finish();
      add();
    }
  };
  return { name, columns: kinds.map((_, place) => `c${place}`), write };
}

/** What SQLite reads in a batch file with some tables, and what it says of the file's health. */
async function readBack(tables: readonly ReturnType<typeof tableOf>[]): Promise<{ rows: Row[][]; health: unknown }> {
  const connection = await openConnection(":memory:", "create", 0);
  const result = await withBatch(connection, encodeBatchFile(tables), async () => {
    const rows: Row[][] = [];
    for (const { name } of tables) {
      const cells = await connection.all(`SELECT * FROM batch.${name} ORDER BY rowid`);
      rows.push(cells.map((row: Cells) => Object.values(row).map((value) => value ?? undefined) as Row));
    }
    const [health] = await connection.all("PRAGMA batch.integrity_check");
    return { rows, health: health.integrity_check };
  });
  await connection.close();
  return result;
}

async function check(kinds: readonly Kind[], rows: readonly Row[]): Promise<void> {
  const read = await readBack([tableOf("t", kinds, rows)]);
  assert.equal(read.health, "ok");
  assert.deepEqual(read.rows, [rows]);
}

const double = fc.double({ noNaN: true });
const whole = fc.integer({ min: -(2 ** 47) + 1, max: 2 ** 47 - 1 });
const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ maxLength: 200 }));
const row = fc.tuple(
  fc.option(whole, { nil: undefined }),
  fc.option(double, { nil: undefined }),
  fc.option(text, { nil: undefined }),
);

describe("a batch file", () => {
  it("gives SQLite every number and text back bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), (rows) => check(["integer", "real", "text"], rows)),
      {
        numRuns: 60,
      },
    );
  });

  it("keeps the doubles at the edges", () =>
    check(
      ["real"],
      [-0, 0, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, Number.MIN_VALUE, Infinity, -Infinity, 2 ** 53, 0.1 + 0.2].map(
        (x) => [x],
      ),
    ));

  it("keeps whole numbers at the edges of their sizes, and numbers that are not whole", () =>
    check(
      ["integer"],
      [
        0,
        1,
        -1,
        2 ** 31 - 1,
        2 ** 31,
        -(2 ** 31),
        -(2 ** 31) - 1,
        2 ** 47 - 1,
        -(2 ** 47) + 1,
        2 ** 47,
        2 ** 53,
        1.5,
      ].map((x) => [x]),
    ));

  it("keeps texts of every length around the size of a page, in any order", () =>
    check(
      ["text", "integer"],
      [0, 57, 58, 64, 65, 4000, 16_340, 16_345, 16_346, 16_347, 16_350, 16_384, 32_700, 32_760, 100_000, 3].map(
        (length, place) => ["é".repeat(length % 7) + "x".repeat(length), place],
      ),
    ));

  it("keeps thirty columns of long texts in one row", () =>
    check(
      Array.from({ length: 30 }, () => "text" as const),
      [Array.from({ length: 30 }, (_, place) => "y".repeat(place * 1000))],
    ));

  it("keeps so many rows that the tree has three levels", async () => {
    const rows = Array.from({ length: 4200 }, (_, place) => ["z".repeat(9000), place]);
    await check(["text", "integer"], rows);
  });

  it("holds several tables, empty ones too", async () => {
    const tables = [
      tableOf("a", ["integer"], [[1]]),
      tableOf("b", ["text"], []),
      tableOf("c", ["real"], [[0.5], [1.5]]),
    ];
    const { rows, health } = await readBack(tables);
    assert.deepEqual([health, ...rows], ["ok", [[1]], [], [[0.5], [1.5]]]);
  });

  it("leaves no file behind, also when the work fails or SQLite cannot read it", async () => {
    const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`paperlab-${process.pid}-`));
    const connection = await openConnection(":memory:", "create", 0);
    const failing = withBatch(connection, encodeBatchFile([tableOf("t", ["integer"], [[1]])]), async () => {
      throw new Error("on purpose");
    });
    await assert.rejects(failing, /on purpose/);
    await assert.rejects(
      withBatch(connection, Buffer.alloc(5000, "x"), async () => undefined),
      { code: "SQLITE_NOTADB" },
    );
    await withBatch(connection, encodeBatchFile([tableOf("t", ["integer"], [[1]])]), async () => undefined);
    await connection.close();
    assert.deepEqual(own(), []);
  });

  it("is beside the database where the folder for temporary files takes none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-"));
    const { TMPDIR } = process.env;
    const store = await openStore(join(folder, "lab.db"));
    const { id } = await store.insertSession(aSession);
    try {
      for (const nowhere of [join(folder, "missing"), join(folder, "lab.db")]) {
        process.env.TMPDIR = nowhere;
        const connection = await openConnection(join(folder, "lab.db"), "write", 0);
        const batch = encodeBatchFile([tableOf("t", ["integer"], [[1]])]);
        const rows = await withBatch(connection, batch, () => connection.ask("SELECT * FROM batch.t", []));
        assert.equal(rows.length, 1);
        await connection.close();
        const none = await openConnection(":memory:", "create", 0);
        const message = new RegExp(`^the folder for temporary files, ${nowhere}: it could not be used: E`);
        await assert.rejects(
          withBatch(none, batch, async () => undefined),
          { code: "STORE_FAILED", message },
        );
        await none.close();
      }
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.endsWith(".batch")),
        [],
      );
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      await store.deleteSession(id);
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("is removed an hour after its process died before it could", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-"));
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const file = (owner: number | undefined, letter: string) => `paperlab-${owner}-${letter.repeat(16)}.batch`;
    const [old, young, alive, other] = [file(pid, "a"), file(pid, "b"), file(1, "c"), "paperlab-x.batch"];
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [old, young, alive, other]) {
      writeFileSync(join(folder, name), "");
      if (name !== young) utimesSync(join(folder, name), long, long);
    }
    await sweepBatchFiles(folder);
    assert.deepEqual(readdirSync(folder).sort(), [young, alive, other].sort());
    rmSync(folder, { recursive: true });
  });
});
