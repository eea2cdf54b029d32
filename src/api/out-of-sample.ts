import type { MetricKey } from "../analysis/metrics/catalog";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import type { SweepResults } from "../sweep/kept/results";
import type { StitchedRow, WindowRow } from "../views/walk-forward/out-of-sample";
import { type OutOfSampleViews, outOfSampleCard, outOfSampleViews } from "../views/walk-forward/views";

/** What a walk-forward did on its test windows. `sweep.outOfSample()` makes it. It prints itself as a card. */
export class OutOfSample implements OutOfSampleViews {
  /** What the sweep found. @internal */
  readonly results: SweepResults;

  /** @internal */
  constructor(results: SweepResults) {
    this.results = results;
  }

  /** One row per window: training and test days, the params chosen, the metric of `rank` in sample and out of sample. */
  windows(): DataFrame {
    return outOfSampleViews.windows(this.results);
  }

  /** The rows of `windows()`. */
  windowRows(): WindowRow[] {
    return outOfSampleViews.windowRows(this.results);
  }

  /** The equity over all test windows by trading day: one account from the first to the last. Throws INVALID_STATE as long as it is not done. */
  equity(): DataFrame {
    return outOfSampleViews.equity(this.results);
  }

  /** The rows of `equity()`. */
  equityRows(): StitchedRow[] {
    return outOfSampleViews.equityRows(this.results);
  }

  /** The metrics of that curve; `null` where undefined. Throws INVALID_STATE as long as it is not done. */
  metrics(): Partial<Record<MetricKey, number | null>> {
    return outOfSampleViews.metrics(this.results);
  }

  /** The curve, with a point where each window begins. Throws INVALID_STATE as long as it is not done. */
  plot(): Figure {
    return outOfSampleViews.plot(this.results);
  }
}

displayable(OutOfSample.prototype, ({ results }: OutOfSample) => outOfSampleCard(results));
