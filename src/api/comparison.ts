import { checkTwo } from "../analysis/compare/entries";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import { comparisonCard, writeComparisonPage } from "../views/comparison/page";
import type { Compared } from "../views/comparison/tables";
import { type ComparisonViews, comparisonViews } from "../views/comparison/views";
import type { Session } from "./session";

/** Several sessions side by side. It prints itself as the table of their metrics. */
export class Comparison {
  readonly #compared: Compared;

  /** @internal */
  constructor(sessions: readonly Session[]) {
    checkTwo(sessions);
    this.#compared = sessions.map(({ core }) => core);
  }

  /** One row a metric, one column a session. */
  metrics(): DataFrame {
    return comparisonViews.metrics(this.#compared);
  }

  /** Who wins each metric, by how much over whom; an undefined value never wins. */
  winners(): DataFrame {
    return comparisonViews.winners(this.#compared);
  }

  /** One row a session: state, strategy, range, steps, trades, final equity. */
  sessions(): DataFrame {
    return comparisonViews.sessions(this.#compared);
  }

  /** Correlations of the sessions' day returns. */
  correlation(): DataFrame {
    return comparisonViews.correlation(this.#compared);
  }

  /** The equity curves over one another. */
  plotEquity(): Figure {
    return comparisonViews.plotEquity(this.#compared);
  }

  /** The drawdowns over one another. */
  plotDrawdown(): Figure {
    return comparisonViews.plotDrawdown(this.#compared);
  }

  /** Writes one self-contained HTML page with the curves and the tables. Throws REPORT_FAILED when it cannot. */
  async report(path: string): Promise<void> {
    await writeComparisonPage(this.#compared, path);
  }

  /** Returns how it prints itself. @internal */
  card() {
    return comparisonCard(this.#compared);
  }
}

displayable(Comparison.prototype satisfies ComparisonViews, (comparison: Comparison) => comparison.card());
