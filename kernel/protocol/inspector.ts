import { type Debugger, type Runtime, Session } from "node:inspector";

// What is asked of the main thread from outside, also while it is busy. Each time anew: a process does not end in order
// while somebody is connected.

/** One place on the main thread's stack, counted from 1. */
export interface StackPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Returns the bytes that the main thread's heap takes. */
export function usedHeap(): Promise<number> {
  return connected((session, end) =>
    session.post("Runtime.getHeapUsage", (error, answer) => {
      end(error === null ? (answer as { usedSize: number }).usedSize : 0);
    }),
  );
}

// Milliseconds after which a thread that cannot be paused is left alone; it may be in native code.
const patience = 150;

/** Returns where the main thread stands, the innermost place first; nothing where it runs no JavaScript. */
export function whereabouts(): Promise<StackPlace[]> {
  return paused<StackPlace[]>([], (session, frames, files, end) => {
    const places = frames.map(({ functionName: name, location }) => {
      const { scriptId, lineNumber, columnNumber = 0 } = location;
      return { name, file: files.get(scriptId) ?? "", line: lineNumber + 1, column: columnNumber + 1 };
    });
    session.post("Debugger.resume");
    session.post("Debugger.disable", () => end(places));
  });
}

// As Node does for an error that nobody catches: without it, Node takes the stack that is left behind for a fault of
// its own and ends the process.
const clearAsyncStack = 'process.binding("async_wrap").clearAsyncIdStack()';

/**
 * Ends what the main thread runs, up to its event loop: no `catch` sees it, no `finally` runs, and what waits for
 * promises that were settled before it is not called. Does nothing to a thread that runs no JavaScript.
 */
export function breakOff(): Promise<void> {
  return paused<void>(undefined, (session, _frames, _files, end) => {
    session.post("Runtime.evaluate", { expression: clearAsyncStack }, (error, answer) => {
      const failed = error !== null || (answer as Runtime.EvaluateReturnType).exceptionDetails !== undefined;
      session.post("Debugger.resume", { terminateOnResume: !failed });
      session.post("Debugger.disable", () => end());
    });
  });
}

type Found<Result> = (
  session: Session,
  frames: readonly Debugger.CallFrame[],
  files: ReadonlyMap<string, string>,
  end: (result: Result) => void,
) => void;

function paused<Result>(otherwise: Result, found: Found<Result>): Promise<Result> {
  return connected((session, end) => {
    const files = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params }) => files.set(params.scriptId, params.url));
    session.on("Debugger.paused", ({ params }) => found(session, params.callFrames, files, end));
    session.post("Debugger.enable");
    session.post("Debugger.pause");
    setTimeout(() => end(otherwise), patience);
  });
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
