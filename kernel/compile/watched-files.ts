import { statSync } from "node:fs";

/** Called when a file was added, changed or removed, with its path and TypeScript's number for the event. */
export type OnChange = (path: string, kind: 0 | 1 | 2) => void;

interface Watched {
  seen: Look;
  readonly listeners: Set<OnChange>;
  /** The last to watch it, once nobody does any more. */
  last: OnChange | undefined;
}

interface Look {
  readonly exists: boolean;
  /** Distinguishes the states of the file. */
  readonly state: string;
  /** Whether it changed so recently that another change might leave the state the same. */
  readonly fresh: boolean;
}

// Some file systems have timestamps of two seconds.
const coarsestClock = 2000;

/**
 * Looks for changes of files only when asked. Nothing happens between two cells, and the next cell sees what was
 * written just before.
 */
export class WatchedFiles {
  readonly #watched = new Map<string, Watched>();

  /** Calls `onChange` for each change that `look` finds. */
  watch(path: string, onChange: OnChange): { close(): void } {
    const watched = this.#watched.get(path) ?? { seen: lookAt(path), listeners: new Set(), last: undefined };
    this.#watched.set(path, watched);
    watched.listeners.add(onChange);
    return {
      close: () => {
        watched.listeners.delete(onChange);
        watched.last = onChange;
      },
    };
  }

  /** Checks every file and reports changes. */
  look(): void {
    for (const [path, watched] of this.#watched) {
      const { seen } = watched;
      const now = lookAt(path);
      if (now.state === seen.state && !seen.fresh) continue;
      watched.seen = now;
      if (!now.exists && !seen.exists) continue;
      const kind = now.exists ? (seen.exists ? 1 : 0) : 2;
      for (const tell of this.#listenersOf(path, watched)) tell(path, kind);
    }
  }

  // tslab remembers its result for a file longer than it watches it. So the last watcher still gets the next change.
  #listenersOf(path: string, { listeners, last }: Watched): OnChange[] {
    if (listeners.size > 0) return [...listeners];
    this.#watched.delete(path);
    return last === undefined ? [] : [last];
  }
}

function lookAt(path: string): Look {
  const stats = statsOf(path);
  const fresh = stats !== undefined && Math.abs(Date.now() - stats.ctimeMs) < coarsestClock;
  return { exists: stats !== undefined, state: stateOf(path, stats), fresh };
}

/** Returns a text that changes with a file or folder; "" if there is none. */
export function stateOf(path: string, stats = statsOf(path)): string {
  return stats === undefined ? "" : `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
}

function statsOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
