import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readGolden } from "../support/golden";
import { root } from "./reading/source";

describe("the golden values", () => {
  const given = process.env.PAPERLAB_GOLDEN;
  const folder = mkdtempSync(join(tmpdir(), "paperlab-golden-"));

  afterEach(() => {
    if (given === undefined) delete process.env.PAPERLAB_GOLDEN;
    else process.env.PAPERLAB_GOLDEN = given;
  });
  after(() => rmSync(folder, { recursive: true }));

  it("are read from the folder that PAPERLAB_GOLDEN names", () => {
    writeFileSync(join(folder, "fills.json"), '{"cases":["another"]}');
    process.env.PAPERLAB_GOLDEN = folder;
    assert.deepEqual(readGolden("fills"), { cases: ["another"] });
  });

  it("are read by that reader alone", () => {
    const own = ["support/golden.ts", "house/golden.test.ts"];
    const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
    const others = tests.filter((path) => path.endsWith(".ts") && !own.includes(path));
    assert.ok(others.length > 100);
    const reads = others.filter((path) => readFileSync(join(root, "test", path), "utf8").includes("fixtures/golden"));
    assert.deepEqual(reads, []);
  });

  it("are each read by a test", () => {
    const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
    const texts = tests
      .filter((path) => path.endsWith(".ts"))
      .map((path) => readFileSync(join(root, "test", path), "utf8"));
    for (const file of readdirSync(join(root, "fixtures/golden"))) {
      const read = new RegExp(`readGolden<\\w+>\\("${file.replace(".json", "")}"\\)`);
      assert.ok(
        texts.some((text) => read.test(text)),
        file,
      );
    }
  });
});
