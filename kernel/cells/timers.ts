import { type Cell, currentCell } from "./cell";

type AnyTimer = ReturnType<typeof setTimeout>;

// Pending timers, each with the cell that set it.
const owners = new Map<AnyTimer, Cell>();

/**
 * Remembers the timers that the code of a cell sets, so that what goes on in an interrupted cell can be stopped. Only
 * `setTimeout` and `setInterval` as cells see them are watched; libraries that take theirs from `node:timers` are not.
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

/** Stops the timers that the code of a cell has set. */
export function stopTimers(cell: Cell): void {
  for (const [timer, owner] of owners) if (owner === cell) clearTimeout(timer);
}

/** Returns the cells whose code has set timers that are still to come. */
export function cellsWithTimers(): Cell[] {
  return [...new Set(owners.values())];
}
