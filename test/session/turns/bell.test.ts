import assert from "node:assert/strict";
import { Bell } from "../../../src/session/turns/bell";

describe("a bell", () => {
  const started = async () => {
    const bell = new Bell();
    assert.equal(bell.ready, false);
    bell.start();
    while (!bell.ready) await new Promise((resolve) => setImmediate(resolve));
    return bell;
  };
  // Waits as busy work does, without a turn of the event loop.
  const until = (is: () => boolean) => {
    for (let looks = 0; !is() && looks < 1e9; looks++);
    assert.ok(is());
  };
  const rung = (bell: Bell) => Atomics.load(bell.cells, 0) === 1;

  it("rings while the thread that listens is busy, again each time it was heard", async () => {
    const bell = await started();
    for (let times = 0; times < 3; times++) {
      bell.ask();
      until(() => rung(bell));
    }
  });

  it("sleeps when nobody has heard it, and rings again when it is asked", async () => {
    const bell = await started();
    for (let times = 0; times < 3; times++) {
      bell.ask();
      until(() => Atomics.load(bell.cells, 1) === 0);
      assert.ok(rung(bell));
    }
    bell.ask();
    until(() => rung(bell));
  });

  it("is not ready before it is started, and rings for nobody", () => {
    const bell = new Bell();
    bell.ask();
    assert.deepEqual([bell.ready, bell.cells[0]], [false, 0]);
  });
});
