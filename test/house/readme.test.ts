import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./reading/source";

const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text }));
const [quickstart, calls] = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);
const printed = blocks.find(({ language }) => language === "text")?.text.trimEnd() ?? "";

/** Runs a program that imports "paperlab" in an empty folder, as a user's would, and returns what it prints. */
function run(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-readme-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/paperlab"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "program.ts"), program);
    const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
    return execFileSync(process.execPath, [tsx, "program.ts"], { cwd: folder, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("README.md", () => {
  // The quickstart, its picture, and the calls that follow it on the page, each behind a mark.
  let [card, picture, called]: string[] = [];
  before(() => {
    const draw = `import { createRequire } from "node:module";
      const { stillSvg } = createRequire(import.meta.url)(${JSON.stringify(join(root, "dist/output/still/still"))});
      console.log("<<" + stillSvg(baseline.plotEquity()) + "<<");`;
    const compare = "console.log(again.fingerprint === baseline.fingerprint);";
    [card, picture, called] = run([quickstart, draw, calls, compare].join("\n")).split("<<");
  });

  it("has a quickstart that prints what the page says", () => {
    assert.equal(card.split("\n  Equity of baseline")[0].trimEnd(), printed);
  });

  it("has calls that work", () => assert.match(called, /^true$/m));

  it("has the picture that the quickstart's session draws", () => {
    assert.equal(picture.trim(), readFileSync(join(root, "docs/equity.svg"), "utf8").trim());
  });

  it("says that the quickstart is about 20 lines long", () => {
    assert.ok(quickstart.trim().split("\n").length <= 22);
  });
});
