import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../house/reading/source";
import { KernelClient } from "../support/kernel-client";

const node = `console.log(process.pid > 0, Buffer.from("a").length, typeof setTimeout(() => {}, 0).unref, typeof fetch);`;

describe("the language of a cell", () => {
  // Below the project, whose packages only its developers need.
  const folder = mkdtempSync(join(root, "notebooks", "scratch-"));
  let kernel: KernelClient;
  before(async () => {
    writeFileSync(join(folder, "package.json"), '{ "version": "1.2.3" }');
    writeFileSync(join(folder, "half.ts"), "export const half = (x: number): number => x / 2;");
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const disposable = "const thing = (name: string) => ({ [Symbol.dispose]: () => console.log(name + ' closed') });";
  const works: [what: string, code: string, text: string][] = [
    [
      "methods of ES2023",
      "[[3, 1].toSorted(), [3, 1].with(0, 2), [1, 2].findLast((x) => x < 2)]",
      "[ [ 1, 3 ], [ 2, 1 ], 1 ]",
    ],
    ["sets of characters", "/^[\\p{L}--[a-z]]$/v.test('A')", "true"],
    ["well-formed strings", "'a'.isWellFormed()", "true"],
    ["`satisfies`", "const limits = { fast: 1_000 } satisfies Record<string, number>; limits.fast", "1000"],
    ["`const` type parameters", "const same = <const T,>(x: T) => x; same([1, 2])", "[ 1, 2 ]"],
    [
      "types that are inferred from a test",
      "[1, null].filter((x) => x !== null).map((x) => x.toFixed(1))",
      "[ '1.0' ]",
    ],
    ["attributes of imports", "import { version } from './package.json' with { type: 'json' }; version", "'1.2.3'"],
    ["endings of TypeScript in imports", "import { half } from './half.ts'; half(4)", "2"],
    ["endings of JavaScript for TypeScript", "import { half as again } from './half.js'; again(6)", "3"],
  ];
  for (const [what, code, text] of works)
    it(`has ${what}`, async () => {
      const result = await kernel.execute(code);
      assert.equal(result.traceback, "");
      assert.equal(result.text, text);
    });

  it("has `using`, at the top of a cell until its end", async () => {
    await kernel.execute(disposable);
    const inner = "{ using inner = thing('inner'); console.log('open'); }";
    assert.equal((await kernel.execute(inner)).stdout, "open\ninner closed\n");
    const top = "using first = thing('first'); let turns = 1; const turn = () => ++turns; console.log('end');";
    assert.equal((await kernel.execute(top)).stdout, "end\nfirst closed\n");
    assert.equal((await kernel.execute("turns = 10; turn()")).text, "11");
  });

  it("shows the last expression of a cell with `using`, and no declaration", async () => {
    const one = "{ [Symbol.dispose]() { console.log('closed'); } }";
    const shown = await kernel.execute(`using d1 = ${one};\nconst used = 5;\n({ used }).used, 42`);
    assert.deepEqual([shown.stdout, shown.text], ["closed\n", "42"]);
    const other = "{ async [Symbol.asyncDispose]() { console.log('later'); } }";
    const awaited = await kernel.execute(`await using d2 = ${other}; await null;\nused + 1;`);
    assert.deepEqual([awaited.stdout, awaited.text], ["later\n", "6"]);
    const silent = await kernel.execute(`const before = 1; before; using d3 = ${one}; const after = before;`);
    assert.deepEqual([silent.traceback, silent.text], ["", undefined]);
    assert.equal((await kernel.execute("after")).text, "1");
    const { traceback } = await kernel.execute(`using d4 = ${one};\nused + (null as any).x`);
    assert.match(traceback, /line 2\n[\s\S]*> 2 \| used \+ \(null as any\)\.x\n {4}\| {22}\^/);
  });

  it("has `declare global`, for later cells too", async () => {
    const code = "declare global {\n  var zed: number;\n  interface Zed { a: number }\n}\nglobalThis.zed = 4;\nzed + 1";
    assert.equal((await kernel.execute(code)).text, "5");
    for (const [more, text] of [
      ["const zeds: Zed[] = [{ a: 1 }]; zed + zeds.length", "5"],
      ["globalThis.zed = 7; zed", "7"],
      ['declare global { var zed: string }\nglobalThis.zed = "p"; zed', "'p'"],
      ["const first: Zed = { a: zed.length }; first", "{ a: 1 }"],
    ])
      assert.equal((await kernel.execute(more)).text, text, more);
    const { traceback } = await kernel.execute("let fine = 1;\nzed.nothing");
    assert.match(traceback, /line 2\n[\s\S]*> 2 \| zed\.nothing\n {4}\| {5}\^/);
  });

  it("has `await using`, also where nothing else awaits", async () => {
    const code = "await using late = { [Symbol.asyncDispose]: async () => console.log('late closed') };";
    const { stdout, traceback } = await kernel.execute(code);
    assert.equal(traceback, "");
    assert.equal(stdout, "late closed\n");
  });

  // Each is known to TypeScript just where the running Node has it.
  const young: [code: string, there: boolean][] = [
    ["Object.groupBy([1, 2, 3], (x) => (x % 2 ? 'odd' : 'even')).odd", "groupBy" in Object],
    ["Map.groupBy([1, 2, 3], (x) => x % 2).get(1)", "groupBy" in Map],
    ["Promise.withResolvers<number[]>() && [1, 3]", "withResolvers" in Promise],
    ["[...new Set([1, 2]).symmetricDifference(new Set([2, 3]))]", "union" in Set.prototype],
    ["[1, 3].values().map((x) => x).toArray()", "Iterator" in globalThis],
    ["await Array.fromAsync([1, 3])", "fromAsync" in Array],
    ["await Promise.try(() => [1, 3])", "try" in Promise],
    ["Error.isError(0) || [1, 3]", "isError" in Error],
    ["Array.from(new Float16Array([1, 3]))", "Float16Array" in globalThis],
    ["new DisposableStack().disposed || [1, 3]", "DisposableStack" in globalThis],
  ];
  for (const [code, there] of young)
    it(`${there ? "has" : "objects to"} ${code}, as Node ${there ? "has" : "lacks"} it`, async () => {
      const { text, traceback } = await kernel.execute(code);
      if (there) assert.equal(text ?? traceback, "[ 1, 3 ]");
      else assert.match(traceback, /^TypeScriptError \[TS(2304|2339|2550|2583|2802)\]/);
    });

  const decorated: [what: string, code: string, text: string][] = [
    [
      "methods",
      `function twice<T extends (...a: any[]) => number>(f: T, c: ClassMethodDecoratorContext) {
        return function (this: any, ...a: any[]) { return 2 * f.apply(this, a); } as T;
      }
      class D { @twice m() { return 21 } }
      new D().m()`,
      "42",
    ],
    [
      "classes, which later cells know",
      `const made: string[] = [];
      const noted = <C extends new () => object>(c: C, { name }: ClassDecoratorContext) => { made.push(name!); return c; };
      @noted class Noted { x = 1 }
      made.concat(new Noted().x + "")`,
      "[ 'Noted', '1' ]",
    ],
    [
      "fields",
      `const plus = (by: number) => (_: undefined, c: ClassFieldDecoratorContext) => (x: number) => x + by;
      class Fields { @plus(1) a = 1; @plus(10) static b = 1; @plus(100) #c = 1; get c() { return this.#c } }
      [new Fields().a, Fields.b, new Fields().c]`,
      "[ 2, 11, 101 ]",
    ],
    [
      "accessors, getters and what is added when an object is made",
      `const up = <V,>({ get, set }: ClassAccessorDecoratorTarget<any, number>, c: ClassAccessorDecoratorContext) =>
        ({ get(this: any) { return get.call(this) + 1 }, set });
      function bound(f: Function, c: ClassMethodDecoratorContext) {
        c.addInitializer(function (this: any) { this[c.name] = this[c.name].bind(this) });
      }
      const tenth = (get: (this: any) => number, c: ClassGetterDecoratorContext) => function (this: any) { return get.call(this) / 10 };
      class Access { @up accessor x = 1; @tenth get y() { return 10 } @bound own() { return this.x } }
      const { own } = new Access();
      [new Access().x, new Access().y, own()]`,
      "[ 2, 1, 2 ]",
    ],
  ];
  for (const [what, code, text] of decorated)
    it(`has standard decorators of ${what}`, async () => {
      const result = await kernel.execute(code);
      assert.equal(result.traceback, "");
      assert.equal(result.text, text);
    });

  it("has standard decorators in files that a cell imports, and decorated classes in later cells", async () => {
    const decorator =
      "const same = <F extends Function>(f: F, c: ClassMethodDecoratorContext) => { names.push(c.name); return f; };";
    const file = `export const names: unknown[] = [];\n${decorator}\nexport class Seen { @same here() { return 1 } }`;
    writeFileSync(join(folder, "seen.ts"), file);
    writeFileSync(join(folder, "unseen.ts"), file);
    const imported = await kernel.execute("import { names, Seen } from './seen'; new Seen().here(); names");
    assert.equal(imported.text ?? imported.traceback, "[ 'here' ]");
    const required = await kernel.execute("require('./unseen').names");
    assert.equal(required.text ?? required.traceback, "[ 'here' ]");
    const later = await kernel.execute("class Later extends Noted {}; new Later().x");
    assert.equal(later.text ?? later.traceback, "1");
  });

  it("is that of a module: nothing is ignored that cannot be assigned", async () => {
    const { traceback } = await kernel.execute("(Object.freeze({ a: 1 }) as { a: number }).a = 2;");
    assert.match(traceback, /^TypeError: Cannot assign to read only property 'a'/);
  });

  it("knows Node without an import, and nothing that only paperlab's developers need", async () => {
    assert.equal((await kernel.execute(node)).stdout, "true 1 function function\n");
    for (const name of ["describe", "beforeEach", "Mocha"])
      assert.match((await kernel.execute(name)).traceback, /^TypeScriptError \[TS2(304|582|593)\]/, name);
  });

  it("knows Node where the notebook's folder describes other things, also through a link to it", async () => {
    const outside = mkdtempSync(join(tmpdir(), "paperlab-known-"));
    const spoken = join(outside, "real/node_modules/@types/spoken");
    mkdirSync(spoken, { recursive: true });
    writeFileSync(join(spoken, "index.d.ts"), "declare const spoken: string;");
    symlinkSync(join(outside, "real"), join(outside, "link"));
    const linked = await KernelClient.start({ cwd: join(outside, "link") });
    try {
      assert.equal((await linked.execute(node)).stdout, "true 1 function function\n");
      assert.equal((await linked.execute("const heard = (): string => spoken;")).traceback, "");
    } finally {
      await linked.close();
      rmSync(outside, { recursive: true, force: true });
    }
  });
});
