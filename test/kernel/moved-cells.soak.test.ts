import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelClient } from "../support/kernel-client";

const stored = join(__dirname, "../../fixtures/stored");
/** The cells that made the session in `cells.db`, with an earlier kernel. */
const [opens, look, up, strategy, made]: string[] = JSON.parse(readFileSync(join(stored, "cells.json"), "utf8"));

/** Cells whose strategy names things from outside in every way. */
const others = {
  imports: `import { defineStrategy, openLab, sample, sma as mean } from "paperlab";
import { scale as by, Base } from "./lib/barrel"; import half from "./lib/half"; import * as all from "./lib/barrel";
const lab = await openLab("lab.db"); const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });`,
  values:
    "let n = 3; const limits = { long: 1 }; enum Side { flat, long } const tag = (parts: TemplateStringsArray) => parts[0];",
  helper: `class Signal extends Base {
  of(c: Float64Array) { n = n; ({ n } = { n }); const use = { mean, n, limits, by }; return use.mean(c, use.n) ?? Side.flat; }
}
const wide = (c: Float64Array) => [1].map((x) => { const scale = x; return by(scale) + half(x) + all.scale(x); })[0] + mean(c, 2)!;`,
  strategy: `const st = defineStrategy({ name: "ways", onBar({ bar, history, log, orderTargetWeight }) {
  const c = history().close; const signal = new Signal(); const parts = { wide, tag };
  log(tag\`a\` + typeof limits); orderTargetWeight(bar.symbol, c.length > 2 && signal.of(c) > wide?.(c) ? limits.long : parts.tag.length - 1);
} });`,
};
const create = (name: string) =>
  `const s = await lab.createSession(feed, st, { symbols: ["AAPL"], name: "${name}" }); s.name + " " + s.steps`;

describe("a strategy whose cells are merged, split and moved", function () {
  this.timeout(180_000);
  let folder = "";
  let kernel: KernelClient | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-moved-"));
    const files = {
      barrel: 'export { scale } from "./inner"; export class Base { readonly base = 1; }',
      inner: "export let factor = 1; export const scale = (n: number) => n * factor;",
      half: 'import { factor as one } from "./inner"; export default (n: number) => (n * one) / 2;',
    };
    mkdirSync(join(folder, "lib"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "lib", `${name}.ts`), text);
  });
  afterEach(async () => {
    await kernel?.close();
    kernel = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs cells in a new kernel, or in the one that runs. Returns what the last one gives and says. */
  async function ran(cells: readonly string[], restart = true): Promise<string> {
    if (restart) {
      await kernel?.shutDown(true);
      await kernel?.close();
      kernel = undefined;
    }
    kernel ??= await KernelClient.start({ cwd: folder });
    let last = "";
    for (const cell of cells) {
      const { text, stderr, traceback } = await kernel.execute(cell);
      assert.equal(traceback, "", cell);
      last = `${text}${stderr}`;
    }
    return last;
  }

  it("has its unfinished session, after a restart and without one", async () => {
    assert.equal(await ran([opens, look, up, strategy, made]), "'mv 0'");
    await ran(["await s.step(69)"], false);
    const ways: [what: string, cells: string[]][] = [
      ["merged into one", [[opens, look, up, strategy].join("\n"), made]],
      ["split again", [opens, look, up, strategy, made]],
      ["helper beside its strategy", [opens, look, `${up}\n${strategy}`, made]],
      ["import beside its strategy", [opens, look, up, `import { sma } from "paperlab";\n${strategy}`, made]],
      ["import beside its helper", [opens, look, `import { sma } from "paperlab";\n${up}`, strategy, made]],
      ["everything beside the session", [[opens, look, up, strategy, made].join("\n")]],
    ];
    for (const [what, cells] of ways) {
      assert.equal(await ran(cells), "'mv 69'", what);
      assert.equal(await ran(cells, false), "'mv 69'", `${what}, again`);
    }
    const changed = up.replace("limits.long", "limits.long / 2");
    const other = /^'mv #2 0'.*\(helper up: changed\)\n$/;
    assert.match(await ran([[opens, look, changed, strategy].join("\n"), made]), other);
  });

  it("has it in whatever way it names what it reads", async () => {
    const { imports, values, helper, strategy } = others;
    const split = [imports, values, helper, strategy, create("ways")];
    assert.equal(await ran(split), "'ways 0'");
    await ran(["await s.step(20)"], false);
    const [from] = imports.split("\nconst lab");
    const ways = [
      [[imports, values, helper, strategy].join("\n"), create("ways")],
      [
        imports,
        values,
        `${from.replace("defineStrategy, openLab, sample, ", "")}\n${helper}`,
        strategy,
        create("ways"),
      ],
      [imports, values, `${helper}\n${strategy}`, create("ways")],
      split,
    ];
    for (const [at, cells] of ways.entries()) assert.equal(await ran(cells), "'ways 20'", String(at));
  });

  it("is another one where a name stands for something else", async () => {
    const two = (first: string, second: string) =>
      `import { sma as ${first} } from "paperlab"; import { scale as ${second} } from "./lib/barrel";`;
    const body = `const st = defineStrategy({ name: "two", onBar({ history, log }) {
  const c = history().close; log(String((one as any)(c, 1) - (two as any)(c, 1)));
} });`;
    assert.equal(await ran([opens, two("one", "two"), body, create("two")]), "'two 0'");
    assert.equal(await ran([opens, `${two("one", "two")}\n${body}`, create("two")]), "'two 0'");
    assert.match(await ran([opens, `${two("two", "one")}\n${body}`, create("two")]), /^'two #2 0'.*onBar: changed/);
    const own = "const one = (c: Float64Array, n: number) => c[n];";
    const taken = [opens, `import { scale as two } from "./lib/barrel"; ${own}\n${body}`, create("two")];
    assert.match(await ran(taken), /^'two #3 0'/);
  });

  it("has the session that an earlier kernel stored, where its cells are the same", async () => {
    copyFileSync(join(stored, "cells.db"), join(folder, "lab.db"));
    // Only the rules have changed since: the functions of the cells are the same.
    const same = /^'mv #2 0'.*this is another one \(rules: \d+, was 2\)\n$/;
    assert.match(await ran([opens, look, up, strategy, made]), same);
    const changed = look.replace("long: 1", "long: 2");
    const says = /^'mv #3 0'.*this is another one \(limits\.long: 2, was 1\)\n$/;
    assert.match(await ran([opens, changed, up, strategy, made]), says);
  });

  it("has the session of a strategy that a formatter laid out anew, with what it calls", async () => {
    const opens = `import { defineStrategy, openLab, sample } from "paperlab"; const lab = await openLab("lab.db");
      const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });`;
    const helper = "function weigh(price: number, limit: number) { return price > limit ? 1 : 0; }";
    const hook = "const st = defineStrategy({ name: 'f', onBar({ bar, orderTargetWeight }) {";
    const one = `${hook} orderTargetWeight(bar.symbol, weigh(bar.close, 5)); } });`;
    const made = `${create("f")}; await s.step(3); s.name + " " + s.steps`;
    assert.equal(await ran([opens, helper, one, made]), "'f 3'");
    const several = `${hook}\n  // long\n  orderTargetWeight(\n    bar.symbol,\n    weigh(bar.close, 5),\n  );\n} });`;
    const laid =
      "function weigh(\n  price: number,\n  limit: number,\n) {\n  return price > limit\n    ? 1\n    : 0;\n}";
    assert.equal(await ran([opens, laid, several, create("f")]), "'f 3'");
    const other = laid.replace("> limit", ">= limit");
    assert.match(await ran([opens, other, several, create("f")]), /another one \(helper weigh: changed\)/);
  });
});
