import { usedHeap } from "./inspector";

/** What is done when the heap of the cells fills up. */
export interface HeapRungs {
  readonly announce: (text: string) => void;
  /** Breaks what runs, where that is possible. */
  readonly relieve: () => void;
}

const interval = 50;
// The heap is looked at once the process is larger than this share of the heap's limit.
const alertShare = 0.5;
const megabyte = 2 ** 20;

/**
 * Watches over the heap of the main thread, in bytes. Nobody can ask a thread that is busy, so the size of the process is
 * watched, and only when it is large is the heap itself looked at, from outside.
 */
export function watchHeap(limit: number, { announce, relieve }: HeapRungs): void {
  let told = false;
  let asking = false;
  setInterval(async () => {
    if (asking || process.memoryUsage.rss() < limit * alertShare) return;
    asking = true;
    const used = await usedHeap();
    asking = false;
    const full = used > limit - headroom(limit);
    if (full && !told) {
      announce(
        `The heap is nearly full (${gigabytes(used)} of ${gigabytes(limit)} GB), so what runs is interrupted. Keep less in memory; if the kernel ends anyway, sessions are kept up to their last commit`,
      );
      relieve();
    }
    told = full;
  }, interval);
}

// Bytes still free when the heap counts as full: part of the limit is reserved for young objects.
function headroom(limit: number): number {
  return Math.max(limit * 0.15, Math.min(400 * megabyte, limit * 0.4));
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
