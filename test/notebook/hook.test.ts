import assert from "node:assert/strict";
import type { Cell } from "../../kernel/cells/cell";
import type { KernelHook as Installed, RunningSession as Seen } from "../../kernel/cells/hook";
import {
  type KernelHook,
  kernelHook,
  type NotebookCell,
  notebookDisplay,
  type RunningSession,
} from "../../src/notebook/hook";
import { clearOutput, liveDisplay, show } from "../../src/notebook/show";
import { asCell } from "../support/notebook-cell";

// Kernel and library each write down for themselves where they meet. What one side gives must be what the other takes;
// the compiler objects here where it is not.
const hookGiven = (hook: Installed): KernelHook => hook;
const cellGiven = (cell: Cell): NotebookCell => cell;
const sessionGiven = (session: RunningSession): Seen => session;
const used = {
  display: true,
  bundleOf: true,
  clearOutput: true,
  cell: true,
  interruptible: true,
  sessions: true,
} satisfies Record<keyof KernelHook & keyof Installed, true>;

describe("the seam between kernel and library", () => {
  it("is one hook, which the library finds while the kernel is there", async () => {
    const { settled, hook } = await asCell(async () => kernelHook());
    assert.deepEqual(settled, { status: "fulfilled", value: hook });
    assert.deepEqual(Object.keys(hook).sort(), Object.keys(used).sort());
    assert.deepEqual([kernelHook(), notebookDisplay()], [undefined, undefined]);
  });

  it("has the cell whose code runs: its signal, what it shows, what is done at its end", async () => {
    const done: string[] = [];
    const { settled, cell } = await asCell(async (running) => {
      const found = kernelHook()?.cell();
      found?.atEnd.add(() => done.push("end"));
      const shown = { name: "shown" };
      found?.shown.add(shown);
      assert.equal(running.shows(shown), true);
      running.interrupt();
      return [found, found?.signal.aborted];
    });
    assert.deepEqual(settled, { status: "fulfilled", value: [cell, true] });
    assert.deepEqual(done, ["end"]);
    assert.equal(cellGiven(cell), cell);
  });

  it("shows under the cell, and goes on showing in one place", async () => {
    const { published } = await asCell(async () => {
      show("once");
      const live = liveDisplay();
      live?.("first");
      live?.("second");
    });
    assert.deepEqual(
      published.map(({ type, content }) => [type, (content.data as Record<string, unknown>)["text/plain"]]),
      [
        ["display_data", "once"],
        ["display_data", "first"],
        ["update_display_data", "second"],
      ],
    );
    const [once, first, second] = published.map(({ content }) => content.transient);
    assert.deepEqual(once, {});
    assert.deepEqual(first, second);
  });

  it("asks the kernel how a value is shown that does not say so itself", async () => {
    const { published } = await asCell(async () => show({ data: [{ y: Float64Array.of(1, 2) }], layout: {} }));
    const [{ content }] = published;
    assert.deepEqual((content.data as Record<string, unknown>)["application/vnd.plotly.v1+json"], {
      data: [{ y: [1, 2] }],
      layout: {},
    });
  });

  it("takes back what was shown, at once or with what comes next", async () => {
    const { published } = await asCell(async () => {
      clearOutput();
      clearOutput({ wait: true });
    });
    assert.deepEqual(published, [
      { type: "clear_output", content: { wait: false } },
      { type: "clear_output", content: { wait: true } },
    ]);
    assert.equal(clearOutput(), undefined);
  });

  it("knows the sessions that run, with their cell, and hands on what work returns or throws", async () => {
    const session: RunningSession = { name: "a", pauseNow: async () => undefined };
    const { hook, cell, settled } = await asCell(async (running) => {
      kernelHook()?.sessions.set(session, running);
      assert.throws(
        () =>
          kernelHook()?.interruptible(() => {
            throw new RangeError("no more");
          }),
        RangeError,
      );
      return kernelHook()?.interruptible(() => 5);
    });
    assert.deepEqual(settled, { status: "fulfilled", value: 5 });
    assert.deepEqual([...hook.sessions], [[sessionGiven(session), cell]]);
    assert.equal(hookGiven(hook), hook);
  });
});
