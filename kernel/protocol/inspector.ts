import { type Debugger, type Runtime, Session } from "node:inspector";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { StackPlace } from "../thread/channel";
import { waitFairly } from "./fair-time";

// Looks at the main thread through the inspector, even while it is busy. Each look has its own connection, because a
// process with an open one does not exit cleanly.

interface Frame extends StackPlace {
  readonly id: string;
}

/** Returns the size of the main thread's heap in bytes. */
export function usedHeap(): Promise<number> {
  return connected((session, end) =>
    session.post("Runtime.getHeapUsage", (error, answer) => {
      end(error === null ? (answer as { usedSize: number }).usedSize : 0);
    }),
  );
}

const kernelFolder = pathToFileURL(join(__dirname, "..")).href;
const hookFile = pathToFileURL(join(__dirname, "../cells/hook.js")).href;
// Its functions call callbacks of cells, so a stack that begins with them is not the kernel's own work.
const timersFile = pathToFileURL(join(__dirname, "../cells/timers.js")).href;

// An asynchronous strategy runs without a call of the kernel on the stack.
const sessionsRunning = 'globalThis[Symbol.for("paperlab.kernel")].sessions.size > 0';

// Milliseconds within which a thread that runs JavaScript can be stopped.
const patience = 250;

// How to break off the main thread.
interface Breaking {
  /** Takes its stack, innermost place first, before it goes on. */
  readonly stands: (places: readonly StackPlace[]) => void;
  /** Breaks the running script. It is called only if that may help. */
  readonly signal: () => void;
  /** Whether it still has to be broken off. What ran may have ended, and the next cell begun. */
  readonly goesOn: () => boolean;
  /** Whether to spare what may be only slow: a step of a session, or a display. */
  readonly spare: boolean;
  /** Whether such a call is at work, for a thread that cannot be looked at. */
  readonly isCalling: () => boolean;
}

/**
 * Breaks off what the cells run on the main thread. A script is broken by a signal, and its caller goes on. Anything
 * else ends up to the event loop: no `catch` sees it, no `finally` runs, and continuations of promises that were
 * already settled are not called. The kernel's own work is left to finish. Resolves to what it was.
 */
export async function breakOff({ stands, signal, goesOn, spare, isCalling }: Breaking): Promise<Busy> {
  const used = await connected<Force | undefined>((session, end) => {
    const files = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params }) => files.set(params.scriptId, params.url));
    let decided = false;
    session.on("Debugger.paused", ({ params }) => {
      if (decided) return;
      decided = true;
      const places = params.callFrames.map((frame) => placeOf(frame, files.get(frame.location.scriptId) ?? ""));
      stands(places);
      session.post("Runtime.evaluate", { expression: sessionsRunning, returnByValue: true }, (error, answer) => {
        // The connection was closed in the meantime.
        if (error !== null) return;
        const { result } = answer as Runtime.EvaluateReturnType;
        const isCall = places.some(({ file }) => file === hookFile) || result.value === true;
        const wanted = goesOn() ? forceFor(places) : "none";
        const force = spare && isCall && wanted !== "none" ? "spared" : wanted;
        if (force === "signal") signal();
        if (force === "termination") forgetAsyncContext(session, places);
        session.post("Debugger.resume", { terminateOnResume: force === "termination" });
        session.post("Debugger.disable", () => end(force));
      });
    });
    session.post("Debugger.enable");
    session.post("Debugger.pause");
    void waitFairly(patience, () => decided).then(() => {
      if (decided) return;
      decided = true;
      end(undefined);
    });
  });
  // On a busy machine, a thread that runs JavaScript may have had no chance to stop.
  if (used === undefined && spare && isCalling()) return "a call";
  // Native code, which a signal may end.
  if (used === undefined && goesOn()) signal();
  if (used === undefined) return "native code";
  if (used === "spared") return "a call";
  return used === "none" ? "the kernel" : "cells";
}

/** What keeps the main thread busy. */
export type Busy = "cells" | "a call" | "the kernel" | "native code";

type Force = "spared" | "signal" | "termination" | "none";

function forceFor(places: readonly StackPlace[]): Force {
  if (places.some(({ file }) => file === "node:vm")) return "signal";
  const outermost = places.filter(({ file }) => !isNode(file) && file !== timersFile).at(-1);
  return outermost === undefined || outermost.file.startsWith(kernelFolder) ? "none" : "termination";
}

function isNode(file: string): boolean {
  return file.startsWith("node:");
}

function placeOf({ functionName: name, callFrameId: id, location }: Debugger.CallFrame, file: string): Frame {
  return { id, name, file, line: location.lineNumber + 1, column: (location.columnNumber ?? 0) + 1 };
}

const clearAsyncStack = `{
  const { noDeprecation } = process;
  process.noDeprecation = true;
  process.binding("async_wrap").clearAsyncIdStack();
  process.noDeprecation = noDeprecation;
}`;

// Node keeps an async stack of its own and ends the process if it does not match the call stack. Up to version 22,
// code after an `await` has an entry on it. Since then only calls that Node makes itself from its JavaScript have one.
function forgetAsyncContext(session: Session, frames: readonly Frame[]): void {
  if (Number.parseInt(process.versions.node, 10) < 24) {
    session.post("Runtime.evaluate", { expression: clearAsyncStack });
    return;
  }
  for (const { id: callFrameId } of frames.filter(({ file }) => isNode(file))) {
    session.post("Debugger.evaluateOnCallFrame", { callFrameId, expression: "emitAfter(asyncId)", silent: true });
  }
}

function connected<Result>(ask: (session: Session, end: (result: Result) => void) => void): Promise<Result> {
  return new Promise((resolve) => {
    const session = new Session();
    session.connectToMainThread();
    ask(session, (result) => {
      session.disconnect();
      resolve(result);
    });
  });
}
