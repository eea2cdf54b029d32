import type { Addition } from "./addition";

/** One of everything that is read or shown: feeds, figures, frames and errors. */
export const shownAdditions: readonly Addition[] = [
  {
    row: "a feed",
    file: {
      path: "src/feeds/made/steps.ts",
      text: `import { replaySource } from "../read/replay";
import { recordedSource } from "../source/recorded";
import type { RecordedSource } from "../source/source";

/** How many days there are, and the range that is left of them: ISO dates, inclusive. */
export interface StepsOptions {
  readonly count: number;
  readonly from?: string;
  readonly to?: string;
}

/** Makes a feed of days whose price goes up by 1 a day. */
export function stepsSource({ count, from, to }: StepsOptions): RecordedSource {
  const bars = Array.from({ length: count }, (_, day) => {
    const price = 100 + day;
    const time = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return { time, symbol: "STEPS", open: price, high: price, low: price, close: price, volume: 1 };
  });
  const { symbols, interval, calendar, daily, columns, skipped } = replaySource(bars, { calendar: "always" });
  const origin = { kind: "steps" as const, options: { count } };
  return recordedSource({ name: "steps", symbols, interval, calendar, daily, columns, skipped, origin }).slice(from, to);
}
`,
    },
    lines: [
      {
        file: "src/feeds/source/source.ts",
        before: ";\n\n/** Plain data that describes a feed",
        text: ' | "steps"',
      },
      {
        file: "src/feeds/remake.ts",
        before: 'import type { ReplayOptions } from "./read/replay";',
        text: 'import { type StepsOptions, stepsSource } from "./made/steps";\n',
      },
      {
        file: "src/feeds/remake.ts",
        before: "};\n\nfunction isKnown",
        text: "  steps: ({ options }) => stepsSource(options as unknown as StepsOptions),\n",
      },
      {
        file: "src/api/feed.ts",
        before: 'import type { ReplayInput, ReplayOptions } from "../feeds/read/replay";',
        text: 'import { stepsSource } from "../feeds/made/steps";\n',
      },
      {
        file: "src/api/feed.ts",
        before: "/** Throws INVALID_OPTION unless `feed` is a feed. */",
        text: `/** Makes a feed of \`count\` days whose price goes up by 1 a day. */
export function steps(count: number): Feed {
  return new Feed(stepsSource({ count }));
}

`,
      },
      { file: "src/index.ts", before: "  replay,\n", text: "  steps,\n" },
    ],
    tried: `await (async () => {
      const before = await paperlab.openLab("steps.db");
      const session = await before.createSession(paperlab.steps(9).slice("2024-01-03"), buying, { name: "steps" });
      await session.step(2);
      await before.close();
      const after = await paperlab.openLab("steps.db");
      const again = await after.session("steps", { strategy: buying });
      await again.run();
      await after.close();
      return [again.state, again.steps, again.fillRows().map(({ symbol, price }) => [symbol, price])];
    })()`,
    result: ["COMPLETED", 7, [["STEPS", 103]]],
    forgotten: [
      {
        what: "its kind",
        lines: [0],
        refused: { in: "src/feeds/made/steps.ts", says: /'"steps"' is not assignable to type 'FeedKind'/ },
      },
      {
        what: "its maker",
        lines: [1, 2],
        refused: { in: "src/feeds/remake.ts", says: /Property 'steps' is missing/ },
      },
      {
        what: "what a cell calls",
        lines: [3, 4],
        refused: { house: /src\/feeds\/made\/steps\.ts is not in src\/api\/feed\.ts/ },
      },
    ],
  },
  {
    row: "a figure",
    file: {
      path: "src/output/figures/steps.ts",
      text: `import type { Figure } from "../plotly/figure";
import { layoutOf } from "../plotly/theme";
import { figureOf } from "./parts/figure-of";
import { lineTrace, type Series } from "./parts/series";
import { timeAxis } from "./parts/time-axis";

/** Draws a series as a line without more. */
export function stepsFigure(series: Series): Figure {
  const axis = timeAxis([]);
  const layout = layoutOf({ title: "Steps", legend: false, xaxis: axis.axis, yaxis: {} });
  return figureOf([lineTrace(series, axis, 100, { color: "#3b82f6" })], layout);
}
`,
    },
    lines: [
      {
        file: "src/views/session/figures.ts",
        before: 'import type { SessionCore } from "../../session/core";',
        text: 'import { stepsFigure } from "../../output/figures/steps";\n',
      },
      {
        file: "src/views/session/figures.ts",
        before: "  plotEquity: equityPlot,",
        text: "  plotSteps: (core: SessionCore) => stepsFigure(equitySeries(core)),\n",
      },
      {
        file: "src/api/session-views.ts",
        before: "  /** Draws the equity curve,",
        text: `  /** Draws the equity curve as a line without more. */
  plotSteps(): Figure {
    return sessionFigures.plotSteps(this.core);
  }

`,
      },
    ],
    tried: "ran.plotSteps().layout.title.text",
    result: "Steps",
    forgotten: [
      {
        what: "its method",
        lines: [2],
        refused: { in: "src/api/session-views.ts", says: /Property 'plotSteps' is missing in type 'SessionViews'/ },
      },
    ],
  },
  {
    row: "a frame method",
    file: {
      path: "src/views/session/tables/buys.ts",
      text: `import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** A fill that bought. */
export interface BuyRow {
  readonly time: number;
  readonly price: number;
}

/** Fills that bought. */
export const buys = sessionTable(
  ({ content }): BuyRow[] =>
    content.fills.filter(({ side }) => side === "buy").map(({ time, price }) => ({ time, price })),
  columnsOf<BuyRow>({
    time: "time",
    price: "price",
  }),
);
`,
    },
    lines: [
      {
        file: "src/views/session/tables.ts",
        before: 'import { drawdowns } from "./tables/drawdowns";',
        text: 'import { buys } from "./tables/buys";\n',
      },
      { file: "src/views/session/tables.ts", before: "  equity,\n", text: "  buys,\n" },
      {
        file: "src/api/session-views.ts",
        before: "  /** What the strategy logged. */",
        text: `  /** Every fill that bought. */
  buys(): DataFrame {
    return sessionTables.buys.frame(this.core);
  }

  /** The rows of \`buys()\`. */
  buyRows(): { time: number; price: number }[] {
    return sessionTables.buys.rows(this.core);
  }

`,
      },
    ],
    tried: "[ran.buys().shape[0] === ran.buyRows().length, ran.buys().columns]",
    result: [true, ["time", "date", "price"]],
    forgotten: [
      {
        what: "its methods",
        lines: [2],
        refused: { in: "src/api/session-views.ts", says: /Property 'buys' is missing in type 'SessionViews'/ },
      },
      {
        what: "one of its columns",
        text: '    price: "price",\n',
        refused: { in: "src/views/session/tables/buys.ts", says: /'price' is missing/ },
      },
      {
        what: "its line among the tables",
        lines: [0, 1],
        refused: { in: "src/api/session-views.ts", says: /'buys' does not exist/ },
      },
    ],
  },
  {
    row: "an error code",
    lines: [
      {
        file: "src/errors.ts",
        before: "  INVALID_STRATEGY:",
        text: '  TOO_LATE: "Something was asked for when it was over.",\n',
      },
      {
        file: "src/api/metrics-of.ts",
        before: "  return displayedSeries",
        text: '  if (input.periodsPerYear === 13) throw new PaperLabError("TOO_LATE", "Expected to be asked before");\n',
      },
      {
        file: "src/api/metrics-of.ts",
        before: "import { displayedSeries } from",
        text: 'import { PaperLabError } from "../errors";\n',
      },
    ],
    tried: "codeOf(() => paperlab.metricsOf({ returns: [0.1], periodsPerYear: 13 }))",
    result: "TOO_LATE",
    forgotten: [
      {
        what: "its line",
        lines: [0],
        refused: { in: "src/api/metrics-of.ts", says: /'"TOO_LATE"' is not assignable/ },
      },
    ],
  },
];
