import { isMainThread } from "node:worker_threads";
import { cellScope, kernelHook } from "../notebook/hook";
import { endNow } from "./writing/thread/thread";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let files = 0;

/**
 * Makes sure that a signal that ends the process leaves nothing beside its database files, as long as one is open.
 * Call the returned function when it is closed. Programs and kernels that handle a signal themselves are left alone. A
 * signal is noticed between two turns of the event loop, so it does not end a strategy that never returns.
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

// Its listener comes first, so that it is gone before others look.
function watch(): void {
  for (const signal of signals) if (!process.listeners(signal).includes(end)) process.prependListener(signal, end);
}

function end(signal: NodeJS.Signals): void {
  process.off(signal, end);
  if (process.listenerCount(signal) === 0) {
    endNow();
    process.kill(process.pid, signal);
  } else {
    // Some packages end the process only if nobody else handles the signal. By then they have checked.
    process.nextTick(() => files > 0 && watch());
  }
}
