import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KernelClient, signs } from "../support/kernel-client";

describe("the kernel's protocol", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start({ transport: "tcp" });
  });
  after(() => kernel.close());

  const types = (messages: readonly { type: string; content: { execution_state?: string } }[]) =>
    messages.map(({ type, content }) => (type === "status" ? content.execution_state : type));

  it("says what it is", async () => {
    const { reply } = await kernel.request("shell", "kernel_info_request", {});
    assert.equal(reply.type, "kernel_info_reply");
    assert.equal(reply.content.status, "ok");
    assert.equal(reply.content.implementation, "paperlab");
    assert.equal(reply.content.language_info.name, "typescript");
    assert.match(reply.content.banner, /TypeScript 5/);
  });

  it("answers on the control channel too, and beats", async () => {
    assert.equal((await kernel.request("control", "kernel_info_request", {})).reply.content.status, "ok");
    assert.equal(await kernel.beat("ping"), "ping");
  });

  it("publishes busy, the input, streams, the result and idle, in order, and counts", async () => {
    const code = 'console.log("a"); console.error("b"); console.log("c"); 1 + 1';
    const { reply, published } = await kernel.execute(code);
    const expected = ["busy", "execute_input", "stream", "stream", "stream", "execute_result", "idle"];
    assert.deepEqual(types(published), expected);
    const { execution_count: count } = reply.content;
    assert.deepEqual(published[1].content, { code, execution_count: count });
    assert.deepEqual(published[5].content, { execution_count: count, data: { "text/plain": "2" }, metadata: {} });
    assert.deepEqual(reply.content, { status: "ok", execution_count: count, payload: [], user_expressions: {} });
    assert.equal((await kernel.execute("2")).reply.content.execution_count, count + 1);
  });

  it("executes silently without a word and without counting", async () => {
    const before = (await kernel.execute("1")).reply.content.execution_count;
    const { published, reply } = await kernel.execute('console.log("x"); 5', { silent: true });
    assert.deepEqual(types(published), ["busy", "idle"]);
    assert.equal(reply.content.status, "ok");
    const { published: loud } = await kernel.execute("2", { store_history: false });
    assert.ok(types(loud).includes("execute_result"));
    assert.equal((await kernel.execute("3")).reply.content.execution_count, before + 1);
  });

  it("evaluates user expressions", async () => {
    const user_expressions = { sum: "21 * 2", wrong: "nothing.there" };
    const { reply } = await kernel.execute("const nothing = undefined as any", { user_expressions });
    const { sum, wrong } = reply.content.user_expressions;
    assert.deepEqual(sum, { status: "ok", data: { "text/plain": "42" }, metadata: {} });
    assert.equal(wrong.status, "error");
    assert.equal(wrong.ename, "TypeError");
  });

  it("inspects with what is written of a name where it is declared, inherited comments and tags included", async () => {
    const folder = kernel.folder;
    writeFileSync(
      join(folder, "told.ts"),
      `/** Holds bars. */
export interface Held {
  /**
   * The bars held.
   * @deprecated since long
   */
  bars: number;
  /**
   * Adds some.
   * @param more how many
   */
  add(more: number): void;
}
export class Mine implements Held {
  bars = 1;
  add(more: number) {}
}
/** Tells of nothing. */
export const nil = 0;`,
    );
    await kernel.execute(`import { Mine, type Held, nil } from "./told";
/** Mine, and nobody else's. */
function mine(): Mine { return new Mine(); }
const held: Held = mine(); const own = mine();`);
    const told: [code: string, documentation: RegExp][] = [
      ["mine", /Mine, and nobody else's\./],
      ["held.bars", /The bars held\.\nsince long/],
      ["held.add", /Adds some\.[\s\S]*@param more how many/],
      ["own.add", /Adds some\.[\s\S]*@param more how many/],
      ["nil", /Tells of nothing\./],
      ["[1].map", /Calls a defined callback function on each element of an array/],
      ["parseInt", /Converts a string to an integer\.[\s\S]*@param string A string to convert/],
      ["Promise.all", /Creates a Promise that is resolved with an array of results/],
    ];
    for (const [code, documentation] of told) {
      const { reply } = await kernel.request("shell", "inspect_request", { code, cursor_pos: code.length });
      const shown = reply.content.data["text/plain"];
      assert.match(shown, documentation, `${code}: ${shown}`);
    }
  });

  it("completes, inspects and asks for more lines", async () => {
    await kernel.execute("const feedOfMine = { symbols: 3 }");
    const complete = await kernel.request("shell", "complete_request", { code: "feedOf", cursor_pos: 6 });
    assert.deepEqual(complete.reply.content.matches, ["feedOfMine"]);
    assert.deepEqual([complete.reply.content.cursor_start, complete.reply.content.cursor_end], [0, 6]);
    // A cursor counts code points, and JavaScript counts some characters twice.
    const code = '"\u{1f600}"; feedOfMine.sym';
    const member = await kernel.request("shell", "complete_request", { code, cursor_pos: [...code].length });
    assert.deepEqual(member.reply.content.matches, ["symbols"]);
    assert.equal(member.reply.content.cursor_end, [...code].length);
    const inspect = await kernel.request("shell", "inspect_request", { code: "feedOfMine", cursor_pos: 10 });
    assert.equal(inspect.reply.content.found, true);
    assert.match(inspect.reply.content.data["text/plain"], /symbols: number/);
    const nothing = await kernel.request("shell", "inspect_request", { code: "1 + 1", cursor_pos: 2 });
    assert.equal(nothing.reply.content.found, false);
    const begun = 'import { openLab } from "pa';
    const packages = await kernel.request("shell", "complete_request", { code: begun, cursor_pos: begun.length });
    const { matches, cursor_start: start, cursor_end: end } = packages.reply.content;
    assert.deepEqual([matches.slice(0, 2), start, end], [["paperlab", "path"], begun.length - 2, begun.length]);
    const more = await kernel.request("shell", "is_complete_request", { code: "if (true) {" });
    assert.deepEqual(more.reply.content, { status: "incomplete", indent: "  " });
    const done = await kernel.request("shell", "is_complete_request", { code: "1 + 1" });
    assert.equal(done.reply.content.status, "complete");
    const states = {
      "const x = `a": "incomplete",
      'foo("': "invalid",
      "await wait(": "incomplete",
      "/* a": "incomplete",
    };
    const others = {
      "`a ${1": "incomplete",
      "for await (const x of xs) x": "complete",
      "@": "incomplete",
      "": "complete",
    };
    for (const [code, status] of Object.entries({ ...states, ...others })) {
      const { reply } = await kernel.request("shell", "is_complete_request", { code });
      assert.equal(reply.content.status, status, code);
    }
  });

  it("completes while a cell waits, and does not look idle", async () => {
    const waiting = await kernel.send("shell", "execute_request", {
      code: "await new Promise((resolve) => { Object.assign(globalThis, { goOn: resolve }); });",
    });
    await kernel.until(() =>
      kernel.published.some(({ parent, type }) => parent === waiting && type === "execute_input"),
    );
    await kernel.request("shell", "complete_request", { code: "feedOf", cursor_pos: 6 });
    const states = kernel.published.filter(({ type }) => type === "status");
    await kernel.until(() => states.length > 0 && kernel.published.at(-1)?.content.execution_state === "busy");
    assert.equal(kernel.published.at(-1)?.parent, waiting);
    await kernel.send("control", "interrupt_request", {});
    assert.equal((await kernel.outcome(waiting)).reply.content.ename, "Interrupted");
  });

  it("remembers what was executed", async () => {
    await kernel.execute('"remembered"');
    const ask = (content: object) => kernel.request("shell", "history_request", content);
    const tail = await ask({ hist_access_type: "tail", n: 1, output: true, raw: true });
    assert.deepEqual(tail.reply.content.history[0].slice(2), [['"remembered"', "'remembered'"]]);
    const found = await ask({ hist_access_type: "search", pattern: "*emembere*", n: 5, output: false, unique: true });
    assert.deepEqual(
      found.reply.content.history.map(([, , input]: string[]) => input),
      ['"remembered"'],
    );
    const [[, line]] = tail.reply.content.history;
    const range = await ask({ hist_access_type: "range", session: 0, start: line, stop: line + 1 });
    assert.equal(range.reply.content.history.length, 1);
  });

  it("has no comms, and closes those that are opened", async () => {
    const { reply } = await kernel.request("shell", "comm_info_request", { target_name: "jupyter.widget" });
    assert.deepEqual(reply.content, { status: "ok", comms: {} });
    const id = await kernel.send("shell", "comm_open", { comm_id: "c1", target_name: "jupyter.widget", data: {} });
    await kernel.until(() => kernel.published.some(({ type, parent }) => type === "comm_close" && parent === id));
  });

  it("answers a request that it does not know with an error", async () => {
    const { reply } = await kernel.request("shell", "dance_request", {});
    assert.equal(reply.type, "dance_reply");
    assert.match(reply.content.evalue, /dance_request/);
    await kernel.until(() => /dance_request/.test(kernel.stderr));
  });

  it("takes no message with a wrong signature, without parts, or that is no JSON", async () => {
    const noted = kernel.stderr.length;
    const id = await kernel.send("shell", "execute_request", { code: "globalThis.stolen = 1" }, "0".repeat(64));
    await kernel.sendRaw(["nonsense"]);
    await kernel.sendRaw([Buffer.from("<IDS|MSG>"), "", "{", "{}", "{}", "{}"]);
    assert.equal((await kernel.execute("(globalThis as any).stolen")).text, undefined);
    assert.ok(kernel.published.every(({ parent }) => parent !== id));
    assert.equal(kernel.stderr.slice(noted).match(/refused/g)?.length, 3);
  });

  it("refuses to execute what is no text", async () => {
    const { reply } = await kernel.request("shell", "execute_request", { code: 5 });
    assert.equal(reply.content.status, "error");
    assert.match(reply.content.evalue, /code to be a text, was number/);
  });

  // Both wait when the first one fails: requests are taken in order, and so was the second when the third is answered.
  const failingAndWaiting = async (more: object) => {
    await kernel.execute(signs);
    const code = 'await untilThere("go"); require("fs").rmSync("go"); throw new Error("no")';
    const failing = await kernel.send("shell", "execute_request", { code, ...more });
    const waiting = await kernel.send("shell", "execute_request", { code: "7" });
    await kernel.request("shell", "kernel_info_request", {});
    writeFileSync(join(kernel.folder, "go"), "");
    assert.equal((await kernel.outcome(failing)).reply.content.status, "error");
    return (await kernel.outcome(waiting)).reply.content.status;
  };

  it("drops what waits behind a failing cell, and runs what comes later", async () => {
    assert.equal(await failingAndWaiting({}), "aborted");
    assert.equal((await kernel.execute("1")).status, "ok");
  });

  it("runs what waits behind a failing cell that says not to stop", async () => {
    assert.equal(await failingAndWaiting({ stop_on_error: false }), "ok");
  });

  it("refuses to ask for input, clearly", async () => {
    const code = 'await new Promise((resolve, reject) => process.stdin.on("error", reject).on("data", resolve))';
    const readline = 'import { createInterface } from "node:readline"; createInterface({ input: process.stdin })';
    for (const asking of [code, "process.stdin.read()", readline, "for await (const line of process.stdin) line"]) {
      assert.match((await kernel.execute(asking)).traceback, /a cell to ask for no input/, asking);
    }
    assert.match((await kernel.execute('prompt("x")')).traceback, /A cell cannot ask for input/);
  });

  it("does not end with process.exit", async () => {
    assert.match((await kernel.execute("process.exit(3)")).traceback, /Shut the kernel down/);
    assert.equal((await kernel.execute("1")).status, "ok");
  });

  it("ends when it is shut down, with an answer and without a cry", async () => {
    assert.equal(await kernel.shutDown(), 0);
    assert.ok(!/Segmentation|Assertion|Error:/.test(kernel.stderr), kernel.stderr);
  });
});
