import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { KernelClient } from "../support/kernel-client";
import { fewNodeTypes } from "../support/node-types";

describe("packages that a cell imports", () => {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-packages-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const pack = (name: string, description: object, files: Readonly<Record<string, string>>) => {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", ...description }));
    for (const [path, text] of Object.entries(files)) write(`node_modules/${name}/${path}`, text);
  };
  let kernel: KernelClient;
  before(async () => {
    const twice = "export default function twice(x) { return 2 * x; }";
    const types = "export declare const value: number; export default function twice(x: number): number;";
    // It waits before it exports, so that `require` cannot load it, whatever the Node.
    const exports = {
      ".": { import: { types: "./index.d.mts", default: "./index.mjs" } },
      "./sub": { import: "./sub.mjs" },
    };
    const files = { "index.mjs": `export const value = await Promise.resolve(7); ${twice}`, "index.d.mts": types };
    pack("only-import", { exports }, { ...files, "sub.mjs": "export const sub = 'sub';" });
    pack(
      "of-modules",
      { type: "module", exports: "./index.js" },
      { "index.js": "export const value = 8; export default [1];" },
    );
    pack(
      "two-kinds",
      {
        exports: {
          ".": { types: "./index.d.ts", import: "./index.mjs", require: "./index.cjs" },
          "./deep/*": { types: "./deep/*.d.ts", default: "./deep/*.js" },
        },
      },
      {
        "index.d.ts": "export declare const value: number;",
        "index.cjs": "exports.value = 9;",
        "index.mjs": "export const value = 9;",
        "deep/a.js": "exports.a = 'deep';",
        "deep/a.d.ts": "export declare const a: string;",
      },
    );
    pack("of-before", { main: "main.js" }, { "main.js": "exports.x = 1;", "lib/y.js": "exports.y = 'y';" });
    pack("broken", { exports: { import: "./index.mjs" } }, { "index.mjs": "throw new RangeError('at load');" });
    fewNodeTypes(folder);
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const works: [what: string, code: string, text: string][] = [
    ["may have nothing but `import`", 'import twice, { value } from "only-import"; twice(value)', "14"],
    [
      "are whole under one name",
      'import * as all from "only-import"; all',
      "[Module: null prototype] { default: [Function: twice], value: 7 }",
    ],
    ["stay there for later cells", "twice(all.value)", "14"],
    ["have parts, of modules too", 'import { sub } from "only-import/sub"; sub', "'sub'"],
    ["may be modules altogether", 'import list, { value as eight } from "of-modules"; [...list, eight]', "[ 1, 8 ]"],
    ["may be of both kinds", 'import { value as nine } from "two-kinds"; nine', "9"],
    ["have parts by a pattern", 'import { a } from "two-kinds/deep/a"; a', "'deep'"],
    [
      "have files",
      'import { y } from "of-before/lib/y"; import { y as again } from "of-before/lib/y.js"; y + again',
      "'yy'",
    ],
    ["may come by `import()`", 'const later = await import("only-import"); later.default(later.value)', "14"],
    ["may come by a name that is computed", 'const kind = "modules"; (await import("of-" + kind)).value', "8"],
    [
      "may be Node's own",
      '(await import("node:path")).default.join("a", (await import("path")).basename("b/c"))',
      "'a/c'",
    ],
    [
      "may come by `import()` from before modules",
      '(await import("of-before")).default.x + (await import("two-kinds")).value',
      "10",
    ],
  ];
  for (const [what, code, text] of works)
    it(what, async () => {
      const result = await kernel.execute(code);
      assert.equal(result.traceback, "");
      assert.equal(result.text, text);
    });

  it("have types", async () => {
    assert.match(
      (await kernel.execute('import { value as typed } from "only-import"; typed.length')).traceback,
      /TS2339/,
    );
  });

  it("may be imported by a file beside the notebook", async () => {
    write(
      "uses.ts",
      'import twice from "only-import"; export const four = twice(2); export const sub = () => import("only-import/sub");',
    );
    assert.equal(
      (await kernel.execute('import { four, sub as part } from "./uses"; [four, (await part()).sub]')).text,
      "[ 4, 'sub' ]",
    );
  });

  it("say themselves why they cannot be loaded", async () => {
    for (const _ of [1, 2])
      assert.match((await kernel.execute('import { x } from "broken"; x')).traceback, /^RangeError: at load/);
    assert.match((await kernel.execute('await import("broken")')).traceback, /^RangeError: at load/);
    for (const [code, line] of [
      ['const a = 1;\nimport { x } from "broken";\nx', 2],
      ['const a = 1;\n\nawait import("broken");', 3],
      ['\nimport "broken";', 2],
    ] as const) {
      const { traceback } = await kernel.execute(code);
      assert.match(traceback, new RegExp(`^RangeError: at load\n\ncell \\d+, line ${line}\n`), code);
      const named = "The package broken threw it while it was loaded: node_modules/broken/index.mjs, line 1.";
      assert.deepEqual(
        traceback.split("\n").filter((one) => one.includes("while it was loaded")),
        [named],
      );
    }
    assert.match(
      (await kernel.execute('await import("only-import/none" as string)')).traceback,
      /'\.\/none' is not defined/,
    );
    assert.equal((await kernel.execute("twice(1)")).text, "2");
  });
});
