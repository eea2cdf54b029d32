import { clearInterval, setInterval } from "node:timers";
import { displayable } from "../../notebook/display";
import { kernelHook } from "../../notebook/hook";
import { liveDisplay } from "../../notebook/show";
import type { SweepResults } from "../../sweep/kept/results";
import { liveSweepCard } from "../sweep/live";

// Milliseconds between two updates, and how many times longer than an update that is at least.
const interval = 250;
const shareOfWait = 20;

/**
 * Shows a sweep in the cell whose code runs: a card that is updated four times a second at most, and when it is over the sweep
 * as it prints itself. Returns a function to call then. Outside a notebook nothing is shown.
 */
export function showSweep(sweep: object, results: SweepResults): () => void {
  const send = liveDisplay();
  if (send === undefined) return () => {};
  const cell = kernelHook()?.cell();
  let next = 0;
  const update = () => {
    const begun = performance.now();
    if (begun < next) return;
    send(displayable({}, liveSweepCard(results)));
    next = performance.now() + shareOfWait * (performance.now() - begun);
  };
  update();
  const timer = setInterval(update, interval).unref();
  return () => {
    clearInterval(timer);
    cell?.shown.add(sweep);
    send(sweep);
  };
}
