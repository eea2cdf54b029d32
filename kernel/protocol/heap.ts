import { usedHeap } from "./inspector";

/** What to do when the heap of the cells fills up. */
export interface HeapRungs {
  readonly announce: (text: string) => void;
  /** Breaks off what runs, if that is possible. */
  readonly relieve: () => void;
}

const interval = 50;
// The heap is checked once the process is larger than this share of the heap's limit.
const alertShare = 0.5;
const megabyte = 2 ** 20;

/**
 * Watches the heap of the main thread, in bytes. A busy thread cannot be asked, so it watches the size of the process.
 * Only if that is large, it checks the heap itself, from outside.
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

// Bytes still free when the heap counts as full. Part of the limit is reserved for young objects.
function headroom(limit: number): number {
  return Math.max(limit * 0.15, Math.min(400 * megabyte, limit * 0.4));
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
