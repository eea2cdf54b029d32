import assert from "node:assert/strict";
import { floorOf, parse, readSources, roomOf, type Source } from "./reading/source";
import { cycles, roomCycles } from "./rules/cycles";
import { undocumented } from "./rules/documentation";
import { layers } from "./rules/layer-table";
import { idlePermissions, layerFindings } from "./rules/layers";
import { asyncCode, impurities } from "./rules/purity";
import { fullestFolder, fullFolders, longestFile, longestFunction, oversized } from "./rules/size";
import { emptyNames, indexFindings, looseTypes, sqlTexts } from "./rules/wording";

const sources = readSources();

function all(rule: (source: Source) => string[], ...floors: string[]): string[] {
  const chosen = sources.filter(({ path }) => floors.length === 0 || floors.includes(floorOf(path)));
  assert.notEqual(chosen.length, 0, "no file was checked");
  return chosen.flatMap(rule);
}

describe("the rooms of src", () => {
  it("import only what the table allows", () => assert.deepEqual(all(layerFindings), []));

  it("are all in the table, and the table names no others", () => {
    assert.deepEqual([...new Set(sources.map(({ path }) => roomOf(path)))].sort(), Object.keys(layers).sort());
  });

  it("need every permission that the table gives", () => assert.deepEqual(idlePermissions(sources), []));

  it("have no import cycles", () => assert.deepEqual(cycles(sources), []));

  it("do not import one another in a circle", () => assert.deepEqual(roomCycles(sources), []));

  it("would be told of a circle of rooms that no file goes round", () => {
    const there = [parse("core/a.ts", 'import { b } from "./market/b";'), parse("core/market/b.ts", "")];
    const back = [parse("core/market/c.ts", 'import type { d } from "../d";'), parse("core/d.ts", "")];
    assert.deepEqual(roomCycles([...there, ...back]), ["core, core/market"]);
    assert.deepEqual(cycles([...there, ...back]), []);
    assert.deepEqual(roomCycles(there), []);
  });

  const forbidden: [string, string, string][] = [
    ["core/a.ts", 'import { readFileSync } from "node:fs";', "core may not import node:fs"],
    ["core/a.ts", 'import Decimal from "decimal.js";', "core may not import the package decimal.js"],
    [
      "core/models/a.ts",
      'import type { Feed } from "../../feeds/source/source";',
      "core/models may not import feeds/source",
    ],
    ["core/market/a.ts", 'import { Engine } from "../engine/engine";', "core/market may not import core/engine"],
    [
      "core/account/rules/a.ts",
      'import { a } from "../../market/b";',
      "core/account may import only types of core/market",
    ],
    ["strategy/a.ts", 'const fs = require("node:fs");', "strategy may not import node:fs"],
    ["analysis/a.ts", 'export { show } from "../notebook/show";', "analysis may not import notebook"],
    ["feeds/a.ts", 'type Row = import("../store/sessions").SessionRow;', "feeds may not import store"],
    ["store/a.ts", 'import { Market } from "../core/market/market";', "store may import only types of core/market"],
    ["store/a.ts", 'import type { A, B } from "../api/lab";', "store may not import api"],
    [
      "output/a.ts",
      'const dfd = require("../../vendor/danfo.cjs");',
      "output may not import vendor/danfo.cjs, which is outside src",
    ],
    ["output/a.ts", 'const load = () => import("danfojs-node");', "output may not import the package danfojs-node"],
    ["feeds/a.ts", "const load = (name: string) => require(name);", "feeds imports a computed name"],
    ["api/a.ts", 'import sqlite from "sqlite3";', "api may not import the package sqlite3"],
    ["api/a.ts", 'import { openLab } from "../index";', "api may not import index"],
  ];
  for (const [path, text, objection] of forbidden)
    it(`object to ${text} in ${roomOf(path)}`, () => {
      assert.deepEqual(layerFindings(parse(path, text)), [`src/${path}:1: ${objection}`]);
    });

  it("let types of core/market into the store, and each bundle into the file that loads it", () => {
    const types = 'import type { A } from "../core/market/a";\nimport { type B } from "../core/market/b";';
    assert.deepEqual(layerFindings(parse("store/a.ts", types)), []);
    assert.deepEqual(layerFindings(parse("output/frames/danfo.ts", 'require("../../../vendor/danfo.cjs");')), []);
    assert.deepEqual(layerFindings(parse("formula/parse.ts", 'require("../../vendor/formula.cjs");')), []);
    assert.equal(layerFindings(parse("formula/parse.ts", 'require("../../vendor/danfo.cjs");')).length, 1);
  });

  it("object to a room that the table does not name", () => {
    assert.match(layerFindings(parse("extras/a.ts", ""))[0], /the room extras is not in the table/);
  });

  it("object to a cycle, also of types and over three files", () => {
    const a = parse("core/a.ts", 'import { b } from "./b";');
    const b = parse("core/b.ts", 'import type { c } from "./c";');
    const c = parse("core/c.ts", 'export { a } from "./a";');
    assert.deepEqual(cycles([a, b, c]), ["core/a.ts > core/b.ts > core/c.ts > core/a.ts"]);
    assert.deepEqual(cycles([a, b]), []);
  });
});

describe("the core", () => {
  it("has no clock, no chance and no outside world, nor have the rooms that only compute", () => {
    const reads = (source: Source) => (roomOf(source.path) === "strategy/reach" ? [] : impurities(source));
    assert.deepEqual(all(reads, "core", "strategy", "analysis", "run"), []);
  });

  it("never awaits", () => assert.deepEqual(all(asyncCode, "core"), []));

  const impure = [
    "Date.now()",
    "new Date()",
    "Date()",
    "Math.random()",
    "setTimeout(f, 1)",
    "performance.now()",
    "process.env",
  ];
  for (const text of [...impure, "[setImmediate]", 'require("x")', "console.log(1)", "globalThis.x"])
    it(`objects to ${text}`, () => assert.equal(impurities(parse("core/a.ts", `const x = ${text};`)).length, 1));

  for (const text of ["async () => 1", "() => Promise.resolve(1)", "new Promise(f)"])
    it(`objects to ${text}`, () => assert.equal(asyncCode(parse("core/a.ts", `const x = ${text};`)).length, 1));

  it("objects to await", () => {
    assert.equal(asyncCode(parse("core/a.ts", "await x;")).length, 1);
    assert.equal(asyncCode(parse("core/a.ts", "for await (const x of y) z();")).length, 1);
  });

  it("may build a date from a number, have a method called process, and name the type of a promise", () => {
    const text = "class A { process(time: number): PromiseLike<Date> { return this.process(+new Date(time)); } }";
    assert.deepEqual([...impurities(parse("core/a.ts", text)), ...asyncCode(parse("core/a.ts", text))], []);
  });
});

describe("every export", () => {
  it("has a doc comment", () => assert.deepEqual(all(undocumented), []));

  const bare = [
    "export const a = 1;",
    "export function a(): void {}",
    "export interface A { b: number }",
    "export default 1;",
    "// not a doc comment\nexport type A = 1;",
    "const a = 1;\nexport { a };",
    'export { DataFrame } from "danfojs-node";',
    "/** Holds something. */\nexport class A { b(): void {} }",
    "/** Holds something. */\nexport class A { get b(): number { return 1; } }",
  ];
  for (const text of bare)
    it(`is asked for one: ${JSON.stringify(text)}`, () =>
      assert.equal(undocumented(parse("core/a.ts", text)).length, 1));

  it("is content with one comment for overloads, and needs none for what is private", () => {
    const overloads =
      "/** Adds one to it. */\nexport function a(b: 1): 1;\nexport function a(b: number): number { return b; }";
    const members =
      "/** Holds something. */\nexport class A { #b(): void {} private c(): void {}\n/** Does it all. */ d(): void {} }";
    assert.deepEqual(
      [overloads, members].flatMap((text) => undocumented(parse("core/a.ts", text))),
      [],
    );
  });
});

describe("the code", () => {
  it(`has no file over ${longestFile} lines and no function over ${longestFunction}`, () => {
    assert.deepEqual(all(oversized), []);
  });

  it(`has no folder of more than ${fullestFolder} files, unless they are all of one kind`, () => {
    assert.deepEqual(fullFolders(sources), []);
  });

  it("would be told of a full folder", () => {
    const files = (folder: string, count: number) =>
      Array.from({ length: count }, (_, at) => parse(`${folder}/file-${at}.ts`, ""));
    assert.deepEqual(fullFolders(files("core", fullestFolder)), []);
    assert.deepEqual(fullFolders(files("core", fullestFolder + 1)), ["src/core: 13 files"]);
    assert.deepEqual(fullFolders(files("analysis/metrics", fullestFolder + 1)), []);
  });

  it("has no any and no switched-off compiler", () => assert.deepEqual(all(looseTypes), []));

  it("has names that say something", () => assert.deepEqual(all(emptyNames), []));

  it("speaks SQL in the store only", () => {
    const others = [...new Set(sources.map(({ path }) => floorOf(path)))].filter((floor) => floor !== "store");
    assert.deepEqual(all(sqlTexts, ...others), []);
  });

  it("exports its public names in src/index.ts, one statement a module, and nothing else is there", () => {
    assert.deepEqual(all(indexFindings, "index"), []);
  });

  it("would be told of a long file and a long function", () => {
    const lines = (count: number) => "f();\n".repeat(count);
    assert.equal(oversized(parse("core/a.ts", lines(longestFile))).length, 0);
    assert.equal(oversized(parse("core/a.ts", lines(longestFile + 1))).length, 1);
    const body = (count: number) => `const f = () => {\n${lines(count - 2)}};`;
    assert.equal(oversized(parse("core/a.ts", body(longestFunction))).length, 0);
    assert.equal(oversized(parse("core/a.ts", body(longestFunction + 1))).length, 1);
  });

  it("would be told of any and of a switched-off compiler", () => {
    assert.equal(looseTypes(parse("core/a.ts", "let a: any[];\n// @ts-ignore\nb as any;")).length, 3);
    assert.equal(looseTypes(parse("core/a.ts", 'const any = "any";')).length, 0);
  });

  it("would be told of empty names", () => {
    assert.equal(emptyNames(parse("core/order-utils.ts", "")).length, 1);
    assert.equal(
      emptyNames(parse("core/a.ts", "class OrderManager {}\ninterface IBar {}\nclass Indicator {}")).length,
      2,
    );
  });

  it("would be told of SQL", () => {
    const texts = ['"SELECT id FROM orders"', "`insert into a values (1)`", "'PRAGMA user_version'", '"select a feed"'];
    assert.equal(texts.flatMap((text) => sqlTexts(parse("api/a.ts", `f(${text});`))).length, 3);
  });

  it("would be told of logic, of what has no names, and of a second statement for a module in src/index.ts", () => {
    const text = 'export { a, type B } from "./a";\nexport type { C } from "./a";\nexport * from "./d";\nconst e = 1;';
    assert.equal(indexFindings(parse("index.ts", text)).length, 3);
  });
});
