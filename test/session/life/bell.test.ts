import assert from "node:assert/strict";
import { Bell } from "../../../src/session/life/bell";

describe("a bell", () => {
  it("rings while the thread that listens is busy, again each time it was heard", async () => {
    const bell = new Bell();
    assert.equal(bell.ready, false);
    bell.start();
    while (!bell.ready) await new Promise((resolve) => setImmediate(resolve));
    bell.ask(true);
    for (let times = 0; times < 3; times++) {
      let looks = 0;
      while (Atomics.load(bell.cells, 0) === 0 && looks < 1e9) looks++;
      assert.equal(bell.cells[0], 1);
      bell.cells[0] = 0;
    }
    bell.ask(false);
  });

  it("is not ready before it is started, and rings for nobody", () => {
    const bell = new Bell();
    bell.ask(true);
    assert.deepEqual([bell.ready, bell.cells[0]], [false, 0]);
  });
});
