import { type Cell, currentCell } from "./cell";

type AnyTimer = ReturnType<typeof setTimeout>;

const timersOf = new WeakMap<Cell, Set<AnyTimer>>();

/**
 * Remembers the timers that the code of a cell sets, so that what goes on in an interrupted cell can be stopped. Only
 * `setTimeout` and `setInterval` as cells see them are watched; libraries that take theirs from `node:timers` are not.
 */
export function watchTimers(): void {
  const { setTimeout: once, setInterval: often, clearTimeout: clear } = globalThis;
  globalThis.setTimeout = Object.assign((work: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
    const timers = currentTimers();
    if (timers === undefined) return once(work, delay, ...args);
    const timer: AnyTimer = once(
      (...given: unknown[]) => {
        timers.delete(timer);
        work(...given);
      },
      delay,
      ...args,
    );
    timers.add(timer);
    return timer;
  }, once) as typeof setTimeout;
  globalThis.setInterval = Object.assign((work: () => void, delay?: number, ...args: []) => {
    const timer = often(work, delay, ...args);
    currentTimers()?.add(timer);
    return timer;
  }, often) as typeof setInterval;
  const forget = (timer: AnyTimer | undefined) => {
    if (timer !== undefined) currentTimers()?.delete(timer);
    clear(timer);
  };
  globalThis.clearTimeout = forget as typeof clearTimeout;
  globalThis.clearInterval = forget as typeof clearInterval;
}

/** Stops the timers that the code of a cell has set. */
export function stopTimers(cell: Cell): void {
  for (const timer of timersOf.get(cell) ?? []) clearTimeout(timer);
  timersOf.delete(cell);
}

function currentTimers(): Set<AnyTimer> | undefined {
  const cell = currentCell();
  if (cell === undefined) return undefined;
  const timers = timersOf.get(cell) ?? new Set();
  timersOf.set(cell, timers);
  return timers;
}
