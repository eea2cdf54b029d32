import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import type { ResampledKey } from "../views/comparison/answers";
import { windowTexts } from "../views/comparison/compared";
import { type CompareOptions, Comparing } from "../views/comparison/comparing";
import type { CurveChoice } from "../views/comparison/curves";
import type { HeatmapOptions } from "../views/comparison/figures";
import type { AgainstRow, IntervalRow } from "../views/comparison/intervals";
import { comparisonCard } from "../views/comparison/page";
import { writeComparisonReport } from "../views/comparison/report/report";
import type { ComparedListOptions } from "../views/comparison/sessions";
import { type ComparisonViews, comparisonViews } from "../views/comparison/views";
import type { WinnerRow } from "../views/comparison/winners";
import type { Report } from "../views/pages";
import type { RollingPlotOptions } from "../views/session/figures/rolling";
import type { Session } from "./session";

/** How sessions are compared. The baseline is one of them, by name, number or itself. */
export type ComparisonOptions = Omit<CompareOptions, "baseline"> & { readonly baseline?: Session | string | number };

/**
 * Several sessions side by side, on the window that they share: from the latest first day to the earliest last one. Prints
 * itself: who leads and who cannot be told from it, the table, and the curves.
 */
export class Comparison {
  readonly #comparing: Comparing;

  /** @internal */
  constructor(sessions: readonly Session[], options: ComparisonOptions = {}) {
    const cores = sessions.map(({ core }) => core);
    const { baseline } = Object(options) as ComparisonOptions;
    const id = typeof baseline === "object" ? baseline.id : baseline;
    this.#comparing = new Comparing(
      cores,
      baseline === id ? (options as CompareOptions) : { ...options, baseline: id },
    );
  }

  /**
   * The first and last day that the sessions share, or times where one is too short for days, or stands in the middle of the
   * last day; `undefined` if none has begun.
   */
  get window(): { readonly from: string; readonly to: string } | undefined {
    return windowTexts(this.#comparing.now);
  }

  /** One row per metric, one column per session. Metrics are those of the window. */
  metrics(): DataFrame {
    return comparisonViews.metrics(this.#comparing);
  }

  /**
   * Which session wins each metric, over which one, by how much, and who cannot be told from the winner. An undefined value
   * never wins. "Not distinguishable" is for the metrics that day returns can be resampled for, `null` for others.
   */
  winners(): DataFrame {
    return comparisonViews.winners(this.#comparing);
  }

  /** The rows of `winners`, as plain objects. */
  winnerRows(): WinnerRow[] {
    return comparisonViews.winnerRows(this.#comparing);
  }

  /** A metric of each session with its interval, or all that can be resampled. Throws INVALID_OPTION for others. */
  intervals(metric?: ResampledKey): DataFrame {
    return comparisonViews.intervals(this.#comparing, metric);
  }

  /** The rows of `intervals`, as plain objects. */
  intervalRows(metric?: ResampledKey): IntervalRow[] {
    return comparisonViews.intervalRows(this.#comparing, metric);
  }

  /**
   * How much better than the `baseline` each session is, and whether it is, by a test that counts how many were tried. Throws
   * INVALID_OPTION without a baseline, or for a metric that cannot be resampled.
   */
  against(metric?: ResampledKey): DataFrame {
    return comparisonViews.against(this.#comparing, metric);
  }

  /** The rows of `against`, as plain objects. */
  againstRows(metric?: ResampledKey): AgainstRow[] {
    return comparisonViews.againstRows(this.#comparing, metric);
  }

  /**
   * One row per session: what it is, what its window leaves out, params and options that differ, metrics; first how it ranks,
   * if `lab.compare` was given a `rank`. Throws INVALID_OPTION, UNKNOWN_OPTION, INVALID_FORMULA, and UNKNOWN_COLUMN with the near match.
   */
  sessions(options: ComparedListOptions = {}): DataFrame {
    return comparisonViews.sessions(this.#comparing, options);
  }

  /** One row per setting that differs, one column per session: strategy, feed, params, options. */
  settings(): DataFrame {
    return comparisonViews.settings(this.#comparing);
  }

  /** Correlations of the sessions' day returns. */
  correlation(): DataFrame {
    return comparisonViews.correlation(this.#comparing);
  }

  /**
   * The equity curves, overlaid, over their benchmark. Of more than eight sessions, the best, the worst and those in
   * `names` are lines, and all are shown by a band.
   */
  plotEquity(options: CurveChoice = {}): Figure {
    return comparisonViews.plotEquity(this.#comparing, options);
  }

  /** The drawdowns, overlaid, with lines and a band as in `plotEquity`. */
  plotDrawdown(options: CurveChoice = {}): Figure {
    return comparisonViews.plotDrawdown(this.#comparing, options);
  }

  /** A metric of each window of returns of each session, overlaid: see `plotRolling` of a session, and `plotEquity`. */
  plotRolling(options: RollingPlotOptions & CurveChoice = {}): Figure {
    return comparisonViews.plotRolling(this.#comparing, options);
  }

  /**
   * A metric by two params as colored cells, by default by the first two in which the sessions differ: the mean of those that
   * have the same two. Throws INVALID_OPTION if they do not differ in two, and for an unknown param or metric.
   */
  plotHeatmap(options: HeatmapOptions = {}): Figure {
    return comparisonViews.plotHeatmap(this.#comparing, options);
  }

  /**
   * Writes one self-contained HTML page, which can be sent, read on a phone and printed: curves, metrics, winners, intervals,
   * settings, correlations. Of more than 100 sessions it leaves out what takes resamples, and says which calls have that.
   * Returns a link to it. Throws REPORT_FAILED if it cannot.
   */
  async report(path: string): Promise<Report> {
    return writeComparisonReport(this.#comparing, path);
  }

  /** Returns how it prints itself. @internal */
  card() {
    return comparisonCard(this.#comparing);
  }
}

displayable(Comparison.prototype satisfies ComparisonViews, (comparison: Comparison) => comparison.card());
