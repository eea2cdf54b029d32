import { statSync } from "node:fs";

/** Told of a file that came, changed or went: its path, and TypeScript's number of what happened. */
export type OnChange = (path: string, kind: 0 | 1 | 2) => void;

interface Watched {
  seen: Look;
  readonly listeners: Set<OnChange>;
  /** Who watched it last, once nobody does any more. */
  last: OnChange | undefined;
}

interface Look {
  readonly exists: boolean;
  /** What tells one state of the file from another. */
  readonly state: string;
  /** Whether it was changed so lately that another change could leave all that as it is. */
  readonly fresh: boolean;
}

// Some file systems count in steps of two seconds.
const coarsestClock = 2000;

/**
 * Looks for changes of files only when it is asked to. Nothing happens between two cells, and the next cell sees what was
 * written the moment before.
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

  /** Looks at every file, and tells of what changed. */
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

  // tslab remembers what it made of a file longer than it watches it: who watched last hears of the next change too.
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

/** Returns a text that is another one when a file or folder is another one, "" where there is none. */
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
