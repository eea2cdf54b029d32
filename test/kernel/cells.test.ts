import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelClient } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("cells that tslab does not take as they are", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("without paperlab");
    await kernel.execute(
      "const feed = { name: 'feed' }; let strategy = 'cross'; const wait = (x: number) => Promise.resolve(x);",
    );
  });

  const works: [string, string, string | undefined][] = [
    ["shorthand of earlier variables", "({ feed, strategy })", "{ feed: { name: 'feed' }, strategy: 'cross' }"],
    ["shorthand within a function", "((): object => ({ strategy }))()", "{ strategy: 'cross' }"],
    ["shorthand of a name that hides an earlier one", "((feed: number) => ({ feed }))(5)", "{ feed: 5 }"],
    ["an assignment to earlier variables", "({ strategy } = { strategy: 'other' }); strategy", "'other'"],
    ["a default in such an assignment", "({ strategy = 'none' } = {} as any); strategy", "'none'"],
    ["`for await` alone", "const seen: number[] = []; for await (const x of [wait(1), 2]) seen.push(x);", undefined],
    ["what `for await` did", "seen", "[ 1, 2 ]"],
    ["`await (`", "await (wait(3))", "3"],
    ["`await (` of a function that is called", "await (async () => 4)()", "4"],
    ["`await` of a list", "(await [wait(5)]).length", "1"],
    ["`await` before a template", "await `six`", "'six'"],
    ["`export`", "export const exported = 7; export function double(x: number) { return 2 * x; }", undefined],
    ["what was exported", "double(exported)", "14"],
    ["`export default`", "export default 8", "8"],
    ["`export {}`", "export { exported }; exported", "7"],
    ["`export` of a type", "export interface Point { x: number } export type Two = [Point, Point];", undefined],
    ["what types were exported", "const two: Two = [{ x: 1 }, { x: 2 }]; two.length", "2"],
    ["`export` from a module", "export { basename } from 'node:path'; basename('/a/b')", "'b'"],
    ["an import", "import { join as joined } from 'node:path'; joined('a', 'b')", "'a/b'"],
    ["the import again", "import { join as joined } from 'node:path';", undefined],
    ["what was imported twice", "joined('c', 'd')", "'c/d'"],
    ["an import of more", "import { join as joined, dirname } from 'node:path'; dirname(joined('e', 'f'))", "'e'"],
    ["an import as a value of another type later", "const joined = 5; joined", "5"],
    ["a default import again", "import fs from 'node:fs'; typeof fs.readFileSync", "'function'"],
    ["a default import once more", "import fs from 'node:fs'; typeof fs.readFileSync", "'function'"],
    ["a declaration again with another type", "const feed = 5; feed + 1", "6"],
    ["a class", "class Counter { static made = 0; count = ++Counter.made; }", undefined],
    ["the class again", "class Counter { count = 10; }\nnew Counter().count", "10"],
    ["top-level destructuring", "const [first, { second = 2 }] = [1, {} as { second?: number }]; first + second", "3"],
    ["an enum", "enum Side { buy, sell }\nSide[1]", "'sell'"],
    ["a variable and its function", "let sum = 0; function add(v: number) { sum += v; return sum; }\nadd(1)", "1"],
    ["an assignment in a later cell", "sum = 100", "100"],
    ["the function, which sees the assignment", "add(1)", "101"],
    ["the variable, which the function has changed", "sum", "101"],
    [
      "a variable declared anew, in a pattern",
      "let { sum, ...others } = { sum: 7, more: 8 }; add(1) + others.more",
      "16",
    ],
    [
      "`var` twice, and without a value",
      "var twice = 1; var twice = 2; var empty: number | undefined; [twice, empty]",
      "[ 2, undefined ]",
    ],
    ["a variable that hides an earlier one", "((sum: number) => { sum++; return sum; })(1) + sum", "10"],
    [
      "a label and `continue`",
      "let n = 0; outer: for (const a of [1, 2]) { for (const b of [1, 2]) { if (b === 2) continue outer; n += a * b; } } n",
      "3",
    ],
    [
      "loops of every kind that await",
      "let t = 0; for (const k in { a: 1 }) t += await wait(k.length); do t++; while (t < 3); while (t < 5) t += await wait(1); for (let i = 0; i < 2; i++) t++; t",
      "7",
    ],
    [
      "a generator",
      "function* upTo(end: number) { for (let i = 0; i < end; i++) yield i; }\n[...upTo(3)]",
      "[ 0, 1, 2 ]",
    ],
    ["a comment alone", "// nothing", undefined],
    ["nothing", "", undefined],
  ];
  it("a cell that is run again and again as it is, of which nothing else is said", async () => {
    for (const code of ["const same = 1; same", "({ same }).same", "const same = 1; same"]) {
      for (let round = 0; round < 3; round++) {
        const { text, stderr, stdout } = await kernel.execute(code);
        assert.deepEqual([text, stderr, stdout], ["1", "", ""]);
      }
    }
  });

  for (const [what, code, text] of works) {
    it(`may hold ${what}`, async () => {
      const executed = await kernel.execute(code);
      assert.equal(executed.traceback, "");
      assert.equal(executed.text, text);
    });
  }
});

describe("a notebook's folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-folder-"));
  let kernel: KernelClient;
  before(async () => {
    writeFileSync(join(folder, "mine.ts"), "export interface Mine { x: number }\nexport const mine: Mine = { x: 1 };");
    writeFileSync(join(folder, "thrower.ts"), "export const never: number = (() => { throw new Error('thrown'); })();");
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(() => kernel.close());

  describe("with imports of a cell that does not compile", () => {
    const kept: [beside: string, cell: string, fault: RegExp, later: string, text: string][] = [
      [
        "a type error",
        'import { join } from "node:path";\nconst n: number = "x";',
        /TS2322/,
        'join("a", "b")',
        "'a/b'",
      ],
      [
        "a misspelled member",
        'import * as os from "node:os"; os.cpuz();',
        /TS(2339|2551)/,
        "typeof os.cpus",
        "'function'",
      ],
      [
        "a missing bracket",
        'import fs from "node:fs";\nconst open = {',
        /TS1005/,
        "typeof fs.existsSync",
        "'function'",
      ],
      [
        "a missing module",
        'import { dirname } from "node:path"; import { a } from "./none";',
        /TS2307/,
        'dirname("/a/b")',
        "'/a'",
      ],
      [
        "a file that throws",
        'import { sep } from "node:path"; import { never } from "./thrower"; n = 5;',
        /TS2304/,
        "sep",
        "'/'",
      ],
      ["their types", 'import { mine, type Mine } from "./mine"; mine.y;', /TS2339/, "const m: Mine = mine; m.x", "1"],
      [
        "what an earlier cell declared",
        'const earlier = 1; earlier.none; import { EOL } from "node:os";',
        /TS2339/,
        "EOL",
        "'\\n'",
      ],
    ];
    for (const [beside, cell, fault, later, text] of kept)
      it(`are there for later cells, beside ${beside}`, async () => {
        assert.match((await kernel.execute(cell)).traceback, fault);
        const result = await kernel.execute(later);
        assert.equal(result.text ?? result.traceback, text);
      });

    it("are all that is: nothing else of it runs, or is declared", async () => {
      const { stdout } = await kernel.execute(
        'import { basename } from "node:path"; console.log("ran"); const half = basename(5);',
      );
      assert.equal(stdout, "");
      assert.match((await kernel.execute("half")).traceback, /TS2304/);
    });
  });

  it("need not have paperlab: the kernel brings its own", async () => {
    const { text, traceback } = await kernel.execute('import { sma, openLab } from "paperlab"; sma([1, 2, 3], 3)');
    assert.equal(traceback, "");
    assert.equal(text, "2");
    // With its types.
    assert.match((await kernel.execute("await openLab(5)")).traceback, /TS2345/);
  });

  it("may have modules in TypeScript, which are read again when they change", async () => {
    writeFileSync(
      join(folder, "helper.ts"),
      "export const value: number = 1;\nexport async function sum(n: number) {\n  let s = 0;\n  for (let i = 0; i < n; i++) s += await i;\n  return s;\n}",
    );
    assert.equal((await kernel.execute('import { value } from "./helper"; value')).text, "1");
    assert.equal((await kernel.execute('import { sum } from "./helper"; await sum(4)')).text, "6");
    writeFileSync(join(folder, "helper.ts"), "export const value: number = 2;");
    assert.equal((await kernel.execute('import { value } from "./helper"; value')).text, "2");
  });
});

it("a notebook's folder may have a paperlab and types of Node of its own, which are taken then", async () => {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-own-"));
  const pack = (name: string, types: string, code: string) => {
    const own = join(folder, "node_modules", name);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "package.json"), `{ "name": "${name}", "main": "index.js", "types": "index.d.ts" }`);
    writeFileSync(join(own, "index.js"), code);
    writeFileSync(join(own, "index.d.ts"), types);
  };
  pack("paperlab", "export declare const own: string;", "exports.own = 'own';");
  pack("@types/node", "declare const process: { readonly mine: string };", "");
  const kernel = await KernelClient.start({ cwd: folder });
  try {
    assert.equal((await kernel.execute('import { own } from "paperlab"; own')).text, "'own'");
    assert.equal((await kernel.execute("const mine = (): string => process.mine;")).traceback, "");
    assert.match((await kernel.execute("process.pid")).traceback, /TS2339/);
  } finally {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
