import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../house/reading/source";
import type { KernelClient } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("the result of a cell", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("that import paperlab");
    await kernel.execute('import { dfd, openLab, sample, show, defineStrategy } from "paperlab"');
  });

  const texts: [string, string | undefined][] = [
    ["'text'", "'text'"],
    ["({ a: 1, b: [1, 2] })", "{ a: 1, b: [ 1, 2 ] }"],
    ["undefined", undefined],
    ["null", undefined],
    ["0", "0"],
    ["false", "false"],
    ["10n", "10n"],
    ["Promise.resolve(5)", "Promise { 5 }"],
    ["new Promise(() => {})", "Promise { <pending> }"],
    ["const x = 5", undefined],
    ["const loop: any = { name: 1 }; loop.self = loop; loop", "<ref *1> { name: 1, self: [Circular *1] }"],
    ["() => 5", "[Function (anonymous)]"],
    ["Buffer.from('abc')", "<Buffer 61 62 63>"],
  ];
  for (const [code, text] of texts) {
    it(`of ${code} is ${text ?? "nothing"}`, async () => assert.equal((await kernel.execute(code)).text, text));
  }

  it("is printed without Node's marks on promises, also by console.log", async () => {
    assert.equal((await kernel.execute("console.log({ p: Promise.resolve(1) })")).stdout, "{ p: Promise { 1 } }\n");
  });

  it("is cut where it is huge, and says how much is left out", async () => {
    assert.match((await kernel.execute("new Array(1e6).fill(1)")).text ?? "", /\.\.\. 999900 more items/);
    const long = (await kernel.execute("'x'.repeat(5e6)")).text ?? "";
    assert.ok(long.length < 20_000);
    assert.match(long, /4990000 more characters/);
    const wide = (await kernel.execute("Array.from({ length: 90 }, () => 'y'.repeat(9000))")).text ?? "";
    assert.ok(wide.length < 25_000);
    assert.match(wide, /more characters$/);
  });

  it("is said to be one that cannot be shown where looking at it throws", async () => {
    const key = '[Symbol.for("nodejs.util.inspect.custom")]';
    const { text } = await kernel.execute(`({ ${key}() { throw new Error("do not look") } })`);
    assert.equal(text, "[Object that cannot be shown: do not look]");
    const display = '({ a: 1, [Symbol.for("Jupyter.display")]() { throw new Error("no display") } })';
    assert.match((await kernel.execute(display)).text ?? "", /a: 1[\s\S]*Its own display failed: .*no display/);
    const own = (value: string) => `({ a: 1, [Symbol.for("Jupyter.display")]() { return ${value} } })`;
    const failed = async (value: string) => (await kernel.execute(own(value))).text ?? "";
    assert.match(await failed("7"), /Its own display failed: Expected an object by MIME type, was 7\)/);
    const noText = await kernel.execute(own('({ "text/html": 7n })'));
    assert.equal(noText.stderr, "Not shown: expected a text for text/html, was 7n.\n");
    assert.deepEqual(Object.keys(noText.data), ["text/plain"]);
  });

  it("is what it says of itself, with binary content as base64", async () => {
    const own = '({ [Symbol.for("Jupyter.display")]: { "text/html": "<i>x</i>", "image/png": Buffer.from("png") } })';
    const { data } = await kernel.execute(own);
    assert.equal(data["text/html"], "<i>x</i>");
    assert.equal(data["image/png"], Buffer.from("png").toString("base64"));
    assert.equal(typeof data["text/plain"], "string");
  });

  it("is shown with its binary content by `show` too", async () => {
    const { published } = await kernel.execute(
      'show({ [Symbol.for("Jupyter.display")]: () => ({ "image/png": Buffer.from("png"), "text/plain": "x" }) })',
    );
    const shown = published.find(({ type }) => type === "display_data");
    assert.equal(shown?.content.data["image/png"], Buffer.from("png").toString("base64"));
  });

  it("of a DataFrame is a table: escaped, aligned, cut with a count", async () => {
    const rows = "Array.from({ length: 50 }, (_, i) => ['<b>' + i, i * 1.5])";
    const { data } = await kernel.execute(`new dfd.DataFrame(${rows}, { columns: ["name", "value"] })`);
    assert.match(data["text/html"], /&lt;b&gt;0/);
    assert.doesNotMatch(data["text/html"], /<b>0/);
    assert.match(data["text/html"], /30 more rows/);
    assert.match(data["text/html"], /text-align:right[^>]*>1\.5/);
    assert.match(data["text/plain"], /30 more rows/);
  });

  it("of a column is a table", async () => {
    const { data } = await kernel.execute("new dfd.Series([1, 2, 3])");
    assert.match(data["text/html"], /<table/);
  });

  it("of a frame of another danfo is a table too", async () => {
    const other = `Object.assign(Object.create(null), { $isSeries: false, columns: ["a", "b"], index: [0, 1], values: [[1, "<"], [2, "y"]] })`;
    const { data } = await kernel.execute(other);
    assert.match(data["text/html"], /<th[^>]*>a<\/th>[\s\S]*&lt;/);
  });

  it("that cannot be read fails its cell, and the next one runs", async () => {
    const { reply } = await kernel.execute("const gone = Proxy.revocable({}, {}); gone.revoke(); gone.proxy");
    assert.equal(reply.content.ename, "TypeError");
    assert.equal((await kernel.execute("3")).text, "3");
  });

  it("of a danfo computation comes without TensorFlow's greeting", async () => {
    const { stderr, text } = await kernel.execute("new dfd.Series([1, 2, 3]).add(1).values");
    assert.equal(stderr, "");
    assert.equal(text, "[ 2, 3, 4 ]");
    const own = `const own = require(${JSON.stringify(join(root, "node_modules/danfojs-node"))}); new own.Series([1, 2]).add(1).values`;
    const beside = await kernel.execute(own);
    assert.deepEqual([beside.stdout, beside.stderr, beside.text], ["", "", "[ 2, 3 ]"]);
  });

  it("of a feed, a lab and metrics is a card", async () => {
    const feed = await kernel.execute(
      'const feed = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" }); feed',
    );
    assert.match(feed.data["text/html"], /us-daily[\s\S]*XNYS/);
    const lab = await kernel.execute('const lab = await openLab(":memory:"); lab');
    assert.match(lab.data["text/html"], /Lab :memory:/);
    assert.doesNotMatch(lab.data["text/html"], /<(script|style|svg|iframe)/);
  });

  it("of a figure is Plotly's, with a still picture and text", async () => {
    await kernel.execute(`
      const hold = defineStrategy({ name: "hold", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });
      const held = await lab.run(feed, hold, { symbols: ["AAPL"], name: "held" });`);
    const { data } = await kernel.execute("held.plotEquity()");
    assert.deepEqual(Object.keys(data).sort(), ["application/vnd.plotly.v1+json", "text/html", "text/plain"]);
    assert.equal(data["application/vnd.plotly.v1+json"].data[0].type, "scatter");
    assert.match(data["text/html"], /^<img src="data:image\/svg\+xml;base64,[^"]+"[^>]*alt="/);
    assert.match(data["text/plain"], /Equity of held/);
  });

  it("of `await session.run()` is one card, not two", async () => {
    const { published, data } = await kernel.execute('await lab.run(feed, hold, { symbols: ["AAPL"], name: "again" })');
    const shown = published.filter(({ type }) => type === "display_data");
    assert.equal(shown.length, 1);
    assert.match(shown[0].content.data["text/html"], /Session again[\s\S]*COMPLETED/);
    assert.equal(data, undefined);
  });

  it("of several sessions in one cell is a table, and the card of the one that it ends with", async () => {
    const { published, data } = await kernel.execute(
      'const two = [await lab.run(feed, hold, { name: "one" }), await lab.run(feed, hold, { name: "two" })]; two[1]',
    );
    const shown = published.filter(({ type }) => type.endsWith("display_data"));
    assert.match(shown.at(-1)?.content.data["text/plain"], /^2 sessions\n.*\n.*\n {2}one .*\n {2}two /);
    assert.match(data["text/html"], /Session two/);
  });

  it("of all sessions of a table is not shown once more", async () => {
    const { published, data } = await kernel.execute(
      'await Promise.all(["three", "four"].map((name) => lab.run(feed, hold, { name })))',
    );
    assert.match(published.find(({ type }) => type === "display_data")?.content.data["text/plain"], /^2 sessions/);
    assert.equal(data, undefined);
    assert.equal((await kernel.execute("[1, 2]")).text, "[ 1, 2 ]");
  });

  it("may be shown where `show` is called", async () => {
    const { published } = await kernel.execute('console.log("before"); show(feed); console.log("after")');
    const order = published.map(({ type }) => type).filter((type) => type !== "status");
    assert.deepEqual(order, ["execute_input", "stream", "display_data", "stream"]);
  });
});
