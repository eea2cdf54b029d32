import { constants } from "node:os";

interface SignalWrap {
  onsignal: () => void;
  start(signal: number): number;
  unref(): void;
}

type Binding = (name: "signal_wrap") => { readonly Signal: new () => SignalWrap };

/**
 * Calls `heed` in this thread whenever the process gets a signal. `process.on` works only on the main thread, and only
 * when that is not busy. From Node 24 on there is no way to hear a signal elsewhere, and it does nothing.
 */
export function watchSignal(signal: "SIGTERM" | "SIGHUP", heed: () => void): void {
  const Signal = signalWrap();
  if (Signal === undefined) return;
  const wrap = new Signal();
  wrap.onsignal = heed;
  wrap.start(constants.signals[signal]);
  wrap.unref();
}

// Node itself uses this binding for `process.on`.
function signalWrap(): (new () => SignalWrap) | undefined {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return (process as unknown as { binding: Binding }).binding("signal_wrap").Signal;
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
