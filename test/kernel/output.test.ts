import assert from "node:assert/strict";
import { type KernelClient, signs } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("what a cell writes", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("without paperlab");
    await kernel.execute(signs);
  });

  it("comes whole and in order, a million lines too, in few messages", async () => {
    const { stdout, published } = await kernel.execute('for (let i = 0; i < 1_000_000; i++) console.log("line " + i)');
    const lines = stdout.split("\n");
    assert.equal(lines.length, 1_000_001);
    assert.ok(lines.every((line, i) => i === 1_000_000 || line === `line ${i}`));
    assert.ok(published.length < 2000, `${published.length} messages`);
  });

  it("comes while a loop keeps the cell busy", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: 'console.log("begun"); while (true) console.log("on")',
    });
    await kernel.until(() => kernel.published.some(({ parent, type }) => parent === id && type === "stream"));
    await kernel.send("control", "interrupt_request", {});
    assert.equal((await kernel.outcome(id)).reply.content.ename, "Interrupted");
  });

  it("may be bytes", async () => {
    const euro = "process.stdout.write(Buffer.from([0xe2, 0x82])); process.stdout.write(Buffer.from([0xac, 10]));";
    assert.equal((await kernel.execute(euro)).stdout, "\u20ac\n");
  });

  it("belongs to its cell, also when it comes late", async () => {
    const late = await kernel.execute(`
      var isTime = false;
      const waits = setInterval(() => { if (isTime) { clearInterval(waits); console.log("late"); } }, 5);
      1`);
    const other = await kernel.execute('isTime = true; await beats(5); console.log("own")');
    assert.equal(other.stdout, "own\n");
    const id = late.published[0].parent;
    const text = () => kernel.published.filter(({ parent, type }) => parent === id && type === "stream");
    assert.deepEqual(
      text().map(({ content }) => content.text),
      ["late\n"],
    );
  });

  it("can be taken back", async () => {
    const { published } = await kernel.execute('console.log("a"); console.clear(); console.log("b")');
    const types = published.map(({ type }) => type).filter((type) => type !== "status");
    assert.deepEqual(types, ["execute_input", "stream", "clear_output", "stream"]);
  });

  it("includes errors that nobody caught, which end nothing", async () => {
    const { published } = await kernel.execute(
      'setTimeout(() => { throw new RangeError("of a timer") }, 10);\nPromise.reject(new Error("of a promise"));\n1',
    );
    const id = published[0].parent;
    const text = () =>
      kernel.published
        .filter(({ parent, type }) => parent === id && type === "stream")
        .map(({ content }) => content.text)
        .join("");
    await kernel.until(() => /Uncaught error/.test(text()) && /Unhandled rejection/.test(text()));
    assert.match(text(), /Unhandled rejection: .*of a promise[\s\S]*cell \d+, line 2/);
    assert.match(text(), /Uncaught error: .*of a timer[\s\S]*cell \d+, line 1/);
    assert.equal((await kernel.execute("1")).status, "ok");
  });

  it("is updated in its place by tslab's own displays", async () => {
    const { published } = await kernel.execute(
      'import { newDisplay } from "tslab"; const place = newDisplay(); place.html("<b>1</b>"); place.html("<b>2</b>");',
    );
    const shown = published.filter(({ type }) => type.endsWith("display_data"));
    assert.deepEqual(
      shown.map(({ type, content }) => [type, content.data["text/html"]]),
      [
        ["display_data", "<b>1</b>"],
        ["update_display_data", "<b>2</b>"],
      ],
    );
    const [first, second] = shown.map(({ content }) => content.transient.display_id);
    assert.equal(first, second);
  });
});
