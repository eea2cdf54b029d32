import { Worker } from "node:worker_threads";

// Milliseconds between two rings.
const PERIOD = 5;

// The numbers that both threads see.
const RUNG = 0;
const ASKED = 1;
const READY = 2;

// It sleeps if nobody heard its last ring. It checks once more, so as not to miss a request made at that very moment.
const ringing = `
const { workerData: cells } = require("node:worker_threads");
Atomics.store(cells, ${READY}, 1);
for (;;) {
  Atomics.wait(cells, ${ASKED}, 0);
  Atomics.wait(cells, ${READY}, 1, ${PERIOD});
  if (Atomics.exchange(cells, ${RUNG}, 1) === 0) continue;
  Atomics.store(cells, ${ASKED}, 0);
  if (Atomics.load(cells, ${RUNG}) === 0) Atomics.store(cells, ${ASKED}, 1);
}`;

// It needs nothing from the process, and little memory.
const alone = {
  eval: true,
  execArgv: [],
  env: {},
  resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
};

/**
 * Rings every few milliseconds from its own thread, so that work notices how late it is without reading a clock.
 * Reading a clock costs as much as a whole bar.
 */
export class Bell {
  /** Its first number is 1 once it has rung. Whoever has heard it asks again. */
  readonly cells: Int32Array = new Int32Array(new SharedArrayBuffer(12));
  #started = false;

  /** Whether it rings when it is asked to. */
  get ready(): boolean {
    return Atomics.load(this.cells, READY) === 1;
  }

  /**
   * Starts its thread. That takes a while, and does not keep the process from ending. Without a thread it is never
   * ready.
   */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    try {
      const thread = new Worker(ringing, { ...alone, workerData: this.cells });
      thread.on("error", () => Atomics.store(this.cells, READY, 0));
      thread.unref();
    } catch {
      // A process may not be allowed to have threads.
    }
  }

  /**
   * Asks it to ring once more, and to go on until nobody hears it. Waking its thread is expensive, and one piece of
   * work follows the other.
   */
  ask(): void {
    Atomics.store(this.cells, RUNG, 0);
    if (Atomics.load(this.cells, ASKED) === 1) return;
    Atomics.store(this.cells, ASKED, 1);
    Atomics.notify(this.cells, ASKED);
  }
}
