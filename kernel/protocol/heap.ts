import { Session } from "node:inspector";

/** What is done when the heap of the cells fills up. */
export interface HeapRungs {
  readonly announce: (text: string) => void;
  /** Breaks what runs, where that is possible. */
  readonly relieve: () => void;
}

const interval = 100;
// Shares of the limit: of the whole process, from which the heap is looked at; of the heap, at which it is full.
const alertShare = 0.5;
const fullShare = 0.85;

/**
 * Watches over the heap of the main thread, in bytes. Nobody can ask a thread that is busy, so the size of the process is
 * watched, and only when it is large is the heap itself looked at, from outside.
 */
export function watchHeap(limit: number, { announce, relieve }: HeapRungs): void {
  let session: Session | undefined;
  let told = false;
  let asking = false;
  setInterval(() => {
    if (asking || process.memoryUsage.rss() < limit * alertShare) return;
    session ??= connected();
    asking = true;
    session.post("Runtime.getHeapUsage", (error, answer) => {
      asking = false;
      if (error !== null || answer === undefined) return;
      const usage = answer as { usedSize: number; totalSize: number };
      const full = usage.totalSize > limit * fullShare && usage.usedSize > limit * (fullShare - 0.1);
      if (full && !told) {
        announce(
          `The heap is nearly full (${gigabytes(usage.usedSize)} of ${gigabytes(limit)} GB): what runs is interrupted. Keep less at a time; if the kernel ends all the same, sessions are kept up to their last commit`,
        );
        relieve();
      }
      told = full;
    });
  }, interval);
}

function connected(): Session {
  const session = new Session();
  session.connectToMainThread();
  return session;
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
