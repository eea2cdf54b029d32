import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Session as InspectorSession } from "node:inspector";
import { runInThisContext } from "node:vm";
import { transformSync } from "esbuild";
import ts from "typescript";
import * as paperlab from "../../../src/index";
import { apple, lab, leaveNothing } from "../../api/labs";
import { root } from "../../house/reading/source";

const month = paperlab.sample("us-daily", { from: "2014-05-01", to: "2014-05-30" });

type AnyStrategy = paperlab.Strategy<paperlab.Params, unknown>;

const compilers = {
  tsc: (source: string) =>
    ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    }).outputText,
  esbuild: (source: string) => transformSync(source, { loader: "ts", format: "cjs" }).code,
  "tsx's esbuild": (source: string) =>
    transformSync(source, { loader: "ts", format: "cjs", keepNames: true, minifyWhitespace: true }).code,
};

type Compiler = keyof typeof compilers;

/** Compiles a script of a user and runs it as Node does: it exports a strategy. */
function strategyOf(source: string, compiler: Compiler): AnyStrategy {
  const exported: { strategy?: AnyStrategy } = {};
  const module = { exports: exported };
  const load = (name: string) => (name === "paperlab" ? paperlab : assert.fail(name));
  runInThisContext(`(function (exports, require, module) {${compilers[compiler](source)}\n})`)(exported, load, module);
  return (module.exports.strategy ?? exported.strategy) as AnyStrategy;
}

/** A script whose strategy calls `call` at each bar, after some lines of its own. */
const script = (lines: string, call: string) => `${lines}
export const strategy = {
  name: "scripted",
  onBar({ bar, history, orderTarget }) {
    const { close } = history(bar.symbol);
    orderTarget(bar.symbol, ${call} > 60 ? 10 : 0);
  },
};`;

const own = "(values, period) => values[values.length - 1]";
const another = "(values, period) => values[0]";

/** Runs scripts one after the other under one name; returns the names of the sessions and what they say. */
async function sessionsOf(scripts: readonly string[], compiler: Compiler) {
  const opened = await lab();
  const sessions = [];
  for (const source of scripts)
    sessions.push(await opened.run(month, strategyOf(source, compiler), { ...apple, name: "a" }));
  return { names: sessions.map(({ name }) => name), warnings: sessions.at(-1)?.core.warnings };
}

const found: Record<string, string> = {
  "an import": script('import { sma } from "paperlab";', "sma(close, 3)"),
  "an import under another name": script('import { sma as mean } from "paperlab";', "mean(close, 3)"),
  "all of paperlab": script('import * as lab from "paperlab";', "lab.sma(close, 3)"),
  "a variable for it": script('import { sma } from "paperlab"; const mean = sma;', "mean(close, 3)"),
  "what requires it": script('const { sma } = require("paperlab");', "sma(close, 3)"),
  "a function within its function": script(
    'import { sma } from "paperlab";',
    "((length: number) => { const mean = (n: number) => sma(close, n); return mean(length); })(3)",
  ),
  "JavaScript's own": script("", "Math.max(...close.slice(-2))"),
  "a variable within it that is called like paperlab's": script("", `((sma) => sma(close, 3))(${own})`),
};

/** What is read by its text or value: a script, another, and what of the first is said to differ in the second. */
const told: Record<string, readonly [source: string, other: string, says: string]> = {
  "a function called like paperlab's": [
    ...both((one) => script(`const sma = ${one};`, "sma(close, 3)")),
    "helper sma: changed",
  ],
  "a module called like a compiler calls paperlab's": [
    ...both((one) => script(`const paperlab_1 = { sma: ${one} };`, "paperlab_1.sma(close, 3)")),
    "helper sma: changed",
  ],
  "another that compilers call so": [
    ...both((one) => script(`const import_paperlab = { sma: ${one} };`, "(0, import_paperlab.sma)(close, 3)")),
    "helper sma: changed",
  ],
  "an object with paperlab's function, and one of its own": [
    ...both((one) =>
      script(
        `import { sma } from "paperlab"; const kit = { sma, last: ${one} };`,
        "kit.sma(close, 3) + kit.last(close, 3)",
      ),
    ),
    "helper kit.last: changed",
  ],
  "a thing called like one of JavaScript's": [
    ...both((one) => script(`const Math = { max: ${one} };`, "Math.max(close, 3)")),
    "helper Math.max: changed",
  ],
  "a thing called like one of Node's": [
    ...both((one) => script(`const structuredClone = ${one};`, "structuredClone(close, 3)")),
    "helper structuredClone: changed",
  ],
  "what compilers call their own": [
    ...both((one) => script(`const __name = ${one};`, "__name(close, close.length)")),
    "helper __name: changed",
  ],
  "a thing of the kernel's name": [
    ...both((one) => script(`const __paperlab_check = ${one};`, "__paperlab_check(close, 3)")),
    "helper __paperlab_check: changed",
  ],
  "a getter that throws": [
    ...both((one) =>
      script(
        `const kit = { get sma() { if (close) throw new Error(${JSON.stringify(one)}); return 1; } }; const close = true;`,
        "(kit && 1)",
      ),
    ),
    "helper kit.sma: changed",
  ],
  "a number": [
    script("const limit = 5;", "close[0] + limit"),
    script("const limit = 3;", "close[0] + limit"),
    "limit: 3, was 5",
  ],
  "a variable that has no value yet": [
    script("let later: number | undefined;", "close[0] + (later ?? 1)"),
    script("let later: number | undefined = 4;", "close[0] + (later ?? 1)"),
    "later: 4, was undefined",
  ],
  "a thing put in the place of one of JavaScript's": [
    script("globalThis.escape = () => '1';", "Number(escape('2'))"),
    script("globalThis.escape = () => '3';", "Number(escape('2'))"),
    "helper escape: changed",
  ],
  "a member added to one of JavaScript's": [
    script("(Math as any).shares = () => 61;", "(Math as any).shares()"),
    script("(Math as any).shares = () => 62;", "(Math as any).shares()"),
    "helper Math.shares: changed",
  ],
  "a member of JavaScript's replaced": [
    script("Reflect.has = () => true;", "Number(Reflect.has({}, 'a'))"),
    script("Reflect.has = () => false;", "Number(Reflect.has({}, 'a'))"),
    "helper Reflect.has: changed",
  ],
  "a global of its own": [
    script("globalThis.ownGlobal = 5;", "close[0] + ownGlobal"),
    script("globalThis.ownGlobal = 6;", "close[0] + ownGlobal"),
    "ownGlobal: 6, was 5",
  ],
};

function both(write: (one: string) => string): [source: string, other: string] {
  return [write(own), write(another)];
}

/** What cannot be read: a script, and what is named. */
const notTold: Record<string, readonly [source: string, names: string]> = {
  "a variable of the environment": [script("", "Number(process.env.OWN_LIMIT ?? 1)"), "process"],
  "a thing of Function's making": [script("", "Number(Function('return 61')())"), "Function"],
  "what eval finds": [script("const limit = 5;", "eval('limit') + close[0]"), "eval"],
};

function makingThis(this: { shares: number }): AnyStrategy {
  return { name: "a", onBar: ({ bar, orderTarget }) => orderTarget(bar.symbol, this.shares) };
}

describe("a strategy that is run again with what it reads from outside", () => {
  afterEach(leaveNothing);
  const { escape: original } = globalThis;
  const { has } = Reflect;
  after(() => {
    Reflect.has = has;
    Reflect.deleteProperty(Math, "shares");
    Reflect.deleteProperty(globalThis, "ownGlobal");
    globalThis.escape = original;
  });

  for (const compiler of Object.keys(compilers) as Compiler[]) {
    for (const [what, source] of Object.entries(found)) {
      it(`finds its session with ${what}, compiled by ${compiler}`, async () => {
        assert.deepEqual(await sessionsOf([source, source], compiler), { names: ["a", "a"], warnings: [] });
      });
    }

    for (const [what, [source, other, says]] of Object.entries(told)) {
      it(`finds its session with ${what}, and has a new one where it is another, compiled by ${compiler}`, async () => {
        const { names, warnings } = await sessionsOf([source, source, other], compiler);
        assert.deepEqual(names, ["a", "a", "a #2"]);
        // esbuild numbers a name that stands for something of JavaScript's, too.
        const said = String(warnings).replace(/(helper \w*?)2(\.|:)/, "$1$2");
        assert.equal(said, `Session "a" stays as it is; this is another one (${says})`);
      });
    }

    for (const [what, [source, name]] of Object.entries(notTold)) {
      it(`has a new session with ${what}, which says why, compiled by ${compiler}`, async () => {
        const { names, warnings } = await sessionsOf([source, source], compiler);
        assert.deepEqual(names, ["a", "a #2"]);
        const text = `Session "a" stays as it is; this is another one (its strategy reads ${name}, which cannot be compared)`;
        assert.deepEqual(warnings, [text]);
      });
    }

    it(`never has the session of another function of the same name, compiled by ${compiler}`, async () => {
      const [last, first] = ["values[values.length - 1]", "values[0]"].map((value) =>
        script(`const sma = (values, period) => ${value};`, "sma(close, 3)"),
      );
      assert.deepEqual((await sessionsOf([last, first], compiler)).names, ["a", "a #2"]);
      const imported = script('import { sma } from "paperlab";', "sma(close, 3)");
      assert.deepEqual((await sessionsOf([imported, first], compiler)).names, ["a", "a #2"]);
    });
  }

  it("has a new session where its functions cannot be looked into", async () => {
    const { post } = InspectorSession.prototype;
    InspectorSession.prototype.post = () => {
      throw new Error("no inspector");
    };
    try {
      const { names, warnings } = await sessionsOf([found["JavaScript's own"], found["JavaScript's own"]], "tsc");
      assert.deepEqual(names, ["a", "a #2"]);
      assert.match(String(warnings), /\(its strategy reads Math, which cannot be compared\)/);
    } finally {
      InspectorSession.prototype.post = post;
    }
  });

  it("has a new session where a function has no text", async () => {
    const opened = await lab();
    const bound = { name: "bound", onBar: function (this: unknown) {}.bind(undefined) };
    const run = () => opened.run(month, bound, { ...apple, name: "a" });
    assert.deepEqual([(await run()).name, (await run()).name], ["a", "a #2"]);
    assert.match(
      String((await opened.session("a #2")).core.warnings),
      /\(its strategy reads onBar, which cannot be compared\)/,
    );
  });

  const withoutName: Record<string, () => AnyStrategy> = {
    "this of the place where it was made": () => makingThis.call({ shares: 1 }),
    "import()": () => runInThisContext('({ name: "a", onBar: () => void (() => import("node:os")) })'),
  };
  for (const [what, make] of Object.entries(withoutName)) {
    it(`has a new session where it reads ${what}`, async () => {
      const opened = await lab();
      const run = () => opened.run(month, make(), { ...apple, name: "a" });
      assert.deepEqual([(await run()).name, (await run()).name], ["a", "a #2"]);
      const { warnings } = (await opened.session("a #2")).core;
      assert.match(String(warnings), /\(its strategy reads (this|import\(\)), which cannot be compared\)/);
    });
  }

  it("has a new session with another class, whose hooks are its prototype's", async () => {
    const opened = await lab();
    const ofClass = (quantity: string) =>
      runInThisContext(
        `new (class { name = "a"; onBar({ bar, orderTarget }) { orderTarget(bar.symbol, ${quantity}); } })()`,
      );
    const run = async (strategy: AnyStrategy) => (await opened.run(month, strategy, { ...apple, name: "a" })).name;
    const names = [await run(ofClass("1")), await run(ofClass("1")), await run(ofClass("2"))];
    assert.deepEqual([...names, await run(paperlab.defineStrategy(ofClass("2")))], ["a", "a", "a #2", "a #2"]);
  });

  it("finds its session with a class that has more than hooks, and has a new one where that is another", async () => {
    const opened = await lab();
    const classOf = (lots: string) => `class { name = "a"; onBar() { this.lot(); } lot() { return ${lots}; } }`;
    const run = (lots: string) =>
      opened.run(month, runInThisContext(`new (${classOf(lots)})()`), { ...apple, name: "a" });
    assert.deepEqual([(await run("1")).name, (await run("1")).name, (await run("2")).name], ["a", "a", "a #2"]);
    assert.match(String((await opened.session("a #2")).core.warnings), /\(helper lot: changed\)/);
  });

  it("finds its session where a function within it has a this of its own", async () => {
    const source = script(
      "",
      "((() => { const one = { two: 2, three() { return this.two; } }; return one.three(); })())",
    );
    assert.deepEqual((await sessionsOf([source, source], "tsc")).names, ["a", "a"]);
  });

  it("finds its session with a global that was there before paperlab, as long as it is the same", () => {
    const program = `
      globalThis.SHARES = 1;
      const { openLab, sample } = require(".");
      (async () => {
        const lab = await openLab(":memory:");
        const feed = sample("us-daily", { from: "2018-01-02", to: "2018-02-01" });
        const strategy = { name: "early", onBar: ({ bar, orderTarget }) => orderTarget(bar.symbol, SHARES) };
        const run = () => lab.run(feed, strategy, { symbols: ["AAPL"], name: "a" });
        const sessions = [await run(), await run()];
        SHARES++;
        sessions.push(await run());
        console.log(sessions.map(({ name }) => name).join(", ") + ": " + sessions[2].core.warnings);
        await lab.close();
      })();`;
    const printed = execFileSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" });
    assert.match(printed, /^a, a, a #2: .*\(SHARES: 2, was 1\)/);
  });

  it("leaves nothing behind that could be seen", async () => {
    const before = Reflect.ownKeys(globalThis);
    await sessionsOf([found["an import"]], "tsc");
    assert.deepEqual(Reflect.ownKeys(globalThis), before);
  });
});
