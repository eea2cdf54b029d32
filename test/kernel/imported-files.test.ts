import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelClient } from "../support/kernel-client";
import { fewNodeTypes } from "../support/node-types";

const files = {
  "rules.ts":
    "interface Rule { readonly limit: number }\nexport function boom({ limit }: Rule): never {\n  throw new Error(`boom ${limit}`);\n}\nexport const later = async (): Promise<void> => { await null; boom({ limit: 9 }); };\n",
  "lib/deep.ts":
    'import { boom } from "../rules";\ntype Ignored = number;\nexport const deep = (limit: Ignored) => boom({ limit });\n',
  "lib/old.mjs": "// plain\nexport function old() {\n  null.x;\n}\n",
  "bad.ts": "const a: number = 5;\n\nexport const b = (null as any).x + a;\n",
  "wrong.mjs": "export const a = 1;\nconst b = ;\n",
  "awaits.ts": "export const load = async () => 1;\nexport const x: number = await load();\n",
  "awaiting.mjs": "export const y = 1;\nfor await (const z of []) console.log(z);\n",
  "ends.ts": "export const one = 1;\none + 1;\n",
  "typed.ts": "export const two: number = 2;\ntwo + 1;\n",
};

describe("a file that a cell imports", () => {
  let kernel: KernelClient;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-files-"));
    mkdirSync(join(folder, "lib"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    fewNodeTypes(folder);
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true });
  });

  const tracebackOf = async (code: string) => (await kernel.execute(code)).traceback.replace(/cell \d+/g, "cell N");

  it("is named with the line of an error, and those that led to it", async () => {
    const excerpt = /\n> 3 \| {3}throw new Error\(`boom \$\{limit\}`\);\n {4}\| {9}\^\n/;
    const direct = await tracebackOf('import { boom } from "./rules";\nboom({ limit: 3 })');
    assert.match(direct, /^Error: boom 3\n\nrules\.ts, line 3, in boom\n/);
    assert.match(direct, excerpt);
    assert.match(direct, /\ncalled from cell N, line 2$/);
    const deep = await tracebackOf('import { deep } from "./lib/deep";\n\ndeep(4)');
    assert.match(deep, /^Error: boom 4\n\nrules\.ts, line 3, in boom\n/);
    assert.match(deep, /\ncalled from lib\/deep\.ts, line 3, in deep\ncalled from cell N, line 3$/);
    const late = await tracebackOf('import { later } from "./rules";\nawait later()');
    assert.match(late, /\ncalled from rules\.ts, line 5, in later\ncalled from cell N, line 2$/);
    const old = await tracebackOf('const { old } = await import("./lib/old.mjs");\nold()');
    assert.match(old, /\n\nlib\/old\.mjs, line 3, in old\n[\s\S]*> 3 \| {3}null\.x;/);
  });

  it("is named where it fails while it is loaded", async () => {
    assert.match(await tracebackOf('import { b } from "./bad"'), /\n\nbad\.ts, line 3\n[\s\S]*> 3 \| export const b/);
    const wrong = await tracebackOf('await import("./wrong.mjs")');
    assert.match(wrong, /^SyntaxError: wrong\.mjs, line 2: Unexpected token ';'\n/);
  });

  it("is named in what caused the failure of a strategy", async () => {
    const { traceback } = await kernel.execute(`import { defineStrategy, openLab, sample } from "paperlab";
      import { boom } from "./rules"; const lab = await openLab();
      const strategy = defineStrategy({ name: "s", onBar: () => boom({ limit: 7 }) });
      await lab.run(sample("us-daily"), strategy);`);
    assert.match(traceback, /\nCaused by: Error: boom 7\n\nrules\.ts, line 3, in boom\n/);
    assert.match(traceback, /\ncalled from cell \d+, line 3, in onBar$/);
  });

  it("has its own name and line in the stack that a cell prints", async () => {
    const { text } = await kernel.execute(
      'import { boom } from "./rules";\nlet s = ""; try { boom({ limit: 1 }) } catch (error) { s = (error as Error).stack!; }\ns.split("\\n")[1]',
    );
    assert.equal(text, `'    at boom (${join(folder, "rules.ts")}:3:9)'`);
  });

  it("is read as JSON, not as a program, if it is that, and is named where it is wrong", async () => {
    writeFileSync(join(folder, "own.json"), '\uFEFF{"__proto__": { "a": 1 }, "b": [null, 1e3]}');
    const code = 'import own from "./own.json"; JSON.stringify([own, Object.getPrototypeOf(own) === Object.prototype])';
    assert.equal((await kernel.execute(code)).text, `'[{"__proto__":{"a":1},"b":[null,1000]},true]'`);
    writeFileSync(join(folder, "word.json"), '"one"');
    assert.equal(
      (await kernel.execute('await import("./word.json" as string).then(({ default: it }) => it)')).text,
      "'one'",
    );
    const wrong = ['{"k": process.version}', '{\n  "a": 1,\n}', "", "[1,\n 2", "{'a': 1}", "undefined", "{} // note"];
    for (const [at, text] of wrong.entries()) {
      writeFileSync(join(folder, `wrong${at}.json`), text);
      for (const load of [`import data from "./wrong${at}.json"; data`, `await import("./wrong${at}.json" as string)`])
        assert.match(await tracebackOf(load), new RegExp(`wrong${at}\\.json`), text);
      const traceback = await tracebackOf(`await import("./wrong${at}.json" as string)`);
      assert.match(traceback, new RegExp(`^SyntaxError: wrong${at}\\.json(, line \\d)?: Expected JSON: `), text);
    }
  });

  it("is named if it awaits at its top level, with what to do", async () => {
    const said = (name: string) =>
      new RegExp(`^SyntaxError: Expected a file .* top level, but ${name} does in line 2\\. Export an async function`);
    assert.match(await tracebackOf('import { x } from "./awaits"'), said("awaits.ts"));
    assert.match(await tracebackOf('const { y } = await import("./awaiting.mjs")'), said("awaiting.mjs"));
  });

  it("exports nothing but its exports, also if it ends with an expression", async () => {
    for (const [name, key] of [
      ["ends", "one"],
      ["typed", "two"],
    ]) {
      const { text } = await kernel.execute(`import * as all from "./${name}"; Object.keys(all)`);
      assert.equal(text, `[ '${key}' ]`);
      const none = await kernel.execute(`import { ${key} } from "./${name}"; const copy = ${key};`);
      assert.deepEqual([none.text, none.traceback], [undefined, ""]);
    }
  });

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const stderrOf = async (code: string) => (await kernel.execute(code)).stderr;
  const says = (name: string, imported = "it") =>
    `${name} has changed since a cell imported ${imported}. Run that cell again: its names still have the old values\n`;

  it("is said to have changed since then, once, until it is imported again", async () => {
    write("trend.ts", "export const f = (x: number) => x + 1;");
    assert.equal((await kernel.execute('import { f } from "./trend"; f(1)')).text, "2");
    write("trend.ts", "export const f = (x: number) => `text ${x}`;");
    assert.equal(await stderrOf("const t: string = f(1); typeof t"), says("trend.ts"));
    assert.equal(await stderrOf("typeof f(1)"), "");
    const { text, stderr } = await kernel.execute('import { f } from "./trend"; f(1)');
    assert.deepEqual([text, stderr], ["'text 1'", ""]);
    assert.equal(await stderrOf("f(2)"), "");
  });

  it("is named where it is behind others, of which a cell imported one", async () => {
    write("deepest.ts", "export const limit = 7;");
    write("middle.ts", 'export * from "./deepest";');
    write("outer.ts", 'import { limit } from "./middle"; export const up = (n: number) => n % limit;');
    assert.equal((await kernel.execute('import { up } from "./outer"; up(8)')).text, "1");
    write("deepest.ts", "export const limit = 6;");
    assert.equal(await stderrOf("1 + 1"), says("deepest.ts", "outer.ts"));
    assert.equal((await kernel.execute('import { up } from "./outer"; up(8)')).text, "2");
    write("middle.ts", "export const limit = 5;");
    assert.equal(await stderrOf("1 + 1"), says("middle.ts", "outer.ts"));
  });

  it("is said once to have changed where only its types, its layout or its comments have, and then has its values", async () => {
    const cell = 'import { held } from "./barrel"; held()';
    const before = "let n = 0;\nexport const next = () => ++n;\n";
    write("state.ts", before);
    write("barrel.ts", 'import { next } from "./state"; export const held = () => next();');
    assert.equal((await kernel.execute(cell)).text, "1");
    for (const text of [
      before.replace("()", "(): number"),
      `// why\n${before}`,
      `interface A { readonly a: number }\n${before}`,
      before.replace("++n", "++n as number"),
    ]) {
      write("state.ts", text);
      assert.equal(await stderrOf("1 + 1"), says("state.ts", "barrel.ts"));
      assert.equal(await stderrOf("1 + 1"), "");
      write("state.ts", `${text}\n`);
      for (const times of [1, 2]) {
        const { text: shown, stderr } = await kernel.execute(cell);
        assert.deepEqual([shown, stderr], [String(times), ""]);
      }
    }
  });

  it("is said to have changed where a file behind it has, JSON too, or where it is gone", async () => {
    write("limit.json", '{ "limit": 1 }');
    write("far.ts", "export const far = 1;");
    write("near.ts", 'import { far } from "./far"; export const near = far;');
    await kernel.execute('import { near } from "./near"; import * as limits from "./limit.json";');
    write("far.ts", "export const far = 2;");
    assert.equal(await stderrOf("near"), says("far.ts", "near.ts"));
    write("limit.json", '{ "limit": 2 }');
    assert.equal(await stderrOf("limits"), says("limit.json"));
    assert.equal(await stderrOf('import { near } from "./near"; import * as limits from "./limit.json";'), "");
    rmSync(join(folder, "near.ts"));
    assert.equal(await stderrOf("1 + 1"), says("near.ts"));
  });
});
