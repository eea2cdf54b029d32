import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type Executed, executed, KernelClient, signs } from "../support/kernel-client";

const strategies = `${signs}
import { openLab, sample, defineStrategy, sma } from "paperlab";
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const hold = defineStrategy({ name: "hold", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });
const stuck = defineStrategy({
  name: "stuck",
  onBar({ bar }) {
    if (bar.close > 80) giveSign();
    if (bar.close > 80) while (true) {}
  },
});
const slow = { symbols: ["AAPL"], pace: { updatesPerSecond: 200 } };`;

/** Executes a cell and interrupts it once it has given its sign, or a message of some type has come from it. */
async function interruptedCell(kernel: KernelClient, code: string, message?: string): Promise<Executed> {
  const id = await kernel.send("shell", "execute_request", { code });
  if (message === undefined) await kernel.sign();
  else await kernel.until(() => kernel.published.some(({ parent, type }) => parent === id && type === message));
  assert.equal((await kernel.request("control", "interrupt_request", {})).reply.content.status, "ok");
  return executed(await kernel.outcome(id));
}

/** A cell that waits until a session does not run any more, and comes to its state. */
function atRest(session: string): string {
  return `while (${session}.state === "RUNNING") await beats(1); ${session}.state`;
}

describe("an interrupt", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start();
    writeFileSync(join(kernel.folder, "turning.js"), "exports.turn = () => { for (;;) exports.n++; };");
    await kernel.execute(strategies);
    await kernel.execute('const lab = await openLab("lab.db"); const kept = "kept"; let n = 0;');
  });
  after(() => kernel.close());
  afterEach(async () => {
    // The last test ends it.
    if (kernel.process.signalCode === "SIGKILL") return;
    assert.equal((await kernel.execute("kept")).text, "'kept'");
  });

  const loops: [string, string][] = [
    ["a loop", "giveSign(); while (true) n++;"],
    ["a loop in a function", "const spin = () => { giveSign(); for (;;) n++; };\nspin();"],
    ["a loop behind an await", "await null; giveSign(); while (true) n++;"],
    [
      "a loop in an asynchronous function",
      "async function turn() { await null; giveSign(); do n++; while (true); }\nawait turn();",
    ],
    [
      "a loop in a function behind an await",
      "await null; const turns = () => { giveSign(); for (;;) n++; };\nturns();",
    ],
    [
      "a loop in a method behind an await",
      "const turning = { async turn() { await null; giveSign(); while (true) n++; } };\nawait turning.turn();",
    ],
    ["a loop of a module behind an await", 'await null; giveSign(); require("./turning.js").turn();'],
    ["a pattern that never ends", "giveSign(); /^(a+)+$/.test('a'.repeat(40) + 'b');"],
    [
      "a loop that catches and goes on",
      "await null; const deaf = () => { giveSign(); for (;;) try { for (;;) n++; } catch {} };\ndeaf();",
    ],
    ["a loop in a microtask", "queueMicrotask(() => { giveSign(); for (;;) n++; }); 7"],
    ["a loop behind a promise that nobody awaits", "Promise.resolve().then(() => { giveSign(); for (;;) n++; }); 7"],
    ["a loop in a tick", "process.nextTick(() => { giveSign(); for (;;) n++; }); 8"],
    ["a promise that never comes", "giveSign(); await new Promise(() => {});"],
    ["a loop that waits in between", "giveSign(); while (true) await beats(1);"],
    ["a loop that only lets promises through", "giveSign(); while (true) await null;"],
    ["a value that never ends to be shown", '({ [Symbol.for("Jupyter.display")]() { giveSign(); while (true) {} } })'],
  ];
  for (const [what, code] of loops) {
    it(`ends ${what}, and keeps the variables`, async () => {
      const { reply } = await interruptedCell(kernel, code);
      assert.equal(reply.content.ename, "Interrupted");
    });
  }

  it("lets a compilation come to its end, and does not begin with what was compiled", async () => {
    const lines = Array.from(
      { length: 800 },
      (_, i) => `const w${i} = { a: ${i}, f(x: number) { return x + ${i}; } };`,
    );
    const id = await kernel.send("shell", "execute_request", { code: `n = -1;\n${lines.join("\n")}` });
    await kernel.until(() => kernel.published.some(({ parent, type }) => parent === id && type === "execute_input"));
    await kernel.request("control", "interrupt_request", {});
    assert.equal(executed(await kernel.outcome(id)).reply.content.ename, "Interrupted");
    assert.equal((await kernel.execute("n === -1")).text, "false");
  });

  it("lets a compilation come to its end that takes long and gives no sign, as where a disk is slow", async () => {
    const fifo = join(kernel.folder, "slow");
    execFileSync("mkfifo", [fifo]);
    const pipe = await open(fifo, "r+");
    writeFileSync(join(kernel.folder, "slow.ts"), "export {};");
    // Reading the file waits, in no JavaScript, for what comes through the pipe.
    await kernel.execute(`
      const disk = require("fs");
      const readAtOnce = disk.readFileSync;
      disk.readFileSync = (path: any, ...rest: any[]) => {
        if (String(path).endsWith("slow.ts")) {
          giveSign();
          require("child_process").execFileSync("head", ["-c1", "slow"]);
        }
        return readAtOnce(path, ...rest);
      };`);
    const id = await kernel.send("shell", "execute_request", { code: 'import "./slow"; n = -2;' });
    await kernel.sign();
    await kernel.request("control", "interrupt_request", {});
    // As long as it would take to give up a cell.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await pipe.write("x");
    assert.equal(executed(await kernel.outcome(id)).reply.content.ename, "Interrupted");
    await pipe.close();
    assert.equal((await kernel.execute("disk.readFileSync = readAtOnce; n === -2")).text, "false");
  });

  it("stops the timers of its cell", async () => {
    await interruptedCell(kernel, "const tick = setInterval(() => n++, 5); giveSign(); await new Promise(() => {});");
    const { text } = await kernel.execute("const seen = n; await beats(10); n - seen");
    assert.equal(text, "0");
  });

  it("says where the cell stood, whatever it was", async () => {
    const places: [string, RegExp][] = [
      [
        "const go = () => {\n  for (;;) n++;\n};\ngiveSign(); [1].forEach(go);",
        /cell N, line 2, in go\n[\s\S]*\ncalled from cell N, line 4$/,
      ],
      [
        "await null;\nfunction late() {\n  while (true) n++;\n}\ngiveSign(); late();",
        /cell N, line 3, in late\n[\s\S]*\ncalled from cell N, line 5$/,
      ],
    ];
    for (const [code, place] of places) {
      const { traceback } = await interruptedCell(kernel, code);
      assert.match(traceback.replace(/cell \d+/g, "cell N"), place);
    }
  });

  it("stops what earlier cells have set off, where none runs", async () => {
    await kernel.execute("const ticks = setInterval(() => n++, 5);");
    await kernel.execute("(async () => { while (true) { await beats(1); n++; } })(); 1");
    await kernel.request("control", "interrupt_request", {});
    await kernel.execute("let atRest = n; await beats(10);");
    assert.equal((await kernel.execute("n - atRest")).text, "0");
  });

  const callers: [string, string][] = [
    ["a timer", "setTimeout(spinning, 20)"],
    ["an immediate", "setImmediate(spinning)"],
    ["a tick", "setTimeout(() => process.nextTick(spinning), 20)"],
    ["a promise behind a timer", "setTimeout(async () => { await null; spinning(); }, 20)"],
    ["a promise behind a tick", "setTimeout(() => process.nextTick(() => Promise.resolve().then(spinning)), 20)"],
    ["a file that is read", 'require("fs").readFile("turning.js", spinning)'],
    ["an event", 'setTimeout(() => new (require("events"))().on("a", spinning).emit("a"), 20)'],
    ["a resource", 'setTimeout(() => new (require("async_hooks").AsyncResource)("a").runInAsyncScope(spinning), 20)'],
  ];
  for (const [what, call] of callers) {
    it(`breaks ${what} that keeps everything waiting, where no cell runs`, async () => {
      await kernel.execute(`var spinning = () => { giveSign(); while (true) n++; }; ${call}; 1`);
      await kernel.sign();
      await kernel.request("control", "interrupt_request", {});
      assert.equal((await kernel.execute("'goes on'")).text, "'goes on'");
      const late = 'setTimeout(() => console.log("late"), 5); await beats(2);';
      assert.equal((await kernel.execute(late)).stdout, "late\n");
    });
  }

  it("breaks a timer that keeps a cell from beginning", async () => {
    await kernel.execute(`setTimeout(() => { giveSign(); while (true) n++; }, 20); 1`);
    await kernel.sign();
    const id = await kernel.send("shell", "execute_request", { code: "'begins'" });
    await kernel.until(() => kernel.published.some(({ parent }) => parent === id));
    await kernel.request("control", "interrupt_request", {});
    assert.equal(executed(await kernel.outcome(id)).reply.content.ename, "Interrupted");
    assert.equal((await kernel.execute("'goes on'")).text, "'goes on'");
  });

  it("ends what the cell has subscribed to, and what an earlier cell has once no cell runs", async () => {
    await kernel.execute("let heard = 0; feed.subscribe(() => heard++, { pace: { updatesPerSecond: 200 } });");
    const code = `
      let own = 0;
      feed.subscribe(() => { if (++own === 3) giveSign(); }, { pace: { updatesPerSecond: 200 } });
      await new Promise(() => {});`;
    await interruptedCell(kernel, code);
    const counts = "const [a, b] = [own, heard]; await beats(20); [own - a, heard > b]";
    assert.equal((await kernel.execute(counts)).text, "[ 0, true ]");
    await kernel.request("control", "interrupt_request", {});
    assert.equal((await kernel.execute(counts)).text, "[ 0, false ]");
  });

  it("knows its cells after one was broken off", async () => {
    await interruptedCell(kernel, "await null; (() => { giveSign(); for (;;) n++; })();");
    const first = await kernel.execute(`
      var isTime = false;
      const waits = setInterval(() => { if (isTime) { clearInterval(waits); console.log("late"); } }, 5);
      await null;
      console.log("first")`);
    const second = await kernel.execute("isTime = true; await beats(5); console.log('second')");
    assert.deepEqual([first.stdout, second.stdout], ["first\n", "second\n"]);
    const { reply } = await interruptedCell(kernel, "giveSign(); while (true) await beats(1);");
    assert.equal(reply.content.ename, "Interrupted");
  });

  it("does nothing where nothing runs", async () => {
    assert.equal((await kernel.request("control", "interrupt_request", {})).reply.content.status, "ok");
    assert.equal((await kernel.execute("1")).status, "ok");
  });

  it("pauses a session that is awaited, with everything kept, and the same session goes on", async () => {
    const code = 'const paced = await lab.createSession(feed, hold, { ...slow, name: "paced" }); await paced.run()';
    const { reply, traceback } = await interruptedCell(kernel, code, "update_display_data");
    assert.match(
      traceback,
      /^PaperLabError \[INTERRUPTED\]: Session "paced" was interrupted and is PAUSED after \d+ steps/,
    );
    assert.equal(reply.content.status, "error");
    assert.equal((await kernel.execute("paced.state")).text, "'PAUSED'");
    const steps = Number((await kernel.execute("paced.steps")).text);
    assert.ok(steps > 0 && steps < 1260);
    const stored = await kernel.execute('(await lab.query("SELECT state, cursor FROM paper_sessions")).values');
    assert.equal(stored.text, `[ [ 'PAUSED', ${steps} ] ]`);
    await kernel.execute("await paced.step(5)");
    assert.equal((await kernel.execute("paced.steps")).text, String(steps + 5));
  });

  it("pauses a session whose strategy waits in a loop of a helper, before that step", async () => {
    await kernel.execute(`async function forever() { while (true) await beats(1); }
    const spins = defineStrategy({
      name: "spins",
      state: () => ({ bars: 0 }),
      async onBar({ state }) { if (++state.bars === 20) { giveSign(); await forever(); } },
    });
    const spinning = await lab.createSession(feed, spins, { symbols: ["AAPL"], name: "spins" });`);
    const { traceback } = await interruptedCell(kernel, "await spinning.run()");
    assert.match(traceback, /Session "spins" was interrupted and is PAUSED after 19 steps/);
    assert.equal((await kernel.execute("[spinning.state, spinning.steps]")).text, "[ 'PAUSED', 19 ]");
  });

  it("pauses all sessions that its cell runs before the next cell begins, in which they go on to the end", async () => {
    await kernel.execute(`const waits = defineStrategy({
      name: "waits",
      state: () => ({ bars: 0 }),
      async onBar({ bar, state, orderTarget }) {
        await beats(1);
        orderTarget(bar.symbol, ++state.bars % 20 < 10 ? 50 : 0);
      },
    });
    const short = sample("us-daily", { from: "2017-01-03", to: "2017-12-29" });
    const whole = await lab.run(short, waits, { symbols: ["AAPL"], name: "waits whole" });
    const three = [];
    for (let i = 0; i < 3; i++) three.push(await lab.createSession(short, waits, { symbols: ["AAPL"], name: "w" + i }));`);
    const all = "await Promise.all(three.map((session) => session.run()))";
    await interruptedCell(kernel, all, "display_data");
    assert.equal((await kernel.execute("[...new Set(three.map(({ state }) => state))]")).text, "[ 'PAUSED' ]");
    await interruptedCell(kernel, all, "display_data");
    await kernel.execute(all);
    assert.equal((await kernel.execute("[...new Set(three.map(({ state }) => state))]")).text, "[ 'COMPLETED' ]");
    assert.equal(
      (await kernel.execute("three.every(({ fingerprint }) => fingerprint === whole.fingerprint)")).text,
      "true",
    );
  });

  it("pauses a session beside one that never comes to an end", async () => {
    const { reply } = await interruptedCell(
      kernel,
      `const beside = await lab.createSession(feed, hold, { ...slow, name: "beside" });
      const spins = await lab.createSession(feed, stuck, { symbols: ["AAPL"], name: "spins" });
      await Promise.all([beside.run(), spins.run()]);`,
    );
    assert.equal(reply.content.status, "error");
    assert.equal((await kernel.execute("[beside.state, spins.state]")).text, "[ 'PAUSED', 'FAILED' ]");
  });

  it("pauses a session whose strategy is slow, or waits for a timer of its own", async () => {
    const slowBars: [string, string][] = [
      ["computes", "onBar() { giveSign(); const until = Date.now() + 450; while (Date.now() < until) n++; }"],
      [
        "computes late",
        "async onBar() { await null; giveSign(); const until = Date.now() + 450; while (Date.now() < until) n++; }",
      ],
      ["waits", "async onBar() { giveSign(); await new Promise((resolve) => setTimeout(resolve, 900)); }"],
      // As it looks too where the machine is so busy that the thread gets no time.
      ["sleeps", "onBar() { giveSign(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700); }"],
    ];
    for (const [what, onBar] of slowBars) {
      const name = what.replace(" ", "");
      const { published } = await interruptedCell(
        kernel,
        `const ${name} = await lab.createSession(feed, defineStrategy({ name: "${name}", ${onBar} }), { symbols: ["AAPL"], name: "${name}" });
        await ${name}.run();`,
      );
      assert.equal(published.filter(({ type }) => type === "error").length, 1);
      assert.equal((await kernel.execute(atRest(name))).text, "'PAUSED'");
    }
  });

  it("names a session that waits for a promise of its strategy", async () => {
    const { stderr } = await interruptedCell(
      kernel,
      `const never = defineStrategy({ name: "never", async onBar() { giveSign(); await new Promise(() => {}); } });
      await lab.run(feed, never, { symbols: ["AAPL"], name: "waits for ever" });`,
    );
    // Where the kernel got no time for two seconds, the promise is given up already.
    const told = /^Session "waits for ever" is PAUSED when the promise of its strategy settles or is given up/m;
    if (!/"waits for ever": It no longer waits for its strategy/.test(stderr)) assert.match(stderr, told);
  });

  it("ends a sweep: no other session is set off", async () => {
    const code = 'for (let i = 0; i < 50; i++) await lab.run(feed, hold, { ...slow, name: "sweep " + i })';
    await interruptedCell(kernel, code, "display_data");
    await kernel.execute("await beats(10);");
    const { text } = await kernel.execute(
      `(await lab.query("SELECT count(*) FROM paper_sessions WHERE name LIKE 'sweep%'")).values`,
    );
    assert.equal(text, "[ [ 1 ] ]");
  });

  it("breaks a strategy that never comes to an end, and says where", async () => {
    const { traceback } = await interruptedCell(
      kernel,
      'await lab.run(feed, stuck, { symbols: ["AAPL"], name: "stuck" })',
    );
    assert.match(
      traceback,
      /Strategy "stuck" failed in onBar at 201\d-\d\d-\d\d \(AAPL, bar \d+\): it was interrupted[\s\S]*cell 1, line 12, in onBar/,
    );
    assert.equal((await kernel.execute('(await lab.session("stuck")).state')).text, "'FAILED'");
  });

  it("leaves a session that an earlier cell set off to itself", async () => {
    await kernel.execute(
      'const behind = await lab.createSession(feed, hold, { ...slow, name: "behind" }); await behind.start();',
    );
    await interruptedCell(kernel, "giveSign(); await new Promise(() => {});");
    assert.equal((await kernel.execute("behind.state")).text, "'RUNNING'");
    await kernel.request("control", "interrupt_request", {});
    assert.equal((await kernel.execute(atRest("behind"))).text, "'PAUSED'");
  });

  it("says that the kernel restarts, when what it waits for cannot be broken", async () => {
    const code = 'await null; giveSign(); require("child_process").execSync("sleep 20");';
    const id = await kernel.send("shell", "execute_request", { code });
    await kernel.sign();
    await kernel.send("control", "interrupt_request", {});
    const ended = new Promise((resolve) => kernel.process.once("exit", (_code, signal) => resolve(signal)));
    const { reply, traceback } = executed(await kernel.outcome(id));
    assert.equal(reply.content.ename, "KernelRestart");
    assert.match(traceback, /the kernel restarts, and its variables are lost/);
    assert.equal(await ended, "SIGKILL");
  });
});
