// Runs in a thread of its own and does nothing but wait, in a script that a SIGINT may break. While there is one such
// script, Node's watch for the signal is set up; without it, each call of one sets it up and takes it down again, which
// takes fifty times as long as the call. A signal breaks the newest script: that of a cell or strategy where one runs,
// else this one, which begins again.
import { Script } from "node:vm";

const script = new Script("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)");

for (;;) {
  try {
    script.runInThisContext({ breakOnSigint: true });
  } catch {
    // Nothing else ran that could be broken.
  }
}
