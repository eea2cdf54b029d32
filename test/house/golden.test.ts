import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readGolden } from "../support/golden";
import { root } from "./reading/source";

const folders = ["test/core/broker", "test/analysis/trades", "test/analysis/metrics", "test/analysis/inference"];

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
    const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
    const reads = tests.filter((path) => {
      if (!path.endsWith(".ts")) return false;
      return /readGolden</.test(readFileSync(join(root, "test", path), "utf8"));
    });
    const places = reads.map((path) => join("test", path)).filter((path) => path !== "test/support/golden.ts");
    const names = places.flatMap((path) =>
      [...readFileSync(join(root, path), "utf8").matchAll(/readGolden<.*>\("(\w+)"\)/g)].map(([, name]) => name),
    );
    const files = readdirSync(join(root, "fixtures/golden")).map((name) => name.replace(".json", ""));
    assert.deepEqual([...new Set(names)].sort(), files.sort());
    assert.ok(places.every((path) => folders.some((one) => path.startsWith(one))));
  });
});
