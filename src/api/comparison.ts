import { checkTwo } from "../analysis/compare/entries";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import type { CurveChoice } from "../views/comparison/curves";
import { comparisonCard, writeComparisonPage } from "../views/comparison/page";
import type { Compared } from "../views/comparison/tables";
import { type ComparisonViews, comparisonViews } from "../views/comparison/views";
import type { Report } from "../views/pages";
import type { RollingPlotOptions } from "../views/session/figures/rolling";
import type { Session } from "./session";

/** Several sessions side by side. Prints itself as the table of their metrics. */
export class Comparison {
  readonly #compared: Compared;

  /** @internal */
  constructor(sessions: readonly Session[]) {
    checkTwo(sessions);
    this.#compared = sessions.map(({ core }) => core);
  }

  /** One row per metric, one column per session. */
  metrics(): DataFrame {
    return comparisonViews.metrics(this.#compared);
  }

  /** Which session wins each metric, over which one, and by how much. An undefined value never wins. */
  winners(): DataFrame {
    return comparisonViews.winners(this.#compared);
  }

  /** One row per session: state, strategy, range, steps, trades, final equity. */
  sessions(): DataFrame {
    return comparisonViews.sessions(this.#compared);
  }

  /** Correlations of the sessions' day returns. */
  correlation(): DataFrame {
    return comparisonViews.correlation(this.#compared);
  }

  /**
   * The equity curves, overlaid, over their benchmark. Of more than eight sessions, the best, the worst and those in
   * `names` are lines, and all are shown by a band.
   */
  plotEquity(options: CurveChoice = {}): Figure {
    return comparisonViews.plotEquity(this.#compared, options);
  }

  /** The drawdowns, overlaid, with lines and a band as in `plotEquity`. */
  plotDrawdown(options: CurveChoice = {}): Figure {
    return comparisonViews.plotDrawdown(this.#compared, options);
  }

  /** A metric of each window of returns of each session, overlaid: see `plotRolling` of a session, and `plotEquity`. */
  plotRolling(options: RollingPlotOptions & CurveChoice = {}): Figure {
    return comparisonViews.plotRolling(this.#compared, options);
  }

  /** Writes one self-contained HTML page with the curves and the tables. Returns a link to it. Throws REPORT_FAILED. */
  async report(path: string): Promise<Report> {
    return writeComparisonPage(this.#compared, path);
  }

  /** Returns how it prints itself. @internal */
  card() {
    return comparisonCard(this.#compared);
  }
}

displayable(Comparison.prototype satisfies ComparisonViews, (comparison: Comparison) => comparison.card());
