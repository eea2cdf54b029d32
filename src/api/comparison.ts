import { comparisonTable, type NamedMetrics } from "../analysis/compare/comparison-table";
import { correlationOf } from "../analysis/compare/correlation-table";
import { checkTwo } from "../analysis/compare/entries";
import { winnersOf } from "../analysis/compare/winners";
import { isShortRecord } from "../analysis/measured";
import { displayable } from "../notebook/display";
import { cardDisplay } from "../output/cards";
import { drawdownFigure } from "../output/figures/drawdown";
import { equityFigure } from "../output/figures/equity";
import type { Figure } from "../output/figures/figure";
import { titleText } from "../output/formats";
import type { DataFrame } from "../output/frames/danfo";
import { frameOf } from "../output/frames/frames";
import type { CellFormats } from "../output/text";
import { frameOfRows } from "../views/frames";
import { metricCellFormats, titledMetrics } from "../views/metrics-display";
import { writePage } from "../views/pages";
import { dayOf, equitySeries } from "../views/session-figures";
import type { Column } from "../views/session-tables";
import type { Session } from "./session";

/** Several sessions side by side. It prints itself as the table of their metrics. */
export class Comparison {
  readonly #sessions: readonly Session[];

  /** @internal */
  constructor(sessions: readonly Session[]) {
    checkTwo(sessions);
    this.#sessions = sessions;
  }

  /** One row a metric, one column a session. */
  metrics(): DataFrame {
    const table = comparisonTable(this.#named());
    return frameOf(table, { formats: this.#formats(), maxRows: table.rows.length });
  }

  /** Who wins each metric, by how much over whom; an undefined value never wins. */
  winners(): DataFrame {
    const table = winnersOf(this.#named());
    return frameOf(table, { formats: this.#winnerFormats(), maxRows: table.rows.length });
  }

  /** One row a session: state, strategy, range, steps, trades, final equity. */
  sessions(): DataFrame {
    const cores = this.#sessions.map(({ core }) => core);
    const times = { daily: cores.every(({ daily }) => daily), calendar: cores[0].calendar };
    return frameOfRows(this.#sessions.map(sessionRow), sessionColumns, times);
  }

  /** Correlations of the sessions' day returns. */
  correlation(): DataFrame {
    const named = this.#sessions.map(({ name, content: { days } }) => ({
      name,
      series: {
        time: Float64Array.from(days.day.subarray(0, days.length)),
        level: days.equity.subarray(0, days.length),
      },
    }));
    return frameOf(correlationOf(named), { formats: (column) => (column === "session" ? "text" : "ratio") });
  }

  /** The equity curves over one another. */
  plotEquity(): Figure {
    return equityFigure(this.#series(), { title: "Equity", day: this.#day() });
  }

  /** The drawdowns over one another. */
  plotDrawdown(): Figure {
    return drawdownFigure(this.#series(), { title: "Drawdown", day: this.#day() });
  }

  /** Writes one self-contained HTML page with the curves and the tables. Throws REPORT_FAILED when it cannot. */
  async report(path: string): Promise<void> {
    const named = this.#named();
    const [metrics, winners] = [comparisonTable(named), winnersOf(named)].map(titledMetrics);
    await writePage(path, {
      title: this.#sessions.map(({ name }) => name).join(" and "),
      sections: [
        { heading: "Equity", figures: [this.plotEquity(), this.plotDrawdown()] },
        {
          heading: "Metrics",
          tables: [{ table: metrics, options: { formats: this.#formats(), headings: metricHeading } }],
        },
        {
          heading: "Winners",
          tables: [{ table: winners, options: { formats: this.#winnerFormats(), headings: titleText } }],
        },
      ],
    });
  }

  /** Returns how it prints itself. @internal */
  card() {
    const title = this.#sessions.map(({ name }) => name).join(", ");
    const table = comparisonTable(this.#named());
    const options = { formats: this.#formats(), maxRows: table.rows.length };
    return cardDisplay({ title, note: "comparison", tables: [{ table, options }], figures: [this.plotEquity()] });
  }

  #named(): NamedMetrics[] {
    return this.#sessions.map((session) => ({ name: session.name, metrics: session.core.metrics().metrics }));
  }

  // A column a session, under the name that the table gives it.
  #formats(): CellFormats {
    const short = this.#shortNames();
    return metricCellFormats((column) => short.includes(column));
  }

  #winnerFormats(): CellFormats {
    const short = this.#shortNames();
    const names = (column: string, [, winner, , runnerUp]: readonly unknown[]) =>
      String(column === "runnerUpValue" ? runnerUp : winner).split(", ");
    const formats = metricCellFormats((column, row) => names(column, row).some((name) => short.includes(name)));
    return (column, row) => (column === "winner" || column === "runnerUp" ? "text" : formats(column, row));
  }

  #shortNames(): string[] {
    const [, ...names] = comparisonTable(this.#named()).columns;
    return names.filter((_, at) => isShortRecord(this.#sessions[at].core.metrics()));
  }

  #series() {
    return this.#sessions.map(({ core }) => equitySeries(core));
  }

  #day() {
    const cores = this.#sessions.map(({ core }) => core);
    return cores.every((core) => core.daily) ? dayOf(cores[0]) : undefined;
  }
}

// The other columns are named after sessions.
function metricHeading(column: string): string {
  return column === "metric" ? "Metric" : column;
}

displayable(Comparison.prototype, (comparison: Comparison) => comparison.card());

const sessionColumns: readonly Column[] = [
  ["name", "text"],
  ["state", "text"],
  ["strategy", "text"],
  ["symbols", "text"],
  ["from", "time"],
  ["to", "time"],
  ["steps", "count"],
  ["fills", "count"],
  ["finalEquity", "currency"],
];

function sessionRow({ name, state, steps, core, content }: Session) {
  const { curve, fills } = content;
  return {
    name,
    state,
    strategy: core.parts.config.strategy.name,
    symbols: core.parts.config.symbols.join(", "),
    from: curve.time[1],
    to: curve.time[curve.length - 1],
    steps,
    fills: fills.length,
    finalEquity: curve.equity[curve.length - 1],
  };
}
