import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../house/reading/source";

const cellOf = (source: string) => ({ cell_type: "code", metadata: {}, source, outputs: [], execution_count: null });

describe("a notebook that paperlab runs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-run-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const signal of ["SIGINT", "SIGTERM"]) {
    it(`ends at the next cell, and is written, when ${signal} comes between two cells`, () => {
      const cells = [
        'import { openLab } from "paperlab"; const lab = await openLab("a.db"); 1',
        'console.log("never")',
        "3",
      ].map(cellOf);
      const metadata = { kernelspec: { name: "paperlab", display_name: "paperlab" } };
      const file = join(folder, "a.ipynb");
      writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
      // Outputs are handed out between a cell and the next.
      const program = `const { runNotebook } = require(${JSON.stringify(join(root, "dist/kernel/notebook/run"))});
        const onOutput = () => process.emit(${JSON.stringify(signal)});
        runNotebook("a.ipynb", { onOutput }).then((failed) => { console.log(JSON.stringify(failed)); process.exit(); });`;
      const text = execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
      assert.deepEqual(JSON.parse(text), {
        number: 2,
        traceback: ["The notebook was interrupted before this cell"],
      });
      const written = JSON.parse(readFileSync(file, "utf8")).cells;
      assert.deepEqual([written[0].execution_count, written[1].outputs], [1, []]);
      assert.deepEqual(readdirSync(folder).sort(), ["a.db", "a.ipynb"]);
    });
  }
});
