import assert from "node:assert/strict";
import type { KernelClient } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

describe("a line of another kernel's language", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("without paperlab");
  });

  const magics: readonly [code: string, line: number, named: string, advice: RegExp][] = [
    ["%time run()", 1, "%time", /console\.time/],
    ["const a = 1\n%timeit a + 1", 2, "%timeit", /console\.time/],
    ["%%bash\nls -la 'open\n}", 1, "%%bash", /execSync/],
    ["%%html\n<b>x</b>", 1, "%%html", /display\(/],
    ["import { sma } from 'paperlab';\n%matplotlib inline\nsma", 2, "%matplotlib", /display/],
    ["// where\n\n  %pwd", 3, "%pwd", /process\.cwd\(\)/],
    ["%unheard of", 1, "%unheard", /TypeScript/],
    ["!ls", 1, "!ls", /execSync\("ls"/],
    ["!ls -la /tmp", 1, "!ls", /execSync\("ls -la \/tmp"/],
    ['!cat "a b.csv" | head -3', 1, "!cat", /execSync\("cat \\"a b\.csv\\" \| head -3"/],
    ["const b = 1;\n!pip install numpy", 2, "!pip", /npm/],
    ["!cd ..", 1, "!cd", /process\.chdir/],
    ["cd ..", 1, "cd", /process\.chdir/],
    ["const d = 4;\ncd notebooks", 2, "cd", /process\.chdir/],
    ["ls", 1, "ls", /execSync\("ls"/],
    ["  ls -la", 1, "ls", /execSync\("ls -la"/],
    ["pip install numpy", 1, "pip", /npm/],
    ["git log --oneline | head -3", 1, "git", /execSync\("git log --oneline \| head -3"/],
    ["?sma", 1, "?sma", /Shift\+Tab/],
    ["console.log?", 1, "console.log?", /Shift\+Tab/],
    ["const c = 1;\nc??\n\nconst d = 2;", 2, "c??", /Shift\+Tab/],
  ];
  for (const [code, line, named, advice] of magics) {
    it(`is named, with what does the same here: ${JSON.stringify(code)}`, async () => {
      const { reply, traceback } = await kernel.execute(code);
      const { ename, evalue } = reply.content;
      assert.equal(ename, "NotTypeScript");
      assert.ok(evalue.startsWith(`"${named}" is not TypeScript: `), evalue);
      assert.match(evalue, advice);
      assert.match(traceback, new RegExp(`^NotTypeScript: .*\n\ncell \\d+, line ${line}\n`));
    });
  }

  const faults: readonly [code: string, fault: RegExp][] = [
    ["!ready && console.log(1)", /Cannot find name 'ready'/],
    ["const e = 1;\n!missing.length", /Cannot find name 'missing'/],
    ["!call(5)", /Cannot find name 'call'/],
    ["!ready instanceof Array", /Cannot find name 'ready'/],
    ["const f = nowhere\n  % 5;", /Cannot find name 'nowhere'/],
    ["const g = `\n%time is text\n!ls -la\n`; nowhere(", /TS1135|Argument expression expected/],
    ["/*\n%time is a comment\n*/ const h: number = 'x';", /TS2322/],
    ["head - 3", /Cannot find name 'head'/],
    ["cat in { a: 1 }", /Cannot find name 'cat'/],
    ["cp.length", /Cannot find name 'cp'/],
    ["const j = 1;\nrm", /Cannot find name 'rm'/],
    ["const i = missing?\n  1 : 2;", /Cannot find name 'missing'/],
  ];
  for (const [code, fault] of faults) {
    it(`is not seen in ${JSON.stringify(code)}`, async () => {
      const { reply, traceback } = await kernel.execute(code);
      assert.equal(reply.content.ename, "TypeScriptError");
      assert.match(traceback, fault);
    });
  }

  it("is one error where a fault repeats itself in its line", async () => {
    const { traceback } = await kernel.execute("nowhere ..");
    assert.equal(traceback.match(/TypeScriptError/g)?.length, 1, traceback);
  });

  it("that is good TypeScript runs", async () => {
    assert.equal((await kernel.execute("const seven = 7\n%4;\nseven")).text, "3");
    assert.equal((await kernel.execute("!seven")).text, "false");
    assert.equal((await kernel.execute("const which = seven?\n'a' : 'b'; which")).text, "'a'");
  });
});
