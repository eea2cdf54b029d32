import { isMainThread } from "node:worker_threads";
import { cellScope, kernelHook } from "../notebook/hook";
import { endNow } from "./writing/thread/thread";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let files = 0;

/**
 * Has a signal that ends the process leave nothing beside its database files, as long as one is open: call what it returns
 * when that is closed. Programs and kernels that mind a signal themselves are left alone. A signal is heeded when the event
 * loop has its turn: it does not end a strategy that never returns.
 */
export function finishAtSignals(): () => void {
  if (!isMainThread || kernelHook() !== undefined || cellScope() !== undefined) return () => undefined;
  if (files++ === 0) watch();
  let isOpen = true;
  return () => {
    if (isOpen && --files === 0) for (const signal of signals) process.off(signal, end);
    isOpen = false;
  };
}

// First of all: others are not to find it.
function watch(): void {
  for (const signal of signals) if (!process.listeners(signal).includes(end)) process.prependListener(signal, end);
}

function end(signal: NodeJS.Signals): void {
  process.off(signal, end);
  if (process.listenerCount(signal) === 0) {
    endNow();
    process.kill(process.pid, signal);
  } else {
    // Some packages end the process only where nobody else minds the signal; they have looked by then.
    process.nextTick(() => files > 0 && watch());
  }
}
