import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../house/reading/source";
import { KernelClient } from "../support/kernel-client";

describe("what changes on disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-disk-"));
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Whatever happened, the compiler works.
  afterEach(async () => {
    assert.equal((await kernel.execute("2 + 2")).text, "4");
    assert.equal(kernel.stderr, "");
  });

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const remove = (path: string) => rmSync(join(folder, path), { recursive: true });
  const value = async (module: string) => {
    const { text, traceback } = await kernel.execute(`import { value } from "${module}"; value`);
    return text ?? traceback;
  };

  it("is seen by the next cell: a file that was missing", async () => {
    assert.match(await value("./late"), /TS2307/);
    write("late.ts", "export const value: number = 1;");
    assert.equal(await value("./late"), "1");
  });

  it("is seen by the next cell: a file that is written again and again, as long as before", async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      write("again.ts", `export const value: number = ${n};`);
      assert.equal(await value("./again"), String(n));
    }
  });

  it("is seen by the next cell: a file that is deleted, and is there again", async () => {
    write("gone.ts", "export const value: number = 1;");
    assert.equal(await value("./gone"), "1");
    remove("gone.ts");
    assert.match(await value("./gone"), /TS2307/);
    write("gone.ts", "export const value: number = 2;");
    assert.equal(await value("./gone"), "2");
  });

  it("is seen by the next cell: a file that is renamed, and another that takes its name", async () => {
    write("old.ts", "export const value: number = 1;");
    assert.equal(await value("./old"), "1");
    renameSync(join(folder, "old.ts"), join(folder, "new.ts"));
    assert.match(await value("./old"), /TS2307/);
    assert.equal(await value("./new"), "1");
    write("other.ts", "export const value: number = 2;");
    renameSync(join(folder, "other.ts"), join(folder, "new.ts"));
    assert.equal(await value("./new"), "2");
  });

  it("is seen by the next cell: a fault in a file, and its repair", async () => {
    write("faulty.ts", "export const value: number = ;");
    assert.match(await value("./faulty"), /TS1109[\s\S]*faulty\.ts/);
    write("faulty.ts", 'export const value: number = "text";');
    assert.match(await value("./faulty"), /TS2322[\s\S]*faulty\.ts/);
    write("faulty.ts", "export const value: number = nothing.there;\ndeclare const nothing: any;");
    for (const _ of [1, 2]) assert.match(await value("./faulty"), /ReferenceError/);
    write("faulty.ts", "export const value: number = 3;");
    assert.equal(await value("./faulty"), "3");
  });

  it("is seen by the next cell: a file behind the one that is imported", async () => {
    write("deep/inner.ts", "export const value: number = 1;");
    write("outer.ts", 'import { value as inner } from "./deep/inner"; export const value = inner * 10;');
    assert.equal(await value("./outer"), "10");
    write("deep/inner.ts", "export const value: number = 2;");
    assert.equal(await value("./outer"), "20");
    remove("deep");
    assert.match(await value("./outer"), /TS2307[\s\S]*outer\.ts/);
    write("deep/inner.ts", "export const value: number = 3;");
    assert.equal(await value("./outer"), "30");
  });

  it("is seen by the next cell: a file that only some cells import", async () => {
    const effect = async () => (await kernel.execute('import "./effect"')).stdout;
    write("effect.ts", 'console.log("first"); export {};');
    assert.equal(await effect(), "first\n");
    await kernel.execute("1");
    write("effect.ts", 'console.log("second"); export {};');
    await kernel.execute("1");
    assert.equal(await effect(), "second\n");
  });

  it("is seen by the next cell: JavaScript, JSON, and a folder with an index", async () => {
    write("plain.js", "export const value = 1;");
    write("data.json", '{ "value": 1 }');
    write("room/index.ts", "export const value: number = 1;");
    for (const module of ["./plain", "./data.json", "./room"]) assert.equal(await value(module), "1", module);
    write("plain.js", "export const value = 2;");
    write("data.json", '{ "value": 2 }');
    write("room/index.ts", "export const value: number = 2;");
    for (const module of ["./plain", "./data.json", "./room"]) assert.equal(await value(module), "2", module);
    write("room.ts", "export const value: number = 3;");
    assert.equal(await value("./room"), "3");
  });

  it("is seen by the next cell: a file behind a barrel, also by what was imported beside it", async () => {
    write("book/inner.ts", "export const threshold: number = 10;");
    write("book/strategy.ts", 'import { threshold } from "./inner"; export const name = "threshold " + threshold;');
    write(
      "book/index.ts",
      'export * from "./strategy"; export * as all from "./inner"; export { threshold } from "./inner";',
    );
    write("reader.ts", 'import { all, name } from "./book"; export const read = () => [all.threshold, name];');
    const code =
      'import { threshold } from "./book/inner"; import { name } from "./book/strategy"; import { read } from "./reader"; [threshold, name, ...read()]';
    for (const n of [10, 99, 98]) {
      write("book/inner.ts", `export const threshold: number = ${n};`);
      assert.equal((await kernel.execute(code)).text, `[ ${n}, 'threshold ${n}', ${n}, 'threshold ${n}' ]`);
    }
  });

  it("is seen by the next cell: JSON behind a file, and files that import each other", async () => {
    write("limits.ts", 'import limits from "./limits.json"; export const limit = () => limits.limit;');
    write(
      "there.ts",
      'import { back } from "./back"; export const there = 1; export const sum = () => there + back();',
    );
    write(
      "back.ts",
      'import { there } from "./there"; import { limit } from "./limits"; export const back = () => there * limit();',
    );
    for (const n of [1, 2, 3]) {
      write("limits.json", `{ "limit": ${n} }`);
      assert.equal((await kernel.execute('import { sum } from "./there"; sum()')).text, String(n + 1));
    }
  });

  it("is seen by the next cell: files of every ending, and those that are required", async () => {
    write("required.ts", 'const inner = require("./inner-required"); export const value = (): number => inner.value;');
    const code = `import { value as m } from "./m.mjs"; import { value as t } from "./t.mjs"; import { value as c } from "./c.cjs";
      import { value as r } from "./required"; import { value as x } from "./x"; [m, t, c, r(), x, require("./plain-required").value]`;
    for (const n of [1, 2]) {
      for (const file of ["m.mjs", "t.mts", "x.tsx", "inner-required.ts"]) write(file, `export const value = ${n};`);
      for (const file of ["c.cjs", "plain-required.js"]) write(file, `exports.value = ${n};`);
      const { text, traceback } = await kernel.execute(code);
      assert.equal(text ?? traceback, `[ ${Array(6).fill(n).join(", ")} ]`);
    }
  });

  it("is seen by the next cell: a file that comes by `import()`", async () => {
    write("comes.ts", 'export const value = async (): Promise<number> => (await import("./behind")).value;');
    const computed = 'const name = "behind"; (await import("./" + name)).value';
    for (const n of [1, 2]) {
      write("behind.ts", `export const value: number = ${n};`);
      assert.equal((await kernel.execute('await (await import("./comes")).value()')).text, String(n));
      assert.equal((await kernel.execute(computed)).text, String(n));
    }
  });

  it("is seen by the next cell: a file that gives way to a folder, or is there again as it was", async () => {
    write("way.ts", "export const value: number = 1;");
    assert.equal(await value("./way"), "1");
    remove("way.ts");
    write("way/index.ts", "export const value: number = 2;");
    assert.equal(await value("./way"), "2");
    remove("way");
    write("way.ts", "export const value: number = 1;");
    assert.equal(await value("./way"), "1");
    remove("way.ts");
    assert.match(await value("./way"), /TS2307/);
    write("way.ts", "export const value: number = 1;");
    assert.equal(await value("./way"), "1");
  });

  it("is seen by the next cell: what another cell writes", async () => {
    await kernel.execute(
      'import { writeFileSync } from "node:fs"; writeFileSync("made.ts", "export const value = 5;");',
    );
    assert.equal(await value("./made"), "5");
  });

  it("leaves a module loaded that is as it was", async () => {
    write("counter.ts", "export const counted = { times: 0 };");
    const count = 'import { counted } from "./counter"; ++counted.times';
    assert.equal((await kernel.execute(count)).text, "1");
    write("counter.ts", "export const counted = { times: 0 };");
    write("beside.ts", "export const value = 1;");
    await value("./beside");
    assert.equal((await kernel.execute(count)).text, "2");
  });

  it("is no matter: package.json and tsconfig.json that come, are no JSON, and go", async () => {
    for (const file of ["package.json", "tsconfig.json"]) {
      for (const text of [
        "{}",
        '{ "type": "module" }',
        '{ "type": "commonjs", "compilerOptions": { "strict": true } }',
        "{ no JSON",
      ]) {
        write(file, text);
        assert.equal((await kernel.execute("1 + 1")).text, "2");
      }
      remove(file);
      assert.equal((await kernel.execute("1 + 1")).text, "2");
    }
  });

  const pack = (name: string, types: string, code: string) => {
    write(`node_modules/${name}/package.json`, `{ "name": "${name}", "main": "index.js", "types": "index.d.ts" }`);
    write(`node_modules/${name}/index.d.ts`, types);
    write(`node_modules/${name}/index.js`, code);
  };

  it("is seen by the next cell: packages that are installed, changed and removed", async () => {
    assert.match(await value("newcomer"), /TS2307/);
    pack("newcomer", "export declare const value: number;", "exports.value = 1;");
    assert.equal(await value("newcomer"), "1");
    pack("newcomer", "export declare const value: string;", "exports.value = 1;");
    const asNumber = 'import { value as changed } from "newcomer"; const n: number = changed;';
    assert.match((await kernel.execute(asNumber)).traceback, /TS2322/);
    remove("node_modules");
    assert.match(await value("newcomer"), /TS2307/);
    pack("newcomer", "export declare const value: number;", "exports.value = 1;");
    assert.equal(await value("newcomer"), "1");
  });

  it("leaves Node known, when its types come with packages and go with them", async () => {
    const known = async () => (await kernel.execute('console.log(typeof process.pid, Buffer.from("a").length)')).stdout;
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    symlinkSync(join(root, "node_modules/@types/node"), join(folder, "node_modules/@types/node"));
    assert.equal(await known(), "number 1\n");
    write("node_modules/@types/spoken/index.d.ts", "declare const spoken: string;");
    assert.equal((await kernel.execute("const heard = (): string => spoken;")).traceback, "");
    remove("node_modules");
    assert.equal(await known(), "number 1\n");
    assert.match((await kernel.execute("const heardAgain = (): string => spoken;")).traceback, /TS2304/);
  });

  it("does not hinder questions about code", async () => {
    write("asked.ts", "export const askedFor = 1;");
    const code = 'import * as asked from "./asked"; asked.ask';
    const complete = await kernel.request("shell", "complete_request", { code, cursor_pos: code.length });
    assert.deepEqual(complete.reply.content.matches, ["askedFor"]);
    write("asked.ts", "export const askedLater = 1;");
    const later = await kernel.request("shell", "complete_request", { code, cursor_pos: code.length });
    assert.deepEqual(later.reply.content.matches, ["askedLater"]);
  });

  it("is refused with a reason, where a path leaves the notebook's folder", async () => {
    const outside = mkdtempSync(join(tmpdir(), "paperlab-outside-"));
    writeFileSync(join(outside, "far.ts"), "export const value = 1;");
    try {
      assert.match(await value(join(outside, "far")), /must not leave/);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it("is no matter to a compiler that breaks: it is made anew, and knows what earlier cells declared", async () => {
    await kernel.execute("/** @module named */ export const inNamed = 6;");
    await kernel.execute('import { inNamed } from "./named"; const seven = 7;');
    write("deepest.ts", `export const deep: any = ${"[".repeat(50_000)}${"]".repeat(50_000)};`);
    assert.match((await kernel.execute('import { deep } from "./deepest";')).traceback, /^RangeError/);
    assert.equal((await kernel.execute("seven * inNamed")).text, "42");
    assert.equal((await kernel.execute('import { inNamed as again } from "./named"; again')).text, "6");
  });

  // The last one: the folder does not come back.
  it("is no matter: the folder itself that goes", async () => {
    rmSync(folder, { recursive: true });
    assert.equal((await kernel.execute("seven + 2")).text, "9");
  });
});
