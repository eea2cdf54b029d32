// This thread only waits, in a script that a SIGINT may break. While such a script exists, Node's handler for the
// signal stays installed. Without it, each breakable call installs and removes the handler, which takes fifty times as
// long as the call, and a signal that finds no such script ends the process. A signal breaks the newest script. That
// is the one of a cell or strategy, if one runs. Otherwise it is the innermost one here, which starts again. The outer
// ones keep the handler meanwhile, in case of several signals at once.
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
