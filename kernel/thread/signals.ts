import { constants } from "node:os";

interface SignalWrap {
  onsignal: () => void;
  start(signal: number): number;
  unref(): void;
}

type Binding = (name: "signal_wrap") => { readonly Signal: new () => SignalWrap };

/**
 * Calls `heed` in this thread whenever the process gets a signal. `process.on` works only on the main thread, and only
 * when that is not busy.
 */
export function watchSignal(signal: "SIGTERM" | "SIGHUP", heed: () => void): void {
  const { noDeprecation } = process;
  // Node itself uses this binding for `process.on`. It has no other way to hear a signal in a worker.
  process.noDeprecation = true;
  const { Signal } = (process as unknown as { binding: Binding }).binding("signal_wrap");
  process.noDeprecation = noDeprecation;
  const wrap = new Signal();
  wrap.onsignal = heed;
  wrap.start(constants.signals[signal]);
  wrap.unref();
}
