// Runs in a thread of its own and does nothing but wait, in a script that a SIGINT may break. While there is one such
// script, Node's watch for the signal is set up; without it, each call of one sets it up and takes it down again, which
// takes fifty times as long as the call, and a signal that finds no such script ends the process. A signal breaks the
// newest script: that of a cell or strategy where one runs, else the innermost here, which begins again. Those around it
// hold the watch meanwhile, should signals come at once.
import { Script } from "node:vm";

const depth = 8;
const wait = new Script("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)");
const deeper = new Script('globalThis[Symbol.for("paperlab.kernel.hold")]()');
let level = 0;

function hold(): never {
  const own = ++level;
  for (;;) {
    try {
      (own < depth ? deeper : wait).runInThisContext({ breakOnSigint: true });
    } catch {
      level = own;
    }
  }
}

Object.assign(globalThis, { [Symbol.for("paperlab.kernel.hold")]: hold });
hold();
