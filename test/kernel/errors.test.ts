import assert from "node:assert/strict";
import { type KernelClient, withoutColors } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("a cell that fails", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("that import paperlab");
    await kernel.execute('import { openLab, sample, defineStrategy } from "paperlab"');
  });

  const tracebackOf = async (code: string) => (await kernel.execute(code)).traceback.replace(/cell \d+/g, "cell N");

  it("shows TypeScript's line, and those that led to it, and nothing of ours", async () => {
    await kernel.execute(
      "interface Price {\n  value: number;\n}\nfunction half(price: Price): number {\n  if (price.value < 0) throw new RangeError('below zero: ' + price.value);\n  return price.value / 2;\n}",
    );
    const { reply, traceback } = await kernel.execute(
      "// types go\ntype Ignored = { a: number };\nconst mine = { value: -3 };\nawait null;\nhalf(mine)",
    );
    assert.equal(reply.content.ename, "RangeError");
    assert.equal(reply.content.evalue, "below zero: -3");
    assert.match(traceback, /^RangeError: below zero: -3\n\ncell \d+, line 5, in half\n/);
    assert.match(traceback, /\n> 5 \| {3}if \(price\.value < 0\) throw new RangeError/);
    assert.match(traceback, /\ncalled from cell \d+, line 5$/);
    assert.doesNotMatch(traceback, /node:|dist\/|at /);
  });

  it("tells nbclient and papermill the same in the reply as in the message", async () => {
    const { reply, published } = await kernel.execute('throw new Error("x")');
    const error = published.find(({ type }) => type === "error");
    const { ename, evalue, traceback } = reply.content;
    assert.deepEqual(error?.content, { ename, evalue, traceback });
    assert.equal(reply.content.status, "error");
  });

  it("keeps columns right behind what was repaired on the line", async () => {
    await kernel.execute("const feed = 1; const lab = 2;");
    const traceback = await tracebackOf('const both = { feed, lab }; throw new Error("here");');
    const [line, mark] = traceback.split("\n").slice(-2);
    assert.equal(line.indexOf("new Error"), mark.indexOf("^"));
  });

  it("speaks of the right cell, also after code that does not count", async () => {
    const { reply } = await kernel.execute("const thrower = () => {\n  throw new Error('counted');\n};");
    await kernel.execute("const other = 1;\n\n\nconst more = 2;", { store_history: false });
    await kernel.execute("const silent = 1;\n\n\nconst less = 2;", { silent: true });
    const { traceback } = await kernel.execute("thrower()");
    assert.match(
      traceback,
      new RegExp(`^Error: counted\n\ncell ${reply.content.execution_count}, line 2, in thrower\n`),
    );
  });

  it("shows causes, and what is in an AggregateError", async () => {
    const code = 'throw new Error("outer", { cause: new TypeError("inner", { cause: "text" }) })';
    assert.match(
      await tracebackOf(code),
      /Error: outer[\s\S]*Caused by: TypeError: inner[\s\S]*Caused by: Thrown: 'text'/,
    );
    const many = 'await Promise.any([Promise.reject(new Error("one")), Promise.reject(new Error("two"))])';
    assert.match(await tracebackOf(many), /AggregateError[\s\S]*Among them: Error: one[\s\S]*Among them: Error: two/);
  });

  it("shows what a strategy threw, in the cell that has it", async () => {
    await kernel.execute(`const dear = defineStrategy({
  name: "dear",
  onBar({ bar }) {
    if (bar.close > 65) throw new RangeError("too dear");
  },
});
const lab = await openLab(":memory:");`);
    const code =
      'await lab.run(sample("us-daily", { from: "2013-05-13", to: "2014-05-30" }), dear, { symbols: ["AAPL"] })';
    const traceback = await tracebackOf(code);
    assert.match(traceback, /^PaperLabError \[STRATEGY_FAILED\]: Strategy "dear" failed in onBar at 2013/);
    assert.match(traceback, /Caused by: RangeError: too dear\n\ncell N, line 4, in onBar\n/);
  });

  it("shows our own errors where the cell called us", async () => {
    const traceback = await tracebackOf('\nopenLab(5 as any).catch(() => 1);\nawait openLab("")');
    assert.match(traceback, /^PaperLabError \[INVALID_OPTION\]: Expected path to be[\s\S]*\ncell N, line 3\n/);
  });

  it("may throw what is no error", async () => {
    assert.match(
      await tracebackOf('throw "text"'),
      /^Thrown: 'text'\nThrow an Error instead[^\n]*new Error\("text"\)$/,
    );
    assert.match(await tracebackOf("throw undefined"), /^Thrown: undefined\n/);
    assert.match(await tracebackOf("throw null"), /^Thrown: null\n/);
    const awkward = "throw Object.defineProperty(new Error(), 'message', { get() { throw new Error('no') } })";
    assert.match(await tracebackOf(awkward), /^Thrown: a value that cannot be read/);
    const proxy = "throw new Proxy({}, { get() { throw 1; }, has() { throw 2; }, getPrototypeOf() { throw 3; } })";
    assert.match(await tracebackOf(proxy), /^Thrown: /);
    const caused = 'throw new Error("outer", { cause: { reason: "plain" } })';
    assert.match(await tracebackOf(caused), /Caused by: Thrown: \{ reason: 'plain' \}$/);
  });

  it("is called after the class of its error, where that has no name of its own", async () => {
    const { reply, traceback } = await kernel.execute('class MyError extends Error {}\nthrow new MyError("mine");');
    assert.equal(reply.content.ename, "MyError");
    assert.match(traceback, /^MyError: mine\n\ncell \d+, line 2\n/);
    assert.equal((await kernel.execute("throw new RangeError('far')")).reply.content.ename, "RangeError");
  });

  it("shows its lines also after a cell that prepared stacks in its own way", async () => {
    await kernel.execute("Error.prepareStackTrace = () => 'gone'; Error.stackTraceLimit = 0;");
    assert.match(await tracebackOf("\n\nthrow new Error('still')"), /^Error: still\n\ncell N, line 3\n/);
  });

  it("has stacks of cells also where it prints them itself", async () => {
    const { stdout } = await kernel.execute(
      'type T = 1;\n\nconst inner = () => { console.log(new Error("printed").stack); };\ninner()',
    );
    assert.match(stdout, /^Error: printed\n {4}at inner \(cell \d+:3:\d+\)\n {4}at cell \d+:4:\d+\n$/);
  });

  it("survives an endless recursion", async () => {
    const traceback = await tracebackOf("function deeper(): number { return deeper() + 1; }\ndeeper()");
    assert.match(traceback, /^RangeError: Maximum call stack/);
    assert.ok(traceback.length < 3000);
  });

  it("keeps what it declared before, forgets what comes behind, and leaves older values", async () => {
    await kernel.execute("let before = 1; let behind = 'old';");
    await kernel.execute(
      "let before = 2; interface Shape { side: number }\nfunction known() { return 7; }\nthrow new Error('x');\nlet behind = 5;",
    );
    assert.equal((await kernel.execute("[before, behind, known()]")).text, "[ 2, 'old', 7 ]");
    assert.equal((await kernel.execute("const shape: Shape = { side: 2 }; shape.side")).text, "2");
  });
});

describe("a cell that does not compile", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("without paperlab");
  });

  const failure = async (code: string) => {
    const { reply, traceback } = await kernel.execute(code);
    assert.equal(reply.content.ename, "TypeScriptError");
    return traceback.replace(/cell \d+/g, "cell N");
  };

  it("shows the line, a mark under the place, and TypeScript's reason", async () => {
    assert.equal(
      await failure('const a = 1;\nconst count: number = "three";'),
      `TypeScriptError [TS2322]: Type 'string' is not assignable to type 'number'.

cell N, line 2
  1 | const a = 1;
> 2 | const count: number = "three";
    |       ^^^^^`,
    );
  });

  it("shows what may have been meant", async () => {
    assert.match(await failure("const length = 5; lenght"), /Did you mean 'length'\?/);
    assert.match(await failure('import { openLab } from "paperlb"'), /Did you mean "paperlab"\?/);
    assert.match(await failure("await openLab()"), /import \{ openLab \} from "paperlab";/);
    assert.match(await failure('import { openLb } from "paperlab"'), /openLab/);
    assert.match(await failure('import x from "no-such-package-at-all"'), /npm install no-such-package-at-all/);
    assert.match(await failure('import { a } from "./nope"'), /There is no such file in /);
    assert.match(await failure('import { b } from "../nope"'), /A path begins at the notebook's folder/);
    assert.match(
      await failure("undefinedThing + 1"),
      /Cannot find name 'undefinedThing'[\s\S]*Run the cell that declares it/,
    );
  });

  it("names the package to install, not the part of it", async () => {
    const subpaths = { "csv-parse/sync": "csv-parse", "zod/v4": "zod", "@scope/pkg/sub/deep": "@scope/pkg" };
    for (const [id, name] of Object.entries(subpaths)) {
      const says = new RegExp(`: npm install ${name}$`);
      for (const code of [`import { a } from "${id}"`, `import "${id}"`, `require("${id}")`, `await import("${id}")`])
        assert.match((await kernel.execute(code)).traceback, says, code);
    }
    assert.match((await kernel.execute('import "paperlb"')).traceback, /\nDid you mean "paperlab"\?$/);
  });

  it("shows all its faults, up to a number", async () => {
    const traceback = await failure(Array.from({ length: 20 }, (_, i) => `missing${i};`).join("\n"));
    assert.match(traceback, /missing0[\s\S]*missing7[\s\S]*\.\.\. and 12 more/);
  });

  it("is told of broken syntax, and leaves everything as it was", async () => {
    await kernel.execute("const stays = 4;");
    assert.match(await failure("function ("), /TS1003|TS1005/);
    assert.match(await failure("const s = 'open"), /Unterminated string/);
    assert.match(await failure("}"), /Declaration or statement expected/);
    assert.match(
      await failure("@"),
      /^TypeScriptError \[TS1109\]: Expression expected.\n\ncell N, line 1\n> 1 \| @\n {4}\| {2}\^/,
    );
    assert.match(await failure("const x = 1;\n@@@ nonsense"), /cell N, line 2/);
    assert.equal((await kernel.execute("stays")).text, "4");
  });

  it("is told of its grammar alone, where that is wrong", async () => {
    assert.doesNotMatch(await failure("nowhere("), /Cannot find name/);
    assert.doesNotMatch(await failure("let = ;"), /Cannot find name/);
  });

  it("leaves the later cells alone", async () => {
    await failure("const broken: number = 'x';");
    assert.match(await failure("broken"), /Cannot find name 'broken'/);
    assert.equal((await kernel.execute("1 + 1")).text, "2");
    assert.equal(withoutColors("\x1b[31mred\x1b[0m"), "red");
  });
});
