import { type Cell, currentCell } from "./cell";

type AnyTimer = ReturnType<typeof setTimeout>;

// Pending timers, each with the cell that set it.
const owners = new Map<AnyTimer, Cell>();

/**
 * Remembers the timers that the code of a cell sets, so that an interrupted cell can be stopped. Watches only
 * `setTimeout` and `setInterval` as cells see them, not those that libraries take from `node:timers`.
 */
export function watchTimers(): void {
  const { setTimeout: once, setInterval: often, clearTimeout: clear } = globalThis;
  globalThis.setTimeout = Object.assign((work: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
    const cell = currentCell();
    if (cell === undefined) return once(work, delay, ...args);
    const fire = (...given: unknown[]) => {
      owners.delete(timer);
      work(...given);
    };
    const timer: AnyTimer = once(fire, delay, ...args);
    owners.set(timer, cell);
    return timer;
  }, once) as typeof setTimeout;
  globalThis.setInterval = Object.assign((work: () => void, delay?: number, ...args: []) => {
    const timer = often(work, delay, ...args);
    const cell = currentCell();
    if (cell !== undefined) owners.set(timer, cell);
    return timer;
  }, often) as typeof setInterval;
  const forget = (timer: AnyTimer | undefined) => {
    if (timer !== undefined) owners.delete(timer);
    clear(timer);
  };
  globalThis.clearTimeout = forget as typeof clearTimeout;
  globalThis.clearInterval = forget as typeof clearInterval;
}

/** Stops the timers that a cell's code has set. */
export function stopTimers(cell: Cell): void {
  for (const [timer, owner] of owners) if (owner === cell) clearTimeout(timer);
}

/** Returns the cells that have pending timers. */
export function cellsWithTimers(): Cell[] {
  return [...new Set(owners.values())];
}
