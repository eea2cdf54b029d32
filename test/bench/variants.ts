import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commissionBps, openLab, type Strategy } from "../..";
import type { Columns } from "./canonical-data";
import { canonicalOfOne, canonicalSignals, canonicalStrategy } from "./canonical-strategy";
import { bareLoop, callingLoop, type Outcome } from "./loops";
import { columnsOf, feedOf, type WorkName } from "./works";

/**
 * A way to do a work: a hand-written loop, a loop that calls the strategy, a session in memory, a session in a file, a
 * session in memory whose strategy is one of signals.
 */
export type VariantName = "bare" | "calling" | "memory" | "file" | "signals";

/** Does the work once and says how long the run alone took, milliseconds, and on request what it came to. */
export type Variant = () => Promise<{ readonly outcome: () => Outcome; readonly milliseconds: number }>;

const commission = commissionBps(1);

/** Makes a variant of a work, its data loaded. */
export function variantOf(work: WorkName, name: VariantName): Variant {
  if (name === "memory" || name === "file" || name === "signals") return sessionOf(work, name);
  if (work === "ten") throw new Error("There are no loops over ten symbols");
  return loopOf(name === "bare" ? bareLoop : callingLoop, columnsOf(work));
}

function loopOf(loop: (columns: Columns) => Outcome, columns: Columns): Variant {
  return async () => {
    const began = performance.now();
    const outcome = loop(columns);
    return { outcome: () => outcome, milliseconds: performance.now() - began };
  };
}

function sessionOf(work: WorkName, kind: "memory" | "file" | "signals"): Variant {
  const feed = feedOf(work);
  const options = { initialCapital: 1_000_000, commission };
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-bench-"));
    const lab = await openLab(kind === "file" ? join(folder, "bench.db") : ":memory:");
    const strategy = kind === "signals" ? canonicalSignals() : work === "ten" ? canonicalStrategy() : canonicalOfOne();
    const session = await lab.createSession(feed, strategy as Strategy, options);
    const began = performance.now();
    await session.run();
    const milliseconds = performance.now() - began;
    await lab.close();
    rmSync(folder, { recursive: true, force: true });
    const equity = () => session.metrics().finalEquity as number;
    return { outcome: () => ({ equity: equity(), fills: session.fillRows().length }), milliseconds };
  };
}
