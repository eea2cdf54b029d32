import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { root } from "../../house/reading/source";
import { notebookOf } from "../../support/jupyter";
import { Lab, patience, picture } from "../../support/jupyter-lab";

const setup = `import { openLab, sample, defineStrategy } from "paperlab";
const lab = await openLab("live.db");
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const flip = defineStrategy({
  name: "flip",
  state: () => ({ bars: 0 }),
  onBar: ({ bar, state, orderTargetWeight }) => orderTargetWeight(bar.symbol, state.bars++ % 40 < 20 ? 1 : 0),
});`;

const ownCells = [
  setup,
  `const options = { name: "own", symbols: ["AAPL"], benchmark: "SPX", pace: { updatesPerSecond: 100 } };
const session = await lab.createSession(feed, flip, options);
session.watch();
await session.start();`,
  "await session.pause()",
  "await session.resume()",
  'session.setPace("max")',
];

const followingCells = [
  'import { openLab } from "paperlab";\nconst lab = await openLab("live.db");\nconst held = await lab.session("held");',
  "held.watch();",
];

/** A process that runs or goes on with the session that is followed. */
const ownerCode = `const { defineStrategy, openLab, sample } = require(${JSON.stringify(root)});
(async () => {
  ${setup.split("\n").slice(1).join("\n")}
  const [, pace] = process.argv;
  const options = { name: "held", symbols: ["AAPL"], benchmark: "SPX", pace: { updatesPerSecond: 20 } };
  const open = () => lab.session("held", { strategy: flip });
  const session = pace === "begin" ? await lab.createSession(feed, flip, options) : await open();
  if (pace === "max") session.setPace("max");
  console.log("opened");
  await session.run();
  await lab.close();
})();`;

describe("a session that is watched in JupyterLab", function () {
  this.timeout(4 * patience);
  const { folder } = notebookOf(ownCells, "own.ipynb");
  const following = notebookOf(followingCells, "following.ipynb");
  const owners: ChildProcess[] = [];
  let lab: Lab;
  let page: Page;
  before(async () => {
    lab = await Lab.of(folder);
  });
  after(async () => {
    for (const owner of owners) owner.kill("SIGKILL");
  });

  const card = () => page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output").first();
  const says = (text: string | RegExp) => card().filter({ hasText: text }).waitFor();
  const heightOf = async () => Math.round((await card().boundingBox())?.height ?? 0);

  async function run(cell: number): Promise<void> {
    const code = page.locator(".jp-CodeCell").nth(cell);
    await code.locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    await code.locator(".jp-InputArea-prompt", { hasText: /\[\d+\]/ }).waitFor();
  }

  async function owner(how: "begin" | "goOn" | "max", cwd: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["-e", ownerCode, how], { cwd, stdio: ["ignore", "pipe", "inherit"] });
    owners.push(child);
    await once(child.stdout, "data");
    return child;
  }

  it("has a card that is as high while it runs, is paused, goes on and is over", async () => {
    page = await lab.open("own.ipynb", 1400);
    await run(0);
    await run(1);
    await says(/RUNNING.*Trades[1-9]/);
    const heights = [await heightOf()];
    await picture(page, "watched-running");
    for (const [cell, state] of [
      [2, /PAUSED/],
      [3, /RUNNING/],
      [4, /COMPLETED, END_OF_FEED/],
    ] as const) {
      await run(cell);
      await says(state);
      heights.push(await heightOf());
    }
    await picture(page, "watched-over");
    assert.ok(heights[0] > 700, `${heights}`);
    assert.deepEqual(
      heights,
      heights.map(() => heights[0]),
    );
  });

  it("of a process that is killed is PAUSED, and moves again when another goes on with it", async () => {
    copyFileSync(following.path, `${folder}/following.ipynb`);
    const first = await owner("begin", folder);
    page = await lab.open("following.ipynb", 1400);
    await run(0);
    await run(1);
    await says(/RUNNING in another process.*Trades[1-9]/);
    const height = await heightOf();
    await picture(page, "followed-running");
    first.kill("SIGKILL");
    await once(first, "exit");
    await says(/Session held PAUSED/);
    assert.equal(await heightOf(), height);
    await owner("goOn", folder).then(async (second) => {
      await says(/RUNNING in another process/);
      assert.equal(await heightOf(), height);
      second.kill("SIGKILL");
      await once(second, "exit");
    });
    await owner("max", folder);
    await says(/COMPLETED, END_OF_FEED/);
    assert.equal(await heightOf(), height);
    await picture(page, "followed-over");
  });
});
