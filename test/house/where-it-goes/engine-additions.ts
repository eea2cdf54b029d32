import type { Addition } from "./addition";

/** One of everything that computes: metrics, indicators, orders, models and rules. */
export const engineAdditions: readonly Addition[] = [
  {
    row: "a metric",
    file: {
      path: "src/analysis/metrics/positive-periods.ts",
      text: `import { metricOf } from "./metric";

/** Number of periods that gained. */
export const positivePeriods = metricOf("returns", {
  title: "Positive periods",
  unit: "count",
  better: "none",
  formula: "#(r > 0)",
  value: ({ sums }) => sums.positive,
});
`,
    },
    lines: [
      {
        file: "src/analysis/metrics/catalog.ts",
        before: 'import { profitFactor } from "./profit-factor";',
        text: 'import { positivePeriods } from "./positive-periods";\n',
      },
      {
        file: "src/analysis/metrics/catalog.ts",
        before: "  /** Jensen's alpha of a year, a fraction. */",
        text: "  /** Number of periods that gained. */\n  positivePeriods,\n",
      },
    ],
    tried: `[
      paperlab.metricsOf({ returns: [0.1, -0.1, 0.2], periodsPerYear: 252 }).positivePeriods,
      ran.metrics().positivePeriods === ran.metricsFrame().loc({ rows: ran.metricsFrame().column("metric").eq("positivePeriods") }).values[0][1],
    ]`,
    result: [2, true],
    forgotten: [
      {
        what: "its formula",
        text: '  formula: "#(r > 0)",\n',
        refused: { in: "src/analysis/metrics/positive-periods.ts", says: /'formula' is missing/ },
      },
      {
        what: "its line in the catalog",
        lines: [0, 1],
        refused: {
          house: /src\/analysis\/metrics\/positive-periods\.ts is not in src\/analysis\/metrics\/catalog\.ts/,
        },
      },
      {
        what: "its entry in the catalog",
        lines: [1],
        refused: {
          in: "src/analysis/metrics/catalog.ts",
          says: /'positivePeriods' is declared but its value is never read/,
        },
      },
    ],
  },
  {
    row: "an indicator",
    file: {
      path: "src/strategy/indicators/last.ts",
      text: `import { ofValues } from "./mechanism/of-values";

/** Returns the last value. */
export const last = ofValues<[]>({ name: "last", parameters: [], fold: () => ({ push: (value) => value }) });
`,
    },
    lines: [
      {
        file: "src/strategy/indicators/index.ts",
        before: 'export { sma } from "./sma";',
        text: 'export { last } from "./last";\n',
      },
    ],
    tried: "paperlab.last([1, 3, 2])",
    result: 2,
    forgotten: [
      {
        what: "its line in the index",
        lines: [0],
        refused: { house: /src\/strategy\/indicators\/last\.ts is not in src\/strategy\/indicators\/index\.ts/ },
      },
    ],
  },
  {
    row: "a ready-made strategy",
    file: {
      path: "src/strategies/always-in.ts",
      text: `import { defineSignals } from "../api/strategy";

/** Holds an even share of each symbol from its first bar on. */
export const alwaysIn = defineSignals({
  name: "always-in",
  signals: ({ close, symbols }) => close.map(() => 1 / symbols.length),
});
`,
    },
    lines: [
      {
        file: "src/strategies/index.ts",
        before: "import { bollingerReversion,",
        text: 'import { alwaysIn } from "./always-in";\n',
      },
      { file: "src/strategies/index.ts", before: "  bollingerReversion,\n", text: "  alwaysIn,\n" },
    ],
    tried: '(await lab.run(feed, paperlab.strategies.alwaysIn, { symbols: ["AAPL"] })).fillRows().length',
    result: 1,
    forgotten: [
      {
        what: "its line in the index",
        lines: [0, 1],
        refused: { house: /src\/strategies\/always-in\.ts is not in src\/strategies\/index\.ts/ },
      },
      {
        what: "its entry in the index",
        lines: [1],
        refused: { in: "src/strategies/index.ts", says: /'alwaysIn' is declared but its value is never read/ },
      },
    ],
  },
  {
    row: "an order type",
    file: {
      path: "src/core/orders/types/on-close.ts",
      text: `import type { OrderKind } from "./kind";

/** Takes the close of its bar. */
export const onClose: OrderKind = {
  prices: [],
  timeInForce: "DAY",
  timesInForce: ["DAY", "GTC"],
  anyPrice: true,
  slips: true,
  findPrice: (_order, { close }, row) => close[row],
};
`,
    },
    lines: [
      {
        file: "src/core/orders/types/order-types.ts",
        before: 'import { stop } from "./stop";',
        text: 'import { onClose } from "./on-close";\n',
      },
      {
        file: "src/core/orders/types/order-types.ts",
        before: "} satisfies Record<string, OrderKind>",
        text: "  onClose,\n",
      },
    ],
    tried: `await (async () => {
      const closing = paperlab.defineStrategy({
        name: "closing",
        onBar({ bar, buy, position }) {
          if (position(bar.symbol).quantity === 0) buy(bar.symbol, 1, { type: "onClose" });
        },
      });
      const session = await lab.run(feed, closing, { symbols: ["AAPL"] });
      const [order] = session.orderRows();
      const same = await lab.run(feed, buying, { symbols: ["AAPL"], fill: { price: "close" } });
      return [order.type, order.timeInForce, order.averagePrice === same.orderRows()[0].averagePrice];
    })()`,
    result: ["onClose", "DAY", true],
    forgotten: [
      {
        what: "whether slippage moves its price",
        text: "  slips: true,\n",
        refused: { in: "src/core/orders/types/on-close.ts", says: /'slips' is missing/ },
      },
      {
        what: "its line in the list",
        lines: [0, 1],
        refused: {
          house: /src\/core\/orders\/types\/on-close\.ts is not in src\/core\/orders\/types\/order-types\.ts/,
        },
      },
      {
        what: "its entry in the list",
        lines: [1],
        refused: {
          in: "src/core/orders/types/order-types.ts",
          says: /'onClose' is declared but its value is never read/,
        },
      },
    ],
  },
  {
    row: "a commission, slippage or latency model",
    file: {
      path: "src/core/models/commission-flat.ts",
      text: `import { type Maker, own } from "../own";
import type { CommissionModel } from "./commission";

/** Charges \`amount\` for each fill. */
export function commissionFlat(amount: number): CommissionModel {
  return own({ name: "commissionFlat", params: Object.freeze({ amount }), commission: () => amount });
}

/** Makes a \`commissionFlat\` again from its params. */
export const commissionFlatMaker: Maker<CommissionModel> = ({ amount }) => commissionFlat(amount);
`,
    },
    lines: [
      {
        file: "src/core/models/makers.ts",
        before: "import { type LatencyModel,",
        text: 'import { commissionFlatMaker } from "./commission-flat";\n',
      },
      {
        file: "src/core/models/makers.ts",
        before: "} satisfies Record<string, Maker<CommissionModel>>",
        text: "  commissionFlat: commissionFlatMaker,\n",
      },
      {
        file: "src/index.ts",
        before: 'export { commissionBps } from "./core/models/commission-bps";',
        text: 'export { commissionFlat } from "./core/models/commission-flat";\n',
      },
    ],
    tried: `(await lab.run(feed, buying, { symbols: ["AAPL"], commission: paperlab.commissionFlat(7) })).fillRows()[0].commission`,
    result: 7,
    forgotten: [
      {
        what: "its maker's line",
        lines: [0, 1],
        refused: { house: /src\/core\/models\/commission-flat\.ts is not in src\/core\/models\/makers\.ts/ },
      },
      {
        what: "its line in the index",
        lines: [2],
        refused: { house: /src\/core\/models\/commission-flat\.ts is not in src\/index\.ts/ },
      },
    ],
  },
  {
    row: "a risk rule",
    file: {
      path: "src/core/account/rules/no-orders.ts",
      text: `import { type Maker, own } from "../../own";
import type { RiskRule } from "../risk";

/** Denies every order. */
export function noOrders(): RiskRule {
  return own({ name: "noOrders", params: Object.freeze({}), check: () => ({ code: "NO_ORDERS" }) } satisfies RiskRule);
}

/** Makes \`noOrders\` again; it has no params. */
export const noOrdersMaker: Maker<RiskRule> = () => noOrders();
`,
    },
    lines: [
      {
        file: "src/core/account/rules/makers.ts",
        before: "\n/** The risk rules of paperlab by name",
        text: 'import { noOrdersMaker } from "./no-orders";\n',
      },
      {
        file: "src/core/account/rules/makers.ts",
        before: "} satisfies Record<string, Maker<RiskRule, never>>",
        text: "  noOrders: noOrdersMaker,\n",
      },
      {
        file: "src/index.ts",
        before: 'export { maxPositionWeight } from "./core/account/rules/max-position-weight";',
        text: 'export { noOrders } from "./core/account/rules/no-orders";\n',
      },
    ],
    tried: "(await lab.run(feed, buying, { risk: [paperlab.noOrders()] })).orderRows()[0].reason",
    result: "NO_ORDERS",
    forgotten: [
      {
        what: "its maker's line",
        lines: [0, 1],
        refused: { house: /src\/core\/account\/rules\/no-orders\.ts is not in src\/core\/account\/rules\/makers\.ts/ },
      },
      {
        what: "its line in the index",
        lines: [2],
        refused: { house: /src\/core\/account\/rules\/no-orders\.ts is not in src\/index\.ts/ },
      },
    ],
  },
  {
    row: "an option of a session",
    lines: [
      {
        file: "src/session/options/options.ts",
        before: "  /** Which of the feed's symbols; default all but the index of a sample. */",
        text: "  /** Currency that the session leaves aside; default 0. */\n  reserve?: number;\n",
      },
      {
        file: "src/session/options/option-kinds.ts",
        before: "  symbols: other(",
        text: '  reserve: run((value) => checkNumber("reserve", value, "a number of at least 0", (given) => given >= 0)),\n',
      },
      {
        file: "src/run/plan.ts",
        before: "  readonly commission?: DescribedModel;",
        text: "  readonly reserve?: number;\n",
      },
      { file: "src/run/rules.ts", before: '    commission: { name: "noCommission" },', text: "    reserve: 0,\n" },
      { file: "src/run/terms.ts", before: "adjustOrders, ...untold", text: "reserve, " },
      { file: "src/run/terms.ts", before: "initialCapital,\n    leverage,", text: "initialCapital: -reserve + " },
    ],
    tried: `await (async () => {
      const options = { symbols: ["AAPL"], initialCapital: 5000, reserve: 1000 };
      const refused = await lab.run(feed, buying, { ...options, reserve: -1 }).catch(({ code }) => code);
      return [(await lab.run(feed, buying, options)).equityRows()[0].equity, refused];
    })()`,
    result: [4000, "INVALID_OPTION"],
    forgotten: [
      {
        what: "its kind",
        lines: [1],
        refused: { in: "src/session/options/option-kinds.ts", says: /'reserve' is missing/ },
      },
      {
        what: "its default",
        lines: [3],
        refused: { in: "src/run/rules.ts", says: /'reserve' is missing/ },
      },
      {
        what: "its line in the plan of a run",
        lines: [2],
        refused: { in: "src/session/options/option-kinds.ts", says: /'"run"' is not assignable/ },
      },
      {
        what: "what the engine is told",
        lines: [4, 5],
        refused: { in: "src/run/terms.ts", says: /does not satisfy the expected type 'Record<string, never>'/ },
      },
    ],
  },
];
